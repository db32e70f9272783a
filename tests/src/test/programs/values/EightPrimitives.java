package values;

import static dev.weft.Weft.await;

import dev.weft.AsyncCallable;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** All primitives, to the bit, as parameters, locals, results, fields and captured variables. */
public final class EightPrimitives {

  private static final float STRANGE_FLOAT = Float.intBitsToFloat(0x7fa12345);
  private static final double STRANGE_DOUBLE = Double.longBitsToDouble(0x7ff4000000abcdefL);

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(ofBoolean(p, true));
    p.log(ofByte(p, Byte.MIN_VALUE));
    p.log(ofShort(p, Short.MIN_VALUE));
    p.log(ofChar(p, Character.MAX_VALUE));
    p.log(ofInt(p, Integer.MIN_VALUE));
    p.log(ofLong(p, Long.MIN_VALUE + 1));
    for (float each : new float[] {-0.0f, Float.NaN, STRANGE_FLOAT, Float.MIN_VALUE}) {
      p.log(Integer.toHexString(Float.floatToRawIntBits(ofFloat(p, each))));
    }
    for (double each : new double[] {-0.0, Double.NaN, STRANGE_DOUBLE, Double.MIN_VALUE}) {
      p.log(Long.toHexString(Double.doubleToRawLongBits(ofDouble(p, each))));
    }
    ofVoid(p);
    p.log(all(p, true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7d, "8"));
    p.log(narrowed(p, 0x12345));
    return captured(p, true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7d, "8").call();
  }

  @Async
  private static boolean ofBoolean(Probe p, boolean value) {
    boolean local = !value;
    await(p.later(0));
    return !local & await(p.later(value));
  }

  @Async
  private static byte ofByte(Probe p, byte value) {
    byte local = value;
    local--;
    await(p.later(0));
    return (byte) (local + await(p.later((byte) 1)));
  }

  @Async
  private static short ofShort(Probe p, short value) {
    short local = (short) (value - 1);
    await(p.later(0));
    return local += await(p.later((short) 1));
  }

  @Async
  private static char ofChar(Probe p, char value) {
    char local = ++value;
    await(p.later(0));
    return (char) (local - await(p.later((char) 1)));
  }

  @Async
  private static int ofInt(Probe p, int value) {
    int local = value;
    await(p.later(0));
    return local ^ await(p.later(-1));
  }

  @Async
  private static long ofLong(Probe p, long value) {
    long local = value;
    await(p.later(0));
    return local - await(p.later(1L));
  }

  @Async
  private static float ofFloat(Probe p, float value) {
    float local = value;
    await(p.later(0));
    return local;
  }

  @Async
  private static double ofDouble(Probe p, double value) {
    double local = value;
    await(p.later(0));
    return local;
  }

  @Async
  private static void ofVoid(Probe p) {
    await(p.later(0));
    p.log("void");
  }

  @Async
  private static String all(
      Probe p, boolean z, byte b, short h, char c, int i, long l, float f, double d, Object o) {
    await(p.later(0));
    double sum = (z ? 1 : 0) + b + h + c + i + l + f + d;
    await(p.later(0));
    return o + " " + sum + z + b + h + c + i + l + f + d;
  }

  @Async
  private static String narrowed(Probe p, int value) {
    byte b = (byte) value;
    char c = (char) value;
    short h = (short) (value | 0x8000);
    await(p.later(0));
    return b + " " + (int) c + " " + h;
  }

  private static AsyncCallable<Object> captured(
      Probe p, boolean z, byte b, short h, char c, int i, long l, float f, double d, Object o) {
    return () -> {
      await(p.later(0));
      return all(p, z, b, h, c, i, l, f, d, o) + await(p.later(z)) + b + h + c + i + l + f + d;
    };
  }
}
