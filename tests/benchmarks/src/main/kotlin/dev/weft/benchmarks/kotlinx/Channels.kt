package dev.weft.benchmarks.kotlinx

import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** Coroutines that send to a channel, and as many or fewer that receive from it. */
object Channels {
  @OptIn(ExperimentalCoroutinesApi::class)
  internal val two: CoroutineContext = Dispatchers.Default.limitedParallelism(2)

  private suspend fun CoroutineScope.total(
    channel: Channel<Int?>,
    values: Array<Int?>,
    senders: Int,
    receivers: Int,
    each: Int,
  ): Long {
    val receiving =
      Array(receivers) {
        async {
          var sum = 0L
          for (element in channel) sum += element!!
          sum
        }
      }
    val sending =
      Array(senders) { launch { for (i in 0 until each) channel.send(values[i and 511]) } }
    for (job in sending) job.join()
    channel.close()
    var sum = 0L
    for (task in receiving) sum += task.await()
    return sum
  }

  /** By the thread of `runBlocking`, or by two of the default dispatcher's. */
  @JvmStatic
  fun run(
    threads: Boolean,
    capacity: Int,
    values: Array<Int?>,
    senders: Int,
    receivers: Int,
    each: Int,
  ): Long = runBlocking {
    withContext(if (threads) two else EmptyCoroutineContext) {
      total(Channel(capacity), values, senders, receivers, each)
    }
  }
}
