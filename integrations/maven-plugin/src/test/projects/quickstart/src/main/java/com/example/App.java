package com.example;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;

public class App {
  @Async
  static String greet(String name) {
    Weft.delay(Duration.ofMillis(1));
    return "hello " + Name.of(name);
  }

  public static void main(String[] args) {
    try (EventLoop loop = Schedulers.eventLoop()) {
      System.out.println(Weft.run(loop, () -> greet("world")));
    }
  }
}
