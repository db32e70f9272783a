package objects;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Constructor calls some of whose arguments are awaited. */
public final class NewWithAwait {

  private static Probe probe;

  private static class Box {
    final String content;

    Box() {
      this("nothing");
    }

    Box(Object a) {
      content = "a=" + a;
    }

    Box(int a, long b) {
      content = a + "," + b;
    }

    Box(double a, Object b, float c) {
      content = a + "," + b + "," + c;
    }

    Box(byte a, short b, char c, boolean d) {
      content = a + "," + b + "," + c + "," + d;
    }

    Box(long a, double b, int[] c, String d, Box e) {
      content = a + "," + b + "," + Arrays.toString(c) + "," + d + "," + e;
    }

    Box(int a, long b, float c, double d, Object e, boolean f) {
      content = a + "," + b + "," + c + "," + d + "," + e + "," + f;
    }

    @Override
    public String toString() {
      return "Box(" + content + ")";
    }
  }

  private static final class Noisy {
    static {
      probe.log("Noisy is initialised");
    }

    Noisy(Object argument) {
      probe.log("new Noisy " + argument);
    }
  }

  private static final class BadInit {
    static final int VALUE = Integer.parseInt("not a number");

    BadInit(Object unused) {}
  }

  private final class Inner {
    final int value;

    Inner(int value) {
      this.value = value;
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    probe = p;
    arguments(p);
    p.log(nested(p));
    p.log(deepStack(p, 1, 2L, 3.0));
    inits(p);
    p.log(strings(p));
    p.log(arrays(p));
    p.log(varargs(p, await(p.later(1)), await(p.later(2L)), await(p.later("3"))));
    p.log(new NewWithAwait().inner(p));
    p.log(conditional(p, true) + " " + conditional(p, false));
    p.log(throwing(p));
    p.log(inTry(p));
    p.log(loop(p));
    thrown(p);
    return null;
  }

  @Async
  private static void arguments(Probe p) {
    p.log(new Box());
    p.log(new Box(await(p.later("x"))));
    p.log(new Box(await(p.later(1)), 2L));
    p.log(new Box(1, await(p.later(2L))));
    p.log(new Box(await(p.later(1)), await(p.later(2L))));
    p.log(new Box(await(p.later(1.5)), "b", await(p.later(2.5f))));
    p.log(new Box(1.5, await(p.later("b")), 2.5f));
    p.log(
        new Box(
            await(p.later((byte) 1)),
            await(p.later((short) 2)),
            await(p.later('c')),
            await(p.later(true))));
    p.log(new Box(1L, 2.0, new int[] {await(p.later(3)), 4}, "d", new Box()));
    p.log(new Box(1, 2L, await(p.later(3f)), 4.0, null, await(p.later(true))));
    p.log(new Box(1, 2L, 3f, 4.0, await(p.later(null)), true));
  }

  @Async
  private static Object nested(Probe p) {
    return new Box(
        1L,
        await(p.later(2.0)),
        new int[] {5, await(p.later(6))},
        "x" + await(p.later("y")),
        new Box(
            3L,
            4.0,
            null,
            new Box(await(p.later(7)), 8L).toString(),
            new Box(new Box(new Box(await(p.later("deep")))))));
  }

  @Async
  private static String deepStack(Probe p, int a, long b, double c) {
    return a
        + b * (a + c * (b - new Box(a, await(p.later(b))).content.length()))
        + String.valueOf(new Box(new Box(await(p.later(c)), new Box(a, b), 1f)))
        + c;
  }

  @Async
  private static void inits(Probe p) {
    p.log("before");
    new Noisy(await(p.later("argument")));
    new Noisy(await(p.later("again")));
    try {
      new BadInit(await(p.later("never")));
    } catch (ExceptionInInitializerError e) {
      p.log("bad init: " + e.getCause().getMessage());
    }
  }

  @Async
  private static String strings(Probe p) {
    String s = "a" + 1 + await(p.later('b')) + 2L + await(p.later(3.0)) + null + await(p.later(4f));
    s += await(p.later("!"));
    return s + new StringBuilder(await(p.later("x"))).append(await(p.later(1))).reverse();
  }

  @Async
  private static Object arrays(Probe p) {
    Object[] objects = {await(p.later("o")), 1, new Box(await(p.later(2))), null};
    long[][] longs = {{1, await(p.later(2L))}, {}, new long[await(p.later(2))]};
    double[] doubles = {await(p.later(0.5)), 1, await(p.later(1.5))};
    boolean[] booleans = {true, await(p.later(false))};
    char[][] chars = new char[await(p.later(2))][await(p.later(1))];
    p.log(doubles);
    p.log(booleans);
    p.log(chars);
    p.log(longs);
    return Arrays.toString(objects);
  }

  @Async
  private static String varargs(Probe p, Object... all) {
    await(p.later(0));
    return Arrays.toString(all) + String.format("%s-%d", await(p.later("f")), await(p.later(3)));
  }

  @Async
  private int inner(Probe p) {
    Inner inner = this.new Inner(await(p.later(3)));
    return inner.value + new Inner(await(p.later(4))).value;
  }

  @Async
  private static Object conditional(Probe p, boolean which) {
    return new Box(which ? await(p.later("yes")) : new Box(await(p.later("no"))));
  }

  @Async
  private static String throwing(Probe p) {
    try {
      return new Box(new ArrayList<>(await(p.<List<String>>fail(new Exception("in new")))))
          .toString();
    } catch (Exception e) {
      return new Box(e.getMessage() + await(p.later("?"))).toString();
    }
  }

  @Async
  private static String inTry(Probe p) {
    Box box = null;
    try {
      box = new Box(await(p.later("first")));
      box = new Box(box + await(p.<String>fail(new RuntimeException("r"))));
    } catch (RuntimeException e) {
      return box + e.getMessage();
    }
    return "none";
  }

  @Async
  private static Object loop(Probe p) {
    List<Box> boxes = new ArrayList<>(await(p.later(3)));
    for (int i = 0; i < 4; i++) {
      boxes.add(new Box(i, (long) await(p.later(i))));
    }
    return boxes.toString();
  }

  @Async
  private static void thrown(Probe p) throws Exception {
    throw new Exception("thrown " + await(p.later(1)), new Error(await(p.later("cause"))));
  }
}
