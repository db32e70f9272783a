package dev.weft.benchmarks.kotlinx

import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.suspendCancellableCoroutine

/** Very many coroutines suspended at once, each with one small frame or three. */
object Many {
  private lateinit var ready: Array<Continuation<Unit>?>
  private var end = 0
  private var sum = 0L

  /** Makes room for [n]. */
  @JvmStatic
  fun prepare(n: Int) {
    ready = arrayOfNulls(n)
  }

  private suspend fun pause() = suspendCancellableCoroutine<Unit> { ready[end++] = it }

  private suspend fun one(i: Int, l: Long, o: Any?): Long {
    pause()
    return i + l + (if (o == null) 0 else 1)
  }

  private suspend fun two(i: Int, l: Long, o: Any?): Long =
    one(i, l, o) + i + l + (if (o == null) 0 else 1)

  /** The lambda that starts a coroutine is the first of its frames. */
  @JvmStatic
  fun suspendAll(n: Int, frames: Int, o: Any?) {
    val scope = CoroutineScope(Dispatchers.Unconfined)
    for (i in 0 until n) {
      val l = 1L
      if (frames == 1) {
        scope.async(start = CoroutineStart.UNDISPATCHED) {
          pause()
          sum += i + l + (if (o == null) 0 else 1)
        }
      } else {
        scope.async(start = CoroutineStart.UNDISPATCHED) {
          val r = two(i, l, o) // not in the next line: += reads the sum before it suspends
          sum += r + i + l + (if (o == null) 0 else 1)
        }
      }
    }
  }

  /** Resumes all of them; the sum of their results. */
  @JvmStatic
  fun resumeAll(): Long {
    for (k in 0 until end) {
      val next = ready[k]
      ready[k] = null
      next!!.resume(Unit)
    }
    return sum
  }
}
