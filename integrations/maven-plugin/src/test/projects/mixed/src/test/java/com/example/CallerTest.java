package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import org.junit.jupiter.api.Test;

class CallerTest {
  @Test
  void javaCallsKotlin() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertEquals("hello Java!", Weft.run(loop, () -> Caller.call()));
    }
  }
}
