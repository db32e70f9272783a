package dev.weft.benchmarks.kotlin

import java.util.concurrent.CompletableFuture
import java.util.function.BooleanSupplier
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

/** Coroutines that do nothing but let each other run. */
object Yields {
  private suspend fun loop(yields: Int): Long {
    var sum = 0L
    for (i in 0 until yields) {
      yieldNow()
      sum += i
    }
    return sum
  }

  @JvmStatic
  fun run(coroutines: Int, yields: Int): Long = runBare {
    if (coroutines == 1) {
      loop(yields)
    } else {
      val tasks = Array(coroutines) { startSoon { loop(yields) } }
      var sum = 0L
      for (task in tasks) sum += task.await()
      sum
    }
  }
}

/** A loop that yields, below many callers. */
object LeafUnderCallers {
  private suspend fun leaf(yields: Int): Long {
    var sum = 0L
    for (i in 0 until yields) {
      yieldNow()
      sum += i
    }
    return sum
  }

  private suspend fun call(callers: Int, yields: Int): Long {
    if (callers == 0) {
      return leaf(yields)
    }
    return call(callers - 1, yields) + callers
  }

  @JvmStatic fun run(callers: Int, yields: Int): Long = runBare { call(callers, yields) }
}

/** Two coroutines that hand a number to and fro. */
object PingPong {
  private class Cell {
    private var full = false
    private var value = 0L
    private var waiting: Continuation<Unit>? = null

    fun put(number: Long) {
      value = number
      full = true
      waiting?.let {
        waiting = null
        Ready.add(it)
      }
    }

    suspend fun take(): Long {
      if (!full) {
        suspendCoroutineUninterceptedOrReturn<Unit> {
          waiting = it
          COROUTINE_SUSPENDED
        }
      }
      full = false
      return value
    }
  }

  private suspend fun ping(`in`: Cell, out: Cell, rounds: Int): Long {
    var value = 0L
    for (i in 0 until rounds) {
      out.put(value)
      value = `in`.take()
    }
    return value
  }

  private suspend fun pong(`in`: Cell, out: Cell, rounds: Int) {
    for (i in 0 until rounds) {
      out.put(`in`.take() + 1)
    }
  }

  @JvmStatic
  fun run(rounds: Int): Long = runBare {
    val there = Cell()
    val back = Cell()
    val other = startSoon { pong(there, back, rounds) }
    val value = ping(back, there, rounds)
    other.await()
    value
  }
}

/** Each coroutine starts ten more, until a million have; their numbers are added up. */
object Skynet {
  private suspend fun node(number: Long, size: Int, soon: Boolean): Long {
    if (size == 1) {
      return number
    }
    val children =
      Array(10) {
        val child = number + it * (size / 10L)
        if (soon) startSoon { node(child, size / 10, true) }
        else startNow { node(child, size / 10, false) }
      }
    var sum = 0L
    for (child in children) sum += child.await()
    return sum
  }

  private suspend fun yieldingNode(number: Long, size: Int): Long {
    yieldNow()
    if (size == 1) {
      return number
    }
    val children =
      Array(10) {
        val child = number + it * (size / 10L)
        startNow { yieldingNode(child, size / 10) }
      }
    var sum = 0L
    for (child in children) sum += child.await()
    return sum
  }

  @JvmStatic fun yielding(size: Int): Long = runBare { yieldingNode(0, size) }

  @JvmStatic fun queued(size: Int): Long = runBare { node(0, size, true) }

  @JvmStatic fun eager(size: Int): Long = runBare { node(0, size, false) }
}

/** The standard library's sequence builder. */
object Elements {
  @JvmStatic
  fun sum(source: Array<Int>): Long {
    var sum = 0L
    val elements = iterator { for (element in source) yield(element) }
    while (elements.hasNext()) {
      sum += elements.next()
    }
    return sum
  }
}

/** A recursion with a suspension at its bottom; deeper than the stack it overflows. */
object Recursion {
  private suspend fun sum(n: Int): Long {
    if (n == 0) {
      yieldNow()
      return 0
    }
    return sum(n - 1) + n
  }

  @JvmStatic fun run(n: Int): Long = runBare { sum(n) }
}

/** Hot loops with a suspension point. In each, the element or row [at] suspends; -1: none. */
object Loops {
  private suspend fun scan(a: IntArray, at: Int): Long {
    var sum = 0L
    for (i in a.indices) {
      if (a[i] == at) yieldNow()
      sum += a[i]
    }
    return sum
  }

  @JvmStatic fun rare(a: IntArray, at: Int): Long = runBare { scan(a, at) }

  private suspend fun rows(a: Array<IntArray>, to: IntArray, at: Int): Long {
    for (row in a.indices) {
      if (row == at) yieldNow()
      val from = a[row]
      for (i in from.indices) {
        to[i] += from[i] * 3
      }
    }
    return to[0].toLong()
  }

  @JvmStatic
  fun nested(a: Array<IntArray>, to: IntArray, at: Int): Long = runBare { rows(a, to, at) }

  private suspend fun items(list: List<Int>, at: Int): Long {
    var sum = 0L
    for (item in list) {
      if (item == at) yieldNow()
      sum += item
    }
    return sum
  }

  @JvmStatic fun list(list: List<Int>, at: Int): Long = runBare { items(list, at) }
}

/** Tasks started and awaited: one after the other, and a thousand at a time. */
object Tasks {
  private suspend fun child(value: Int?): Int? {
    if (Kotlin.suspend) yieldNow()
    return value
  }

  @JvmStatic
  fun startAndComplete(values: Array<Int?>, n: Int): Long = runBare {
    var sum = 0L
    for (i in 0 until n) {
      sum += startNow { child(values[i % values.size]) }.await()!!
    }
    sum
  }

  @JvmStatic
  fun forkJoin(values: Array<Int?>, n: Int): Long = runBare {
    val children = Array(n) { startSoon { child(values[it % values.size]) } }
    var sum = 0L
    for (child in children) sum += child.await()!!
    sum
  }
}

/** Waiting for the JDK's futures. */
object Futures {
  private suspend fun <T> CompletableFuture<T>.await(): T {
    if (isDone) {
      return join()
    }
    return suspendCoroutineUninterceptedOrReturn { continuation ->
      whenComplete { value, failure ->
        if (failure == null) continuation.resume(value)
        else continuation.resumeWithException(failure)
      }
      COROUTINE_SUSPENDED
    }
  }

  /** Goes on where the future completes, without the ready queue: less than the others do. */
  @JvmStatic
  fun run(source: () -> CompletableFuture<Int>, n: Int, wake: BooleanSupplier): Long {
    val task = startNow {
      var sum = 0L
      for (i in 0 until n) sum += source().await()
      sum
    }
    do {
      Ready.run()
    } while (wake.asBoolean)
    return task.get()
  }
}

/** An exception that goes up through ten suspended callers. */
object Failures {
  private suspend fun leaf(failure: () -> RuntimeException): Long {
    yieldNow()
    throw failure()
  }

  private suspend fun call(depth: Int, failure: () -> RuntimeException): Long {
    if (depth == 0) {
      return leaf(failure)
    }
    return call(depth - 1, failure) + depth
  }

  @JvmStatic
  fun run(n: Int, failure: () -> RuntimeException): Long = runBare {
    var caught = 0L
    for (i in 0 until n) {
      try {
        caught += call(10, failure)
      } catch (expected: RuntimeException) {
        caught++
      }
    }
    caught
  }
}
