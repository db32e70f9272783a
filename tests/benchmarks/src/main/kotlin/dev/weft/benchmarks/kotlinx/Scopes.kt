package dev.weft.benchmarks.kotlinx

import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Children in a scope, and waiting for many tasks. */
object Scopes {
  private suspend fun child(value: Int?): Int? {
    yield()
    return value
  }

  private fun context(threads: Boolean): CoroutineContext =
    if (threads) Channels.two else EmptyCoroutineContext

  /** By the thread of `runBlocking`, or by two of the default dispatcher's. */
  @JvmStatic
  fun scope(threads: Boolean, values: Array<Int?>, children: Int): Long =
    runBlocking(context(threads)) {
      val results = arrayOfNulls<Int>(children)
      coroutineScope { for (i in 0 until children) launch { results[i] = child(values[i]) } }
      var sum = 0L
      for (each in results) sum += each!!
      sum
    }

  /** The same. */
  @JvmStatic
  fun awaitAll(threads: Boolean, values: Array<Int?>, count: Int): Long =
    runBlocking(context(threads)) {
      var sum = 0L
      for (each in List(count) { async { child(values[it]) } }.awaitAll()) sum += each!!
      sum
    }
}
