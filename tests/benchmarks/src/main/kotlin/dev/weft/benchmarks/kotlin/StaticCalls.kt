package dev.weft.benchmarks.kotlin

import java.util.function.LongUnaryOperator

/** Suspend functions that do not suspend: static methods. */
object StaticCalls {
  @JvmStatic
  suspend fun callInt(depth: Int): Int {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.seed
    }
    return callInt(depth - 1) + depth
  }

  @JvmStatic
  private suspend fun loopInt(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += callInt(10)
    }
    return sum
  }

  @JvmStatic
  suspend fun callLong(depth: Int): Long {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.seed.toLong()
    }
    return callLong(depth - 1) + depth
  }

  @JvmStatic
  private suspend fun loopLong(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += callLong(10)
    }
    return sum
  }

  @JvmStatic
  suspend fun callObject(depth: Int): Any? {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.token
    }
    return callObject(depth - 1) ?: Kotlin.token
  }

  @JvmStatic
  private suspend fun loopObject(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += if (callObject(10) === Kotlin.token) 1 else 0
    }
    return sum
  }

  @JvmStatic
  suspend fun callVoid(depth: Int): Unit {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      Kotlin.total++
      return
    }
    callVoid(depth - 1)
    Kotlin.total += depth
  }

  @JvmStatic
  private suspend fun loopVoid(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      callVoid(10)
      sum++
    }
    return sum
  }

  /** The loop that calls so that it returns [result]. */
  @JvmStatic
  fun returning(result: String): LongUnaryOperator {
    return when (result) {
      "int" -> LongUnaryOperator { n -> runBare { loopInt(n) } }
      "long" -> LongUnaryOperator { n -> runBare { loopLong(n) } }
      "Object" -> LongUnaryOperator { n -> runBare { loopObject(n) } }
      else -> LongUnaryOperator { n -> runBare { loopVoid(n) } }
    }
  }
}
