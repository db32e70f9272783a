package groovylang

import dev.weft.AsyncCallable
import dev.weft.Task
import dev.weft.Weft
import dev.weft.annotations.Async
import dev.weft.tests.conformance.Probe
import groovy.transform.CompileStatic

/**
 * Anonymous classes, switches, ranges, safe navigation, GStrings, collections and properties; {@code await}
 * without its class is a keyword of Groovy itself.
 */
@CompileStatic
class GroovyLanguage {

  @Async
  static Object run(Probe p) {
    p.log(loops(p))
    p.log(switches(p, 1) + switches(p, 'two') + switches(p, 3.5d) + switches(p, null))
    p.log(strings(p, 'name'))
    p.log(nulls(p, null) + nulls(p, 'text'))
    p.log(tries(p))
    p.log(primitives(p, (byte) 1, 2L, 3f, 4d, 'c' as char, true))
    p.log(collections(p))
    p.log(new GroovyLanguage(p: p).member(3))
    p.log(anonymous(p))
    p.log(Weft.await(task(p, 5)))
    p.log(fibonacci(p, 10))
    p.log(new Child(p: p).describe('x'))
    p.log(objects(p))
    p.log(defaults(p) + defaults(p, 4))
    return ternaries(p, true) + ternaries(p, false)
  }

  Probe p
  int field = 2

  @Async
  private static String loops(Probe p) {
    int sum = 0
    for (int i = 0; i < (int) Weft.await(p.later(5)); i++) {
      sum += i * (int) Weft.await(p.later(2))
    }
    for (each in [1, 2, 3]) {
      sum += (int) Weft.await(p.later(each))
    }
    for (int i in 0..<3) {
      sum += (int) Weft.await(p.later(i))
    }
    int n = 3
    while ((int) Weft.await(p.later(n)) > 0) {
      n--
    }
    outer:
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        if ((int) Weft.await(p.later(i + j)) == 5) {
          break outer
        }
        if (j > i) {
          continue outer
        }
        sum++
      }
    }
    return "$sum/$n"
  }

  @Async
  private static String switches(Probe p, Object o) {
    switch (o) {
      case 1: return 'one' + (Object) Weft.await(p.later('.'))
      case 'two':
        String more = Weft.await(p.later('two'))
        return more * 2
      case Double: return 'double' + (Object) Weft.await(p.later(1.5d))
      default: return 'other' + (Object) Weft.await(p.later(0))
    }
  }

  @Async
  private static String strings(Probe p, String name) {
    return "hello ${Weft.await(p.later(name))} ${name.length() + (int) Weft.await(p.later(1))}!".toString() + """
      ${Weft.await(p.later('multi'))} line"""
  }

  @Async
  private static String nulls(Probe p, String s) {
    Integer length = s?.length()
    String found = Weft.await(p.later(s)) ?: 'none'
    return "$length $found ${s?.concat((String) Weft.await(p.later('!')))}"
  }

  @Async
  private static String tries(Probe p) {
    String out = ''
    try {
      out += (String) Weft.await(p.later('a'))
      out += (String) Weft.await(p.fail(new IllegalStateException('failed')))
    } catch (IllegalStateException | IllegalArgumentException e) {
      out += e.message + (String) Weft.await(p.later('b'))
    } finally {
      out += (String) Weft.await(p.later('f'))
    }
    return out
  }

  @Async
  private static String primitives(Probe p, byte b, long l, float f, double d, char c, boolean z) {
    Weft.await(p.later(0))
    b = (byte) (b + (byte) Weft.await(p.later((byte) 1)))
    l <<= 2
    long sum = l + (long) Weft.await(p.later(10L))
    d *= (double) Weft.await(p.later(2d))
    return "$b $l $f $d $c $z $sum"
  }

  @Async
  private static String collections(Probe p) {
    List<String> list = [(String) Weft.await(p.later('x')), 'y']
    Map<String, Integer> map = [a: (Integer) Weft.await(p.later(1)), b: 2]
    list << (String) Weft.await(p.later('z'))
    map['c'] = (Integer) Weft.await(p.later(3))
    int[] ints = [1, 2, 3] as int[]
    ints[0] += (int) Weft.await(p.later(10))
    ints[1]++
    return "$list $map ${ints.toList()}"
  }

  @Async
  private String member(int n) {
    field += (int) Weft.await(p.later(n))
    return 'member' + field++ + (Object) Weft.await(p.later(field)) + this.field
  }

  @Async
  private static String anonymous(Probe p) {
    int captured = 3
    String text = 't'
    AsyncCallable<String> body = new AsyncCallable<String>() {
      int calls = 0

      @Override
      String call() {
        String result = text + captured
        for (int i = 0; i < captured; i++) {
          result += (int) Weft.await(p.later(i + ++calls))
        }
        result
      }
    }
    return body.call() + body.call()
  }

  @Async
  private static Task<Integer> task(Probe p, int n) {
    return Task.completed(n * (int) Weft.await(p.later(n)))
  }

  @Async
  private static int fibonacci(Probe p, int n) {
    return n < 2 ? (int) Weft.await(p.later(n)) : fibonacci(p, n - 1) + fibonacci(p, n - 2)
  }

  static abstract class Parent<T> {
    Probe p

    @Async
    abstract Object work(T input)

    @Async
    String describe(T input) { '[' + work(input) + (String) Weft.await(p.later(']')) }
  }

  static class Child extends Parent<String> {
    @Override
    String work(String input) { input + (String) Weft.await(p.later('w')) }

    @Override
    String describe(String input) { super.describe(input) + super.describe(input) }
  }

  static class Box {
    final Object a
    final long b

    Box(Object a, long b) {
      this.a = a
      this.b = b
    }

    String toString() { "Box($a, $b)" }
  }

  @Async
  private static String objects(Probe p) {
    Box box = new Box(Weft.await(p.later('in')), (long) Weft.await(p.later(5L)))
    return new Box(new Box(1, (long) Weft.await(p.later(2L))), 3L).toString() + box
  }

  @Async
  private static String defaults(Probe p, int n = 2) {
    return 'd' + (Object) Weft.await(p.later(n))
  }

  @Async
  private static String ternaries(Probe p, boolean which) {
    def value = which ? Weft.await(p.later(1)) : [Weft.await(p.later(2))]
    return "$value" + (which && (boolean) Weft.await(p.later(true)) || !which ? 'yes' : 'no')
  }
}
