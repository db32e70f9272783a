package values;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Values of one and two words that lie on the operand stack below an await. */
public final class UnderTheCall {

  private int count = 5;
  private long total = 7;
  private double ratio = 0.5;
  private String text = "t";
  private static byte octet = 120;
  private static char letter = 'a';
  private final Object[] objects = {"o", 1};

  @Async
  public static Object run(Probe p) throws Exception {
    mixes(p, 1, 2L, 3f, 4.0, "5", (byte) 6);
    p.log(new UnderTheCall().fields(p));
    arrays(p);
    p.log(order(p, 1));
    p.log(many(p, 1, 2, 3.0, "4", 5f, 'c', true));
    p.log(comparisons(p, 3, 4L));
    return null;
  }

  @Async
  private static String many(
      Probe p, int a, long b, double c, String d, float e, char f, boolean g) {
    return a + b + c + d + e + f + g + await(p.later("."));
  }

  @Async
  private static void mixes(Probe p, int i, long l, float f, double d, String s, byte b) {
    p.log(i + await(p.later(1)));
    p.log(l + await(p.later(1L)));
    p.log(i + l * await(p.later(2)));
    p.log(l - (i - (d - (f - await(p.later(1f))))));
    p.log(d * (i + (l << await(p.later(3)))));
    p.log(s.concat(await(p.later("x"))) + b);
    p.log(many(p, i, l, d, s, f, 'x', await(p.later(false))));
    p.log(many(p, await(p.later(1)), await(p.later(2L)), d, await(p.later("s")), f, 'y', true));
    p.log(many(p, i, l, await(p.later(9.5)), many(p, 1, 2, 3, s, f, 'z', true), f, 'y', true));
    p.log((i ^ await(p.later(7))) + (~l & await(p.later(255L))) + (b >> await(p.later(1))));
    p.log(Math.max(l, Math.min(i, await(p.later(0)))) + (d > await(p.later(3.0)) ? l : i));
    p.log(-(await(p.later(5)) % 3) + l / await(p.later(2)) + (int) (d / await(p.later(0.3))));
    p.log("" + i + (l == await(p.later(2L))) + (s == await(p.later(s))) + !await(p.later(true)));
  }

  @Async
  private Object fields(Probe p) {
    count += await(p.later(10));
    count++;
    total *= await(p.later(3));
    total -= count++ + await(p.later(1L));
    ratio /= await(p.later(4));
    text += await(p.later("u")) + total;
    octet += await(p.later(100));
    letter += await(p.later(1));
    octet >>>= await(p.later(1));
    this.count = this.count + (this.count = await(p.later(3))) * this.count;
    objects[await(p.later(0))] = objects[1] + "" + await(p.later(2));
    p.log(letter);
    p.log(octet);
    return count + " " + total + " " + ratio + " " + text + " " + objects[0];
  }

  @Async
  private static void arrays(Probe p) {
    int[] a = {1, 2, 3, 4};
    int i = 0;
    a[i++] += await(p.later(10));
    a[i++] = a[i] + await(p.later(20));
    a[await(p.later(3))] <<= await(p.later(2));
    a[i]--;
    p.log(a);
    long[] l = {1, 2, 3};
    i = 0;
    l[i++] += await(p.later(10)) + l[i++];
    l[i--] -= await(p.later(5L));
    l[i]++;
    p.log(l);
    double[] d = {1, 2};
    d[--i] *= await(p.later(0.25)) + d[1];
    p.log(d);
    byte[] b = {100};
    b[0] += await(p.later(100));
    p.log(b);
    boolean[] z = {true, false};
    z[0] &= await(p.later(false));
    z[1] |= await(p.later(true));
    z[0] ^= z[1] | await(p.later(true));
    p.log(z);
    String[][] s = {{"a", null}, null};
    s[0][1] = s[0][0] += await(p.later("b"));
    s[1] = new String[] {s[0][1], await(p.later("c"))};
    p.log(s);
    char[] c = {'a'};
    int x = c[0]++ + (c[0] += await(p.later(2))) + (i = c[0]);
    p.log(x + " " + i);
    try {
      a[await(p.later(9))] = await(p.later(1));
    } catch (ArrayIndexOutOfBoundsException e) {
      p.log(e.getMessage());
    }
  }

  @Async
  private static int log(Probe p, int value) {
    p.log("operand " + await(p.later(value)));
    return value;
  }

  @Async
  private static int order(Probe p, int x) {
    int[] a = new int[10];
    a[log(p, 1)] = log(p, 2) + log(p, 3) * (a[log(p, 4)] = log(p, 5));
    x = x++ + log(p, x) + ++x;
    return a[1] + x + (log(p, 0) > 0 && log(p, 1) > 0 || log(p, 2) > 0 ? log(p, 3) : log(p, 4));
  }

  @Async
  private static String comparisons(Probe p, int i, long l) {
    String s = "";
    s += i < await(p.later(4)) ? "lt" : "ge";
    s += l >= await(p.later(4L)) ? "ge" : "lt";
    s += 0.0 == await(p.later(-0.0)) ? "eq" : "ne";
    s += Float.NaN != await(p.later(Float.NaN)) ? "ne" : "eq";
    boolean b = i > await(p.later(2)) & l < await(p.later(9L));
    return s + b;
  }
}
