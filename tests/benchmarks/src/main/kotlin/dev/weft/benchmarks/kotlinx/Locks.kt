package dev.weft.benchmarks.kotlinx

import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

/** A counter behind a mutex, or a semaphore. */
object Locks {
  @OptIn(ExperimentalCoroutinesApi::class)
  private val two: CoroutineContext = Dispatchers.Default.limitedParallelism(2)

  @JvmStatic
  fun uncontended(times: Int): Long = runBlocking {
    val mutex = Mutex()
    var count = 0L
    for (i in 0 until times) {
      mutex.lock()
      try {
        count++
      } finally {
        mutex.unlock()
      }
    }
    count
  }

  @JvmStatic
  fun permit(times: Int): Long = runBlocking {
    val semaphore = Semaphore(1)
    var count = 0L
    for (i in 0 until times) {
      semaphore.acquire()
      try {
        count++
      } finally {
        semaphore.release()
      }
    }
    count
  }

  /** By the thread of `runBlocking`, or by two of the default dispatcher's. */
  @JvmStatic
  fun contended(threads: Boolean, coroutines: Int, times: Int): Long = runBlocking {
    val mutex = Mutex()
    var count = 0L
    withContext(if (threads) two else EmptyCoroutineContext) {
      for (c in 0 until coroutines) {
        launch {
          for (i in 0 until times) {
            mutex.lock()
            try {
              count++
              yield()
            } finally {
              mutex.unlock()
            }
          }
        }
      }
    }
    count
  }

  /** The same with a permit. */
  @JvmStatic
  fun permitContended(threads: Boolean, coroutines: Int, times: Int): Long = runBlocking {
    val semaphore = Semaphore(1)
    var count = 0L
    withContext(if (threads) two else EmptyCoroutineContext) {
      for (c in 0 until coroutines) {
        launch {
          for (i in 0 until times) {
            semaphore.acquire()
            try {
              count++
              yield()
            } finally {
              semaphore.release()
            }
          }
        }
      }
    }
    count
  }
}
