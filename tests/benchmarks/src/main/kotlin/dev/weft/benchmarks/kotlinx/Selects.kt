package dev.weft.benchmarks.kotlinx

import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withContext

/** One coroutine that selects over channels to each of which another one sends. */
object Selects {
  private suspend fun total(values: Array<Int?>, channels: Int, each: Int): Long = coroutineScope {
    val all = List(channels) { Channel<Int?>() }
    for (channel in all) launch { for (i in 0 until each) channel.send(values[i and 511]) }
    var sum = 0L
    repeat(channels * each) {
      sum += select<Int> { for (channel in all) channel.onReceive { it!! } }
    }
    sum
  }

  /** By the thread of `runBlocking`, or by two of the default dispatcher's. */
  @JvmStatic
  fun run(threads: Boolean, values: Array<Int?>, channels: Int, each: Int): Long = runBlocking {
    withContext(if (threads) Channels.two else EmptyCoroutineContext) {
      total(values, channels, each)
    }
  }
}
