package dev.weft.benchmarks.kotlinx

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Each coroutine starts ten more, until a million have; they send their numbers up. */
object SkynetChannels {
  private suspend fun CoroutineScope.node(parent: SendChannel<Long>, number: Long, size: Int) {
    if (size == 1) {
      parent.send(number)
      return
    }
    val children = Channel<Long>()
    for (i in 0 until 10) launch { node(children, number + i * (size / 10L), size / 10) }
    var sum = 0L
    repeat(10) { sum += children.receive() }
    parent.send(sum)
  }

  /** The sum of all. */
  @JvmStatic
  fun run(size: Int): Long = runBlocking {
    val result = Channel<Long>()
    launch { node(result, 0, size) }
    result.receive()
  }
}
