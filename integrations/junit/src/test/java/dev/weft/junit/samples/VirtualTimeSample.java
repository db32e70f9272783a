package dev.weft.junit.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import dev.weft.junit.RunsOn;
import dev.weft.junit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Days within no time. */
@AsyncTests(on = RunsOn.VIRTUAL_TIME)
public class VirtualTimeSample {

  private final Thread junits = Thread.currentThread();
  private VirtualTime beforehand;

  @BeforeEach
  @Async
  void before(VirtualTime time) {
    beforehand = time;
    Weft.delay(Duration.ofDays(1));
  }

  @Test
  @Async
  void isOneForAllMethods(VirtualTime time) {
    assertSame(beforehand, time);
    assertEquals(Duration.ofDays(1), time.elapsed());
  }

  @Test
  @Async
  void passesInOrder(VirtualTime time) {
    List<String> order = new ArrayList<>();
    List<Task<Void>> all = new ArrayList<>();
    for (int seconds : List.of(3, 1, 2, 1)) {
      all.add(
          Weft.start(
              () -> {
                Weft.delay(Duration.ofSeconds(seconds));
                assertSame(junits, Thread.currentThread());
                order.add(seconds + "s");
              }));
    }
    Weft.delay(Duration.ofSeconds(2));
    assertEquals(List.of("1s", "1s", "2s"), order);
    for (Task<Void> each : all) {
      Weft.await(each);
    }
    assertEquals(Duration.ofDays(1).plusSeconds(3), time.elapsed());
  }

  @Test
  @Async
  void hasDeadlines(VirtualTime time) throws Exception {
    boolean late = false;
    try {
      Weft.withDeadline(Duration.ofHours(1), () -> Weft.await(Task.completer().task()));
    } catch (TimeoutException expected) {
      late = true;
    }
    assertTrue(late);
    assertEquals(Duration.ofDays(1).plusHours(1), time.elapsed());
  }

  @Test
  @Async
  void waitsForOtherThreads(VirtualTime time) throws Exception {
    Thread other = Weft.blocking(Thread::currentThread);
    assertFalse(other == junits);
    assertSame(junits, Thread.currentThread());
    assertEquals(Duration.ofDays(1), time.elapsed());
  }

  @Test
  @Async
  @AsyncTests
  void onLoop(VirtualTime time) {
    throw new AssertionError("never runs");
  }
}
