package dev.weft.junit.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Tests that end otherwise than well, after they were suspended and before. */
@AsyncTests
public class FailingSample {

  @Async
  static void fetch() throws IOException {
    Weft.delay(Duration.ofMillis(1));
    throw new IOException("no such host");
  }

  @Test
  @Async
  void checkedAfterSuspension() throws IOException {
    fetch();
  }

  @Test
  @Async
  void assertionAfterSuspension() {
    Weft.yieldNow();
    assertEquals(1, 2);
  }

  @Test
  @Async
  void assertionAtOnce() {
    assertEquals(1, 2);
  }

  @Test
  @Async
  void wrapped() throws Exception {
    Weft.yieldNow();
    throw new ExecutionException(new IOException("its own"));
  }

  @Test
  @Async
  void cancelled() {
    Weft.yieldNow();
    throw new CancellationException("by itself");
  }

  @Test
  @Async
  void assumption() {
    Weft.yieldNow();
    assumeTrue(false);
  }

  /** What it leaves behind is no news. */
  @Test
  @Async
  void leavesSomethingBehind() {
    var unused = Weft.start(() -> Weft.await(Task.completer().task()));
    assertEquals(1, 2);
  }
}
