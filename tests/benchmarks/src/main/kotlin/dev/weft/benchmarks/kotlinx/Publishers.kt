package dev.weft.benchmarks.kotlinx

import java.util.concurrent.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.coroutines.jdk9.asPublisher
import kotlinx.coroutines.runBlocking

/** From and to `java.util.concurrent.Flow`. */
object Publishers {
  @JvmStatic
  fun of(source: Array<Int>): Flow.Publisher<Int> =
    flow { for (element in source) emit(element) }.asPublisher()

  @JvmStatic
  fun sum(publisher: Flow.Publisher<Int>): Long = runBlocking {
    var sum = 0L
    publisher.asFlow().collect { sum += it }
    sum
  }
}
