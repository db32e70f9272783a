package kotlinlang

import dev.weft.AsyncCallable
import dev.weft.AsyncRunnable
import dev.weft.Task
import dev.weft.Weft.await
import dev.weft.annotations.Async
import dev.weft.tests.conformance.Probe

/** Inline functions, ranges, when, elvis, destructuring, default arguments, extensions, lateinit. */
object KotlinLanguage {

  data class Point(val x: Int, val y: Long)

  sealed interface Shape

  data class Circle(val radius: Double) : Shape

  data class Square(val side: Int) : Shape

  object Nothing : Shape

  enum class Colour {
    RED {
      @Async override fun paint(p: Probe) = "red" + await(p.later(1))
    },
    BLUE {
      override fun paint(p: Probe) = "blue" + await(p.later(ordinal))
    };

    @Async abstract fun paint(p: Probe): String
  }

  @JvmStatic
  @Async
  fun run(p: Probe): Any? {
    p.log(loops(p))
    p.log(whens(p, Circle(1.5)) + whens(p, Square(2)) + whens(p, Nothing))
    p.log(nulls(p, null) + nulls(p, "text"))
    p.log(destructured(p))
    p.log(defaults(p) + defaults(p, 5) + defaults(p, text = "named") + Member(3).times(p))
    p.log("ext".later(p) + 5.later(p))
    p.log(inlined(p))
    p.log(tries(p))
    p.log(Colour.RED.paint(p) + Colour.BLUE.paint(p))
    p.log(lambdas(p))
    p.log(arrays(p))
    p.log(labels(p))
    p.log(generic(p, listOf(3, 1, 2)))
    p.log(await(task(p, 4)))
    p.log(fibonacci(p, 10))
    p.log(Delegating(Base(p)).name() + Delegating(Base(p)).longName())
    p.log(local(p))
    p.log(properties(p))
    p.log(unsigned(p, 3u, UInt.MAX_VALUE))
    return Companioned.make(p) + Companioned.makeStatic(p)
  }

  @Async
  private fun loops(p: Probe): String {
    var sum = 0L
    for (i in 0 until await(p.later(5))) sum += i * await(p.later(2L))
    for (i in 10 downTo 1 step 3) sum -= await(p.later(i))
    for ((index, c) in "abc".withIndex()) sum += index + await(p.later(c)).code
    for (x in listOf(1, 2) zip listOf(3, 4)) sum += await(p.later(x.first)) * x.second
    var n = 3
    while (await(p.later(n)) > 0) n--
    do {
      n += await(p.later(2))
    } while (n < 5)
    return "$sum/$n"
  }

  @Async
  private fun whens(p: Probe, shape: Shape): String =
    when (shape) {
      is Circle -> "circle ${shape.radius + await(p.later(1.0))}"
      is Square ->
        when (await(p.later(shape.side))) {
          in 0..1 -> "small"
          2, 3 -> "square " + await(p.later(shape)).side
          else -> "large"
        }
      Nothing -> await(p.later("nothing"))
    }

  @Async
  private fun nulls(p: Probe, s: String?): String {
    val length = s?.length ?: await(p.later(-1))
    val found = await(p.later(s)) ?: "none"
    val forced = s?.let { it + await(p.later("!")) }
    return "$length $found $forced " + (s ?: return "early" + await(p.later(0)))
  }

  @Async
  private fun destructured(p: Probe): String {
    val (x, y) = await(p.later(Point(1, 2)))
    val copy = Point(x, y).copy(y = await(p.later(5L)))
    return "$x $y $copy"
  }

  @Async
  private fun defaults(p: Probe, n: Int = await(p.later(7)), text: String = "t" + n): String =
    text + await(p.later(n))

  class Member(private val factor: Int) {
    @Async
    fun times(p: Probe, n: Int = factor): String = "" + await(p.later(n)) * factor
  }

  @Async private fun String.later(p: Probe): String = await(p.later(this)) + length

  @Async private fun Int.later(p: Probe): Int = await(p.later(this)) + this

  @Async
  private fun inlined(p: Probe): String {
    val out = StringBuilder()
    listOf(1, 2, 3).filter { await(p.later(it)) != 2 }.forEach { out.append(await(p.later(it))) }
    val mapped = listOf("a", "b").map { it + await(p.later(it.uppercase())) }
    repeat(2) { out.append(mapped[it]).append(await(p.later(it))) }
    out.append(run { if (out.length > await(p.later(3))) return@run "long" else "short" })
    with(out) { append(await(p.later("with"))) }
    val folded = (1..4).fold(0L) { sum, each -> sum * 10 + await(p.later(each)) }
    return out.append(folded).also { it.append(await(p.later("."))) }.toString()
  }

  @Async
  private fun tries(p: Probe): String {
    val value =
      try {
        await(p.fail<String>(IllegalStateException("failed")))
      } catch (e: IllegalStateException) {
        e.message + await(p.later("?"))
      } finally {
        p.log("finally " + await(p.later(1)))
      }
    val used = Resource(p).use { it.name + await(p.later("used")) }
    return runCatching { await(p.fail<Int>(Exception("caught"))) }.exceptionOrNull()?.message +
      value +
      used
  }

  class Resource(val p: Probe) : AutoCloseable {
    val name = "resource "

    /** Called by Kotlin's library, which is not woven, so it must not suspend. */
    override fun close() {
      p.log("closed")
    }
  }

  @Async
  private fun lambdas(p: Probe): String {
    var counter = 0
    val body = AsyncCallable { "lambda " + ++counter + await(p.later(counter)) }
    val effect = AsyncRunnable { counter += await(p.later(10)) }
    val first = body.call()
    effect.run()
    val function: Suspending = Suspending { a, b -> a + await(p.later(b)) }
    return first + body.call() + counter + function.apply(1, 2L) + body.twice()
  }

  fun interface Suspending {
    @Async fun apply(a: Int, b: Long): Long
  }

  @Async private fun AsyncCallable<String>.twice(): String = call() + call()

  @Async
  private fun arrays(p: Probe): String {
    val ints = IntArray(3) { it + await(p.later(1)) }
    ints[await(p.later(1))] += await(p.later(10))
    ints[0]++
    val objects = arrayOf("a", await(p.later("b")), *arrayOf(await(p.later("c"))))
    val longs = longArrayOf(1, await(p.later(2L)))
    longs[0] = longs[0] shl await(p.later(3))
    return ints.joinToString() + objects.joinToString() + longs.joinToString()
  }

  @Async
  private fun labels(p: Probe): String {
    var out = ""
    outer@ for (i in 1..4) {
      for (j in 1..4) {
        if (await(p.later(i * j)) == 6) break@outer
        if (j > i) continue@outer
        out += "$i$j${await(p.later(","))}"
      }
    }
    return out
  }

  @Async
  private fun <T : Comparable<T>> generic(p: Probe, all: List<T>): T {
    var best = all.first()
    for (each in all) if (await(p.later(each)) > best) best = each
    return best
  }

  @Async private fun task(p: Probe, n: Int): Task<Int> = Task.completed(n * await(p.later(n)))

  @Async
  private fun fibonacci(p: Probe, n: Int): Int =
    if (n < 2) await(p.later(n)) else fibonacci(p, n - 1) + fibonacci(p, n - 2)

  interface Named {
    @Async fun name(): String

    @Async fun longName(): String = "long " + name()
  }

  class Base(private val p: Probe) : Named {
    override fun name() = "base" + await(p.later("."))
  }

  class Delegating(inner: Named) : Named by inner

  @Async
  private fun local(p: Probe): Int {
    var state = 1

    @Async
    fun step(by: Int): Int {
      state += await(p.later(by))
      return state
    }
    return step(1) + step(2) * state
  }

  private lateinit var late: String
  private var field = 1

  @Async
  private fun properties(p: Probe): String {
    late = await(p.later("late"))
    field += await(p.later(field))
    field++
    val lazily by lazy { late + field }
    return lazily + await(p.later(lazily.length))
  }

  @Async
  private fun unsigned(p: Probe, a: UInt, b: UInt): String = "${a + await(p.later(b))} ${b / a}"

  class Companioned {
    companion object {
      @Async fun make(p: Probe) = "companion" + await(p.later(1))

      @JvmStatic @Async fun makeStatic(p: Probe) = "static" + hidden(p)

      @Async private fun hidden(p: Probe) = await(p.later(2))
    }
  }
}
