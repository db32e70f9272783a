package objects;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** A constructor of six arguments, any of which are awaited: all sixty-four ways. */
public final class SixArguments {

  private static int made;

  static final class Six {
    final String text;

    Six(int a, long b, float c, double d, Object e, boolean f) {
      made++;
      text = a + "," + b + "," + c + "," + d + "," + e + "," + f;
    }
  }

  @Async
  private static <T> T argument(Probe p, T value, boolean awaited) {
    p.log(value);
    return awaited ? await(p.later(value)) : value;
  }

  @Async
  private static String all(Probe p, int bits) {
    long under = bits * 3L;
    return under
        + new Six(
                argument(p, 1, (bits & 1) != 0),
                argument(p, 2L, (bits & 2) != 0),
                (bits & 4) == 0 ? 3f : await(p.later(3f)),
                (bits & 8) == 0 ? 4.0 : await(p.later(4.0)),
                (bits & 16) == 0
                    ? null
                    : new Six(1, 2, await(p.later(5f)), 4, new Six(0, await(p.later(0L)), 0, 0, "", true).text, false).text,
                (bits & 32) == 0 || await(p.later(false)))
            .text
        + under;
  }

  @Async
  private static void thrown(Probe p, int bits) throws Exception {
    throw new Exception(
        new Six(bits, 0, 0, await(p.later(1.5)), await(p.later("thrown")), true).text,
        new Error("" + await(p.later(bits))));
  }

  @Async
  public static Object run(Probe p) throws Exception {
    made = 0;
    for (int bits = 0; bits < 64; bits++) {
      p.log(all(p, bits));
    }
    try {
      thrown(p, made);
    } catch (Exception e) {
      p.log(e.getMessage() + e.getCause().getMessage());
    }
    return made;
  }
}
