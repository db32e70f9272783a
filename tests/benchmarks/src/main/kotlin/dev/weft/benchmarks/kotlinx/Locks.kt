package dev.weft.benchmarks.kotlinx

import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.yield

/** A counter behind a mutex, or a semaphore. */
object Locks {
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

  @JvmStatic
  fun contended(coroutines: Int, times: Int): Long = runBlocking {
    val mutex = Mutex()
    var count = 0L
    coroutineScope {
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
}
