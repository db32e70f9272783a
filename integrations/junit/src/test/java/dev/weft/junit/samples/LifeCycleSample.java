package dev.weft.junit.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/** All methods that can be coroutines, each of which suspends. */
@AsyncTests
public class LifeCycleSample {

  private EventLoop loop;
  private String steps = "";

  @BeforeEach
  @Async
  void before() {
    loop = EventLoop.current();
    Weft.delay(Duration.ofMillis(1));
    assertSame(loop, EventLoop.current());
    steps += "before ";
  }

  @AfterEach
  @Async
  void after(TestInfo info) {
    Weft.yieldNow();
    assertSame(loop, EventLoop.current());
    assertEquals("before test ", steps, info.getDisplayName());
  }

  @Async
  private void test() {
    assertSame(loop, EventLoop.current());
    Weft.delay(Duration.ofMillis(1));
    assertSame(loop, EventLoop.current());
    steps += "test ";
  }

  @Test
  @Async
  void plain() {
    test();
  }

  @Test
  void ordinary() {
    steps += "test ";
  }

  @RepeatedTest(2)
  @Async
  void repeated() {
    test();
  }

  @TestFactory
  @Async
  Stream<DynamicTest> factory() {
    test();
    return Stream.of(DynamicTest.dynamicTest("made", () -> assertEquals("before test ", steps)));
  }

  @Nested
  class Inner {
    @Test
    @Async
    void nested() {
      test();
    }
  }

  /** With a test of its own loop each, two tests meet two. */
  @Test
  @Async
  void other() {
    assertNotSame(lastLoop, loop);
    lastLoop = loop;
    test();
  }

  @Test
  @Async
  void another() {
    other();
  }

  private static EventLoop lastLoop;

  /** How many tests succeed. */
  public static final int TESTS =
      List.of("plain", "ordinary", "nested", "other", "another").size() + 3;
}
