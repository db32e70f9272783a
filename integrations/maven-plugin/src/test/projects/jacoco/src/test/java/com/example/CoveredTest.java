package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import org.junit.jupiter.api.Test;

class CoveredTest {
  @Test
  void oneHalf() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertEquals(2, Weft.run(loop, () -> Covered.half(false)));
    }
  }
}
