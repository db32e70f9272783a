package com.example;

import dev.weft.annotations.Async;

public class Caller {
  @Async
  public static String call() {
    String greeting = GreetingKt.greeting("Java");
    return greeting + "!";
  }
}
