package dev.weft.junit.samples;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import org.junit.jupiter.api.Test;

/** Left out by the agent's option, with one method that knows of coroutines. */
public class UnwovenMethodSample {

  @Test
  @Async
  @AsyncTests
  void alone() {
    Weft.yieldNow();
  }

  @Test
  void ordinary() {}
}
