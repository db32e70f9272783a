package scalalang

import dev.weft.{AsyncCallable, AsyncRunnable, Task}
import dev.weft.Weft.await
import dev.weft.annotations.Async
import dev.weft.tests.conformance.Probe

import scala.compiletime.uninitialized

/** Matches with guards, traits, objects, case classes, tail calls, nested methods, lazy values. */
object ScalaLanguage:

  sealed trait Shape
  case class Circle(radius: Double) extends Shape
  case class Pair(left: Shape, right: Shape) extends Shape
  case object Nothing extends Shape

  trait Greeter:
    @Async def name(p: Probe): String
    @Async def greet(p: Probe): String = "hello " + name(p) + await(p.later("!"))

  trait Loud extends Greeter:
    @Async override def greet(p: Probe): String = super.greet(p).toUpperCase + await(p.later(1))

  class Person(first: String) extends Greeter:
    @Async def name(p: Probe): String = first + await(p.later("."))

  class Shouter(first: String) extends Person(first) with Loud

  class Counter(var count: Int):
    @Async def add(p: Probe, n: Int): Int =
      count += await(p.later(n))
      count

  @Async def run(p: Probe): AnyRef =
    p.log(loops(p))
    p.log(matches(p, Circle(2)) + matches(p, Circle(0.5)) + matches(p, Pair(Circle(1), Nothing)))
    p.log(new Person("anna").greet(p) + new Shouter("bob").greet(p))
    p.log(tries(p))
    p.log(primitives(p, 1, 2, 3L, 4f, 5d, 'c', true))
    p.log(objects(p))
    p.log(new Counter(1).add(p, 4))
    p.log(nested(p, 3))
    p.log(tail(p, 5, 0))
    p.log(anonymous(p))
    p.log(lambdas(p, 2L))
    p.log(await(task(p, 6)))
    p.log(fibonacci(p, 10))
    p.log(defaults(p) + defaults(p, 3))
    p.log(curried(p)(2)("c"))
    p.log(strings(p, "s"))
    p.log(generic(p, List(1, 2)))
    p.log(nonLocal(p, 3))
    "done"

  @Async private def loops(p: Probe): String =
    var sum = 0L
    var i = 0
    while i < await(p.later(4)) do
      sum += i * await(p.later(2L))
      i += 1
    while { i -= 1; await(p.later(i)) > 0 } do sum += 1
    val array = Array(1, 2, 3)
    array(await(p.later(1))) += await(p.later(10))
    s"$sum $i ${array.toList}"

  @Async private def matches(p: Probe, shape: Shape): String = shape match
    case Circle(r) if await(p.later(r)) > 1 => s"big $r"
    case Circle(r)                          => "small " + await(p.later(r))
    case Pair(Circle(r), right)             => s"pair $r " + matches(p, right)
    case Pair(_, _)                         => "other pair"
    case Nothing                            => await(p.later("nothing"))

  @Async private def tries(p: Probe): String =
    var out = ""
    val value =
      try
        out += await(p.later("a"))
        await(p.fail[String](new IllegalStateException("failed")))
      catch
        case e: IllegalStateException if await(p.later(true)) => e.getMessage + await(p.later("?"))
        case e: RuntimeException                              => "never"
      finally out += await(p.later("f"))
    out + value

  @Async private def primitives(
      p: Probe,
      b: Byte,
      h: Short,
      l: Long,
      f: Float,
      d: Double,
      c: Char,
      z: Boolean
  ): String =
    await(p.later(0))
    val sum = l + await(p.later(10L)) * b - h
    s"$b $h $l $f $d $c $z $sum"

  class Box(val content: Any, val n: Long):
    override def toString: String = s"Box($content, $n)"

  @Async private def objects(p: Probe): String =
    val box = new Box(await(p.later("x")), await(p.later(1L)))
    new Box(new Box(1, await(p.later(2L))), 3L).toString + box + Circle(await(p.later(1.5)))

  @Async private def nested(p: Probe, n: Int): Int =
    @Async def inner(k: Int): Int = if k == 0 then await(p.later(n)) else inner(k - 1) + n
    inner(n) * inner(1)

  @Async private def tail(p: Probe, n: Int, sum: Int): Int =
    if n == 0 then sum else tail(p, n - 1, sum + await(p.later(n)))

  @Async private def anonymous(p: Probe): String =
    var counter = 0
    val body = new AsyncCallable[String]:
      def call(): String =
        counter += 1
        "anonymous" + await(p.later(counter))
    val effect = new AsyncRunnable:
      def run(): Unit = counter += await(p.later(10))
    val first = body.call()
    effect.run()
    first + body.call() + counter

  trait Op extends Serializable:
    @Async def apply(a: Int, b: Long): Long

  /** Lambdas of types without parameters of their own. */
  @Async private def lambdas(p: Probe, n: Long): String =
    var counter = 0
    val effect: AsyncRunnable = () => counter += await(p.later(10))
    val op: Op = (a, b) => a + b * await(p.later(n))
    effect.run()
    s"$counter ${op(1, 2L)} ${op(await(p.later(3)), 4L)}"

  @Async private def task(p: Probe, n: Int): Task[Int] = Task.completed(n * await(p.later(n)))

  @Async private def fibonacci(p: Probe, n: Int): Int =
    if n < 2 then await(p.later(n)) else fibonacci(p, n - 1) + fibonacci(p, n - 2)

  @Async private def defaults(p: Probe, n: Int = 2): String = "d" + await(p.later(n))

  @Async private def curried(p: Probe)(n: Int)(text: String): String = text * await(p.later(n))

  @Async private def strings(p: Probe, s: String): String =
    lazy val once = { p.log("computed"); s + "lazy" }
    val (a, b) = (await(p.later(1)), await(p.later("b")))
    s"$s ${await(p.later(s))} $once $once $a$b" + f"${await(p.later(1.5))}%.2f"

  @Async private def generic[T](p: Probe, all: List[T]): String = all match
    case head :: rest => s"${await(p.later(head))}," + generic(p, rest)
    case Nil          => await(p.later("end"))

  @Async private def nonLocal(p: Probe, n: Int): String =
    var i = 0
    while true do
      if await(p.later(i)) == n then return "found " + i
      i += 1
    "never"
