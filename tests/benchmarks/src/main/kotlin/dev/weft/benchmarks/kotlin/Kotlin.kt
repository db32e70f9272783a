package dev.weft.benchmarks.kotlin

import java.util.ArrayDeque
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.createCoroutineUnintercepted
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume

/** What the compiled code reads so that no compiler can foretell it. */
object Kotlin {
  @JvmField var suspend = false

  @JvmField var seed = 1

  @JvmField var token: Any? = "token"

  @JvmField var total = 0L
}

/** The least there can be below suspend functions: a queue of continuations on one thread. */
object Ready {
  private val queue = ArrayDeque<Continuation<Unit>>()

  fun add(continuation: Continuation<Unit>) {
    queue.add(continuation)
  }

  /** Runs until nothing is ready. */
  fun run() {
    while (true) {
      val next = queue.poll() ?: return
      next.resume(Unit)
    }
  }
}

/** Lets all that are ready run first. */
suspend fun yieldNow() =
  suspendCoroutineUninterceptedOrReturn<Unit> { continuation ->
    Ready.add(continuation)
    COROUTINE_SUSPENDED
  }

/** The bare counterpart of a task: holds a result, or the one continuation that waits for it. */
class Deferred<T> : Continuation<T> {
  private var done = false
  private var value: T? = null
  private var failure: Throwable? = null
  private var waiter: Continuation<Unit>? = null

  override val context: CoroutineContext
    get() = EmptyCoroutineContext

  override fun resumeWith(result: Result<T>) {
    failure = result.exceptionOrNull()
    value = result.getOrNull()
    done = true
    waiter?.let(Ready::add)
  }

  /** The result of a task that is done. */
  fun get(): T {
    check(done)
    failure?.let { throw it }
    @Suppress("UNCHECKED_CAST") return value as T
  }

  suspend fun await(): T {
    if (!done) {
      suspendCoroutineUninterceptedOrReturn<Unit> { continuation ->
        waiter = continuation
        COROUTINE_SUSPENDED
      }
    }
    return get()
  }
}

/** Starts [body] now, up to its first suspension. */
fun <T> startNow(body: suspend () -> T): Deferred<T> {
  val deferred = Deferred<T>()
  body.createCoroutineUnintercepted(deferred).resume(Unit)
  return deferred
}

/** Puts [body] into the ready queue. */
fun <T> startSoon(body: suspend () -> T): Deferred<T> {
  val deferred = Deferred<T>()
  Ready.add(body.createCoroutineUnintercepted(deferred))
  return deferred
}

/** Runs [body], and all it starts, to the end. */
fun <T> runBare(body: suspend () -> T): T {
  val deferred = startNow(body)
  Ready.run()
  return deferred.get()
}
