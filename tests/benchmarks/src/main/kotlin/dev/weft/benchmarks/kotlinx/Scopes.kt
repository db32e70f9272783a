package dev.weft.benchmarks.kotlinx

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

  @JvmStatic
  fun scope(values: Array<Int?>, children: Int): Long = runBlocking {
    val results = arrayOfNulls<Int>(children)
    coroutineScope { for (i in 0 until children) launch { results[i] = child(values[i]) } }
    var sum = 0L
    for (each in results) sum += each!!
    sum
  }

  @JvmStatic
  fun awaitAll(values: Array<Int?>, count: Int): Long = runBlocking {
    var sum = 0L
    for (each in List(count) { async { child(values[it]) } }.awaitAll()) sum += each!!
    sum
  }
}
