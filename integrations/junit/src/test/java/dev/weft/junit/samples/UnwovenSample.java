package dev.weft.junit.samples;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import org.junit.jupiter.api.Test;

/** Left out by the agent's option. */
@AsyncTests
public class UnwovenSample {

  @Test
  @Async
  void first() {
    Weft.yieldNow();
  }

  @Test
  @Async
  void second() {
    Weft.yieldNow();
  }
}
