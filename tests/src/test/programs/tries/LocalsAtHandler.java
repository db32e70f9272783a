package tries;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Handlers see the variables as they were when the await threw. */
public final class LocalsAtHandler {

  @Async
  public static Object run(Probe p) throws Exception {
    for (int failAt = 0; failAt < 5; failAt++) {
      p.log(reassigned(p, failAt));
      p.log(ofAllSorts(p, failAt));
      p.log(inLoop(p, failAt));
    }
    p.log(definedOnOnePath(p, true));
    p.log(definedOnOnePath(p, false));
    p.log(parameterReassigned(p, "a", 1L, 2.0));
    return null;
  }

  @Async
  private static <T> T step(Probe p, T value, int number, int failAt) {
    return number == failAt
        ? await(p.fail(new IllegalStateException("step " + number)))
        : await(p.later(value));
  }

  @Async
  private static String reassigned(Probe p, int failAt) {
    String s = "s0";
    try {
      step(p, 0, 0, failAt);
      s = "s1";
      step(p, 0, 1, failAt);
      s = step(p, "s2", 2, failAt);
      s = s + step(p, "s3", 3, failAt);
    } catch (IllegalStateException e) {
      return e.getMessage() + " with " + s;
    }
    return "done with " + s;
  }

  @Async
  private static String ofAllSorts(Probe p, int failAt) {
    byte b = 1;
    short h = 2;
    char c = 'c';
    boolean z = false;
    int i = 3;
    long l = 4;
    float f = 5;
    double d = 6;
    int[] a = {7};
    Object o = "o";
    try {
      b += step(p, (byte) 10, 0, failAt);
      h += step(p, (short) 10, 1, failAt);
      c += 1;
      z = !z;
      i <<= step(p, 2, 2, failAt);
      l *= step(p, 3L, 3, failAt);
      f /= 2;
      d -= 0.5;
      a[0] += step(p, 1, 4, failAt);
      o = a;
    } catch (IllegalStateException e) {
      o = e.getMessage();
    } finally {
      step(p, 0, 9, failAt);
      p.log(b + " " + h + " " + c + " " + z + " " + i + " " + l + " " + f + " " + d + " " + a[0]);
    }
    return o instanceof String text ? text : "array";
  }

  @Async
  private static String inLoop(Probe p, int failAt) {
    long sum = 0;
    int i = 0;
    String last = null;
    while (true) {
      try {
        for (; i < 4; i++) {
          sum += step(p, 10L * i, i, failAt);
          last = "l" + i;
        }
        return last + " " + sum;
      } catch (IllegalStateException e) {
        last = last + "*";
        sum++;
        i++;
      }
    }
  }

  @Async
  private static String definedOnOnePath(Probe p, boolean path) {
    String s;
    int n;
    if (path) {
      s = await(p.later("yes"));
      n = 1;
    } else {
      n = await(p.later(2));
      s = null;
    }
    try {
      await(p.fail(new RuntimeException("x")));
      s = "unset";
    } catch (RuntimeException e) {
      s += n;
    }
    return s;
  }

  @Async
  private static String parameterReassigned(Probe p, String a, long b, double c) {
    try {
      a = await(p.later("a2"));
      b = await(p.later(22L));
      c = await(p.fail(new Exception("c")));
    } catch (Exception e) {
      return a + b + c + e.getMessage();
    }
    return "none";
  }
}
