package dev.weft.benchmarks.kotlin

import java.util.function.LongUnaryOperator

/** Suspend functions that do not suspend: methods of an interface. */
interface Callee {
  suspend fun callInt(next: Callee, depth: Int): Int

  suspend fun callLong(next: Callee, depth: Int): Long

  suspend fun callObject(next: Callee, depth: Int): Any?

  suspend fun callVoid(next: Callee, depth: Int): Unit
}

class InterfaceCalls : Callee {
  override suspend fun callInt(next: Callee, depth: Int): Int {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.seed
    }
    return next.callInt(next, depth - 1) + depth
  }

  private suspend fun loopInt(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += callInt(this, 10)
    }
    return sum
  }

  override suspend fun callLong(next: Callee, depth: Int): Long {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.seed.toLong()
    }
    return next.callLong(next, depth - 1) + depth
  }

  private suspend fun loopLong(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += callLong(this, 10)
    }
    return sum
  }

  override suspend fun callObject(next: Callee, depth: Int): Any? {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      return Kotlin.token
    }
    return next.callObject(next, depth - 1) ?: Kotlin.token
  }

  private suspend fun loopObject(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      sum += if (callObject(this, 10) === Kotlin.token) 1 else 0
    }
    return sum
  }

  override suspend fun callVoid(next: Callee, depth: Int): Unit {
    if (depth == 1) {
      if (Kotlin.suspend) yieldNow()
      Kotlin.total++
      return
    }
    next.callVoid(next, depth - 1)
    Kotlin.total += depth
  }

  private suspend fun loopVoid(n: Long): Long {
    var sum = 0L
    for (i in 0 until n) {
      callVoid(this, 10)
      sum++
    }
    return sum
  }

  companion object {
    /** The loop that calls so that it returns [result]. */
  @JvmStatic
  fun returning(result: String): LongUnaryOperator {
    val callee = InterfaceCalls()
    return when (result) {
      "int" -> LongUnaryOperator { n -> runBare { callee.loopInt(n) } }
      "long" -> LongUnaryOperator { n -> runBare { callee.loopLong(n) } }
      "Object" -> LongUnaryOperator { n -> runBare { callee.loopObject(n) } }
      else -> LongUnaryOperator { n -> runBare { callee.loopVoid(n) } }
    }
  }
  }
}
