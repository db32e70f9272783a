package dev.weft.benchmarks.kotlinx

import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flatMapMerge
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Elements of a flow, mapped by calls that wait. */
object ConcurrentElements {
  private suspend fun slowly(element: Int): Int {
    yield()
    return element
  }

  /**
   * Adds up what they make of them, sixteen at a time, by the thread of `runBlocking` or by two of
   * the default dispatcher's.
   */
  @OptIn(ExperimentalCoroutinesApi::class)
  @JvmStatic
  fun sum(threads: Boolean, source: Array<Int?>): Long =
    runBlocking(if (threads) Channels.two else EmptyCoroutineContext) {
      var sum = 0L
      source.asFlow().flatMapMerge(16) { flow { emit(slowly(it!!)) } }.collect { sum += it }
      sum
    }
}
