package dev.weft.benchmarks.kotlin

import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.suspendCancellableCoroutine

/** Very many coroutines of one small frame that wait at once for what is resumed by hand. */
object ManyWaiting {
  private lateinit var waiting: Array<Continuation<Unit>?>
  private var end = 0
  private var sum = 0L

  /** Makes room for [n]. */
  @JvmStatic
  fun prepare(n: Int) {
    waiting = arrayOfNulls(n)
  }

  /** With the standard library's `suspendCoroutine`, or with kotlinx's that can be cancelled. */
  @JvmStatic
  fun suspendAll(n: Int, cancellable: Boolean, o: Any?) {
    for (i in 0 until n) {
      val l = 1L
      if (cancellable) {
        startNow {
          suspendCancellableCoroutine<Unit> { waiting[end++] = it }
          sum += i + l + (if (o == null) 0 else 1)
        }
      } else {
        startNow {
          suspendCoroutine<Unit> { waiting[end++] = it }
          sum += i + l + (if (o == null) 0 else 1)
        }
      }
    }
  }

  /** Resumes all of them; the sum of their results. */
  @JvmStatic
  fun resumeAll(): Long {
    for (k in 0 until end) {
      val next = waiting[k]
      waiting[k] = null
      next!!.resume(Unit)
    }
    return sum
  }
}
