package dev.weft.junit.samples;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import org.junit.jupiter.api.Test;

/** One method that the weaver refuses, as it would suspend with a monitor held. */
@AsyncTests
public class RefusedSample {

  @Test
  @Async
  void holdsMonitor() {
    synchronized (this) {
      Weft.yieldNow();
    }
  }

  @Test
  @Async
  void good() {
    Weft.yieldNow();
  }
}
