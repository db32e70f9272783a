package com.example;

import dev.weft.Weft;
import dev.weft.annotations.Async;

public class Covered {
  @Async
  public static int half(boolean other) {
    int result = 1;
    Weft.yieldNow();
    if (other) {
      result = 100;
      Weft.yieldNow();
    }
    return result + 1;
  }
}
