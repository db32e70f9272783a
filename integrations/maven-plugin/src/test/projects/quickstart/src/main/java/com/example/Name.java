package com.example;

import dev.weft.Weft;
import dev.weft.annotations.Async;

class Name {
  @Async
  static String of(String text) {
    Weft.yieldNow();
    return text.toUpperCase();
  }
}
