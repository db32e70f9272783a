package com.example;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import org.junit.jupiter.api.Test;

class AppTest {
  @Async
  private static Task<Integer> length() {
    Weft.yieldNow();
    return Task.completed(App.greet("test").length());
  }

  @Async
  private static int twice() {
    return await(length()) + await(length());
  }

  @Test
  void waitsForCoroutinesOfMainAndTest() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertEquals(20, Weft.run(loop, () -> twice()));
    }
  }
}
