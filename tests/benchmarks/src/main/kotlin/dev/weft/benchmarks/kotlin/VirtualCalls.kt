package dev.weft.benchmarks.kotlin

import java.util.function.LongUnaryOperator

/** Suspend functions that do not suspend: methods that a subclass could override. */
open class VirtualCalls {
  open suspend fun callInt(depth: Int): Int {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.seed
    }
    return callInt(depth - 1) + depth
  }

  private suspend fun loopInt(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += callInt(10)
    }
    return sum
  }

  open suspend fun callLong(depth: Int): Long {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.seed.toLong()
    }
    return callLong(depth - 1) + depth
  }

  private suspend fun loopLong(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += callLong(10)
    }
    return sum
  }

  open suspend fun callObject(depth: Int): Any? {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.token
    }
    return callObject(depth - 1) ?: Kotlin.token
  }

  private suspend fun loopObject(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += if (callObject(10) === Kotlin.token) 1 else 0
    }
    return sum
  }

  open suspend fun callVoid(depth: Int): Unit {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      Kotlin.total++
      return
    }
    callVoid(depth - 1)
    Kotlin.total += depth
  }

  private suspend fun loopVoid(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      callVoid(10)
      sum++
    }
    return sum
  }

  companion object {
    /** The loop that calls so that it returns [result]. */
  @JvmStatic
  fun returning(result: String): LongUnaryOperator {
    val callee = VirtualCalls()
    return when (result) {
      "int" -> LongUnaryOperator { n -> runBare { callee.loopInt(n) } }
      "long" -> LongUnaryOperator { n -> runBare { callee.loopLong(n) } }
      "Object" -> LongUnaryOperator { n -> runBare { callee.loopObject(n) } }
      else -> LongUnaryOperator { n -> runBare { callee.loopVoid(n) } }
    }
  }
  }
}
