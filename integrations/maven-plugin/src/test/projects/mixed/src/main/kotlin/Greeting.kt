package com.example

import dev.weft.Weft
import dev.weft.annotations.Async

@Async
fun greeting(name: String): String {
  Weft.yieldNow()
  return "hello $name"
}
