package dev.weft.benchmarks.kotlinx

import dev.weft.benchmarks.kotlin.Kotlin
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Calls at depth ten that do not suspend: the same code as bare, run in `runBlocking`. */
object StaticCalls {
  private suspend fun callInt(depth: Int): Int {
    if (depth == 1) {
      if (Kotlin.suspend) yield()
      return Kotlin.seed
    }
    return callInt(depth - 1) + depth
  }

  @JvmStatic
  fun ints(n: Long): Long = runBlocking {
    var sum = 0L
    for (i in 0 until n) sum += callInt(10)
    sum
  }
}

/** Coroutines that do nothing but let each other run, on the event loop of `runBlocking`. */
object Yields {
  private suspend fun loop(yields: Int): Long {
    var sum = 0L
    for (i in 0 until yields) {
      yield()
      sum += i
    }
    return sum
  }

  @JvmStatic
  fun run(coroutines: Int, yields: Int): Long = runBlocking {
    if (coroutines == 1) {
      loop(yields)
    } else {
      val tasks = Array(coroutines) { async { loop(yields) } }
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
      yield()
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

  @JvmStatic fun run(callers: Int, yields: Int): Long = runBlocking { call(callers, yields) }
}

/** Two coroutines that hand a number to and fro over rendezvous channels. */
object PingPong {
  @JvmStatic
  fun run(rounds: Int): Long = runBlocking {
    val there = Channel<Long>()
    val back = Channel<Long>()
    val other = launch { repeat(rounds) { back.send(there.receive() + 1) } }
    var value = 0L
    repeat(rounds) {
      there.send(value)
      value = back.receive()
    }
    other.join()
    value
  }
}

/** Each coroutine starts ten more, until a million have; their numbers are added up. */
object Skynet {
  private suspend fun CoroutineScope.node(number: Long, size: Int, start: CoroutineStart): Long {
    if (size == 1) {
      return number
    }
    val children =
      Array(10) {
        val child = number + it * (size / 10L)
        async(start = start) { node(child, size / 10, start) }
      }
    var sum = 0L
    for (child in children) sum += child.await()
    return sum
  }

  @JvmStatic
  fun queued(size: Int): Long = runBlocking { node(0, size, CoroutineStart.DEFAULT) }

  @JvmStatic
  fun eager(size: Int): Long = runBlocking { node(0, size, CoroutineStart.UNDISPATCHED) }
}

/** A flow, which can suspend for other reasons than to emit. */
object Elements {
  @JvmStatic
  fun sum(source: Array<Int>): Long = runBlocking {
    var sum = 0L
    flow { for (element in source) emit(element) }.collect { sum += it }
    sum
  }

  @JvmStatic
  fun sumOfMappedAndFiltered(source: Array<Int>): Long = runBlocking {
    var sum = 0L
    flow { for (element in source) emit(element) }
      .map { source[it] }
      .filter { it % 2 == 0 }
      .collect { sum += it }
    sum
  }
}

/** A recursion with a suspension at its bottom; deeper than the stack it overflows. */
object Recursion {
  private suspend fun sum(n: Int): Long {
    if (n == 0) {
      yield()
      return 0
    }
    return sum(n - 1) + n
  }

  @JvmStatic fun run(n: Int): Long = runBlocking { sum(n) }
}

/** Tasks started and awaited: one after the other, and a thousand at a time. */
object Tasks {
  private suspend fun child(value: Int?): Int? {
    if (Kotlin.suspend) yield()
    return value
  }

  @JvmStatic
  fun startAndComplete(values: Array<Int?>, n: Int): Long = runBlocking {
    var sum = 0L
    for (i in 0 until n) {
      sum += async(start = CoroutineStart.UNDISPATCHED) { child(values[i % values.size]) }.await()!!
    }
    sum
  }

  @JvmStatic
  fun forkJoin(values: Array<Int?>, n: Int): Long = runBlocking {
    coroutineScope {
      val children = Array(n) { async { child(values[it % values.size]) } }
      var sum = 0L
      for (child in children) sum += child.await()!!
      sum
    }
  }
}

/** Waiting for the JDK's futures; a coroutine beside completes them. */
object Futures {
  @JvmStatic
  fun run(source: () -> CompletableFuture<Int>, n: Int, wake: () -> Boolean): Long = runBlocking {
    val waiting = async {
      var sum = 0L
      for (i in 0 until n) sum += source().await()
      sum
    }
    yield()
    while (wake()) yield()
    waiting.await()
  }
}

/** An exception that goes up through ten suspended callers. */
object Failures {
  private suspend fun leaf(failure: () -> RuntimeException): Long {
    yield()
    throw failure()
  }

  private suspend fun call(depth: Int, failure: () -> RuntimeException): Long {
    if (depth == 0) {
      return leaf(failure)
    }
    return call(depth - 1, failure) + depth
  }

  @JvmStatic
  fun run(n: Int, failure: () -> RuntimeException): Long = runBlocking {
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

/** Many coroutines that each wait for a time to pass; in whole milliseconds. */
object Timers {
  @JvmStatic
  fun run(n: Int, millis: Long): Long = runBlocking {
    val tasks =
      Array(n) {
        async {
          delay(millis)
          1L
        }
      }
    var woken = 0L
    for (task in tasks) woken += task.await()
    woken
  }
}
