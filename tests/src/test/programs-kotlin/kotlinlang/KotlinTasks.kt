package kotlinlang

import dev.weft.AsyncCallable
import dev.weft.Generator
import dev.weft.Task
import dev.weft.Weft
import dev.weft.Weft.await
import dev.weft.Weft.emit
import dev.weft.annotations.Async
import dev.weft.tests.conformance.Probe
import java.util.concurrent.CompletableFuture
import java.util.function.Supplier

/** Tasks, generators, coroutines started by others, overriding across open and abstract classes. */
class KotlinTasks private constructor(private val p: Probe) {

  abstract class Worker<T>(protected val p: Probe) {
    @Async abstract fun work(input: T): Any

    @Async open fun twice(input: T): String = "" + work(input) + work(input)
  }

  open class Strings(p: Probe) : Worker<String>(p) {
    override fun work(input: String): String = input + await(p.later("w"))
  }

  class Louder(p: Probe, private val by: Int) : Strings(p) {
    override fun work(input: String): String = super.work(input).uppercase() + await(p.later(by))

    override fun twice(input: String): String = super.twice(input) + "!"
  }

  @Async
  private fun future(n: Int): CompletableFuture<Long> {
    val base = await(p.later(n.toLong()))
    return CompletableFuture.completedFuture(base * 2)
  }

  @Async
  private fun failing(): Task<String> {
    await(p.later(0))
    throw java.io.IOException("io")
  }

  @Async
  private fun all(): String {
    val stored = future(3)
    val started = Weft.start(AsyncCallable { "started " + await(stored) + field })
    val supplied = Supplier<Task<Int>> { Task.completed(await(p.later(8)) + 1) }
    val message =
      try {
        await(failing())
      } catch (e: java.io.IOException) {
        e.message
      }
    return await(started) + await(future(4)) + await(supplied.get()) + message
  }

  private val field = 5

  companion object {
    @Async
    @JvmStatic
    fun run(p: Probe): Any? {
      p.log(Strings(p).twice("s"))
      val worker: Worker<String> = Louder(p, 2)
      p.log(worker.twice("l"))
      p.log(worker.work("direct"))
      p.log(KotlinTasks(p).all())
      val sum = numbers(5).asSequence().sum()
      p.log(sum)
      return object : Worker<Int>(p) {
          private var calls = 0

          override fun work(input: Int): Any = input + await(p.later(++calls))
        }
        .twice(10)
    }

    @JvmStatic
    fun expected(p: Probe): Any? {
      p.log("swsw")
      p.log("LW2LW2!")
      p.log("DIRECTW2")
      p.log("started 6589io")
      p.log(10)
      return "1112"
    }

    @Async
    private fun numbers(n: Int): Generator<Int>? {
      for (i in 0 until n) emit(i)
      return null
    }

    private fun Generator<Int>?.asSequence(): Sequence<Int> = this!!.iterator().asSequence()
  }
}
