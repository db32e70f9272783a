package dev.weft.junit.samples;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Tests that JUnit passes over, beside one that it runs. */
@AsyncTests
public class TaskReturningSample {

  @Test
  @Async
  Task<Void> task() {
    Weft.yieldNow();
    throw new AssertionError("never seen");
  }

  @Test
  CompletableFuture<String> future() {
    return new CompletableFuture<>();
  }

  @RepeatedTest(2)
  @Async
  int number() {
    Weft.yieldNow();
    return 1;
  }

  /** JUnit's own business. */
  @Test
  int ordinary() {
    return 1;
  }

  @Test
  @Async
  void good() {
    Weft.yieldNow();
  }

  @Nested
  class Inner {
    @Test
    @Async
    Task<String> inner() {
      return Task.completed("never asked for");
    }
  }
}
