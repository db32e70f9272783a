package recursion;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Methods that call themselves and each other, with awaits on the way down and back. */
public final class Mutual {

  @Async
  private static int fibonacci(Probe p, int n) {
    return n < 2 ? await(p.later(n)) : fibonacci(p, n - 1) + fibonacci(p, n - 2);
  }

  @Async
  private static int ackermann(Probe p, int m, int n) {
    if (m == 0) {
      return n + await(p.later(1));
    }
    return ackermann(p, m - 1, n == 0 ? 1 : ackermann(p, m, n - 1));
  }

  @Async
  private static String hanoi(Probe p, int n, char from, char to, char via) {
    if (n == 0) {
      return "";
    }
    return hanoi(p, n - 1, from, via, to)
        + from
        + await(p.later(to))
        + hanoi(p, n - 1, via, to, from);
  }

  @Async
  private static boolean isEven(Probe p, int n) {
    return n == 0 || isOdd(p, n - 1) && await(p.later(true));
  }

  @Async
  private static boolean isOdd(Probe p, int n) {
    return n != 0 && (await(p.later(false)) || isEven(p, n - 1));
  }

  @Async
  public static Object run(Probe p) {
    p.log(fibonacci(p, 10));
    p.log(ackermann(p, 2, 2));
    p.log(hanoi(p, 4, 'a', 'b', 'c'));
    return isEven(p, 20) + " " + isEven(p, 7);
  }
}
