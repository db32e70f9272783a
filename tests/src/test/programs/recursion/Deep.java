package recursion;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Recursion far deeper than a thread's stack, with an await at the bottom and on the way. */
public final class Deep {

  private static final int DEPTH = 200_000;

  @Async
  private static long sum(Probe p, int n) {
    if (n == 0) {
      return await(p.later(1L));
    }
    return n + sum(p, n - 1);
  }

  @Async
  private static boolean even(Probe p, int n) {
    return n == 0 ? await(p.later(true)) : odd(p, n - 1);
  }

  @Async
  private static boolean odd(Probe p, int n) {
    boolean result = n != 0 && even(p, n - 1);
    return result;
  }

  @Async
  private static int twice(Probe p, int n) {
    int below = n == 0 ? await(p.later(0)) : twice(p, n - 1);
    if (n % 1000 == 0) {
      below += await(p.later(1));
    }
    return below;
  }

  @Async
  private static String failing(Probe p, int n) throws Exception {
    if (n == 0) {
      return await(p.fail(new Exception("from the bottom")));
    }
    try {
      return failing(p, n - 1);
    } finally {
      if (n % 50_000 == 0) {
        p.log("finally " + n);
      }
    }
  }

  @Async
  private static Task<Integer> tasks(Probe p, int n) {
    return Task.completed(n == 0 ? await(p.later(0)) : 1 + await(tasks(p, n - 1)));
  }

  private interface Node {
    @Async
    double visit(Probe p, int n, double d, Object... rest);
  }

  private static final class Virtual implements Node {
    @Override
    public double visit(Probe p, int n, double d, Object... rest) {
      return n == 0 ? await(p.later(d)) : visit(p, n - 1, d, rest) + rest.length;
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(sum(p, DEPTH));
    p.log(even(p, DEPTH));
    p.log(twice(p, DEPTH));
    p.log(await(tasks(p, DEPTH)));
    p.log(new Virtual().visit(p, DEPTH, 0.5, "a", "b"));
    return failing(p, DEPTH);
  }

  /** Unwoven, the stack would overflow. */
  public static Object expected(Probe p) throws Exception {
    p.log((long) DEPTH * (DEPTH + 1) / 2 + 1);
    p.log(true);
    p.log(DEPTH / 1000 + 1);
    p.log(DEPTH);
    p.log(0.5 + 2 * DEPTH);
    for (int n = 50_000; n <= DEPTH; n += 50_000) {
      p.log("finally " + n);
    }
    throw new Exception("from the bottom");
  }
}
