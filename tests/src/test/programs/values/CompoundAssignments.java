package values;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Compound assignments whose left side is evaluated before the await on their right. */
public final class CompoundAssignments {

  private int[] ints = {1, 2, 3};
  private long[][] longs = {{1, 2}, {3, 4}};
  private final double[] doubles = {0.5, -0.0, Double.NaN};
  private Integer boxed = 5;
  private Long boxedLong = 7L;
  private CompoundAssignments next;
  private static float shared = 1.5f;
  private short small = 1;
  private String text = "t";

  private CompoundAssignments self(Probe p) {
    p.log("self");
    return this;
  }

  @Async
  private int index(Probe p, int i) {
    p.log("index " + i);
    return await(p.later(i));
  }

  @Async
  public static Object run(Probe p) throws Exception {
    CompoundAssignments o = new CompoundAssignments();
    o.next = new CompoundAssignments();
    int i = 0;
    o.ints[i++] += await(p.later(10));
    o.ints[i++] <<= o.ints[--i] + await(p.later(1));
    o.ints[o.index(p, 2)] *= o.ints[o.index(p, 1)] -= await(p.later(3));
    int before = o.ints[0]++ + await(p.later(1)) + o.ints[0]-- - --o.ints[0];
    p.log(o.ints);
    p.log(before);
    o.longs[o.index(p, 1)][i--] >>>= await(p.later(1));
    o.longs[i][i] = o.longs[1][1] = await(p.later(9L)) + o.longs[0][1]++;
    o.longs[0] = o.longs[await(p.later(1))];
    o.longs[1][0]--;
    p.log(o.longs);
    o.doubles[o.index(p, 0)] /= o.doubles[1] *= await(p.later(-2.0));
    o.doubles[2] += await(p.later(1.0));
    p.log(o.doubles);
    o.self(p).boxed += await(p.later(6));
    o.self(p).boxedLong = o.boxedLong++ + await(p.later(1L)) * ++o.boxedLong;
    o.next.self(p).boxed++;
    o.next.boxed = o.boxed += o.next.boxed -= await(p.later(2));
    p.log(o.boxed + " " + o.boxedLong + " " + o.next.boxed);
    shared *= await(p.later(2f)) + (shared += await(p.later(1f)));
    o.small += await(p.later(100_000));
    o.small >>= await(p.later(2));
    o.next.text = o.text += await(p.later("u")) + (o.text += "v") + o.text;
    p.log(shared + " " + o.small + " " + o.text + " " + o.next.text);
    boolean[] flags = {true, false, true};
    flags[0] &= flags[1] |= await(p.later(true)) ^ flags[2];
    char[] chars = {'a', 'b'};
    chars[0] += await(p.later(1));
    chars[1]++;
    byte[] bytes = {127};
    bytes[0] += await(p.later((byte) 1));
    bytes[0] ^= await(p.later(0x55));
    p.log(flags);
    p.log(chars);
    p.log(bytes);
    try {
      int[] none = null;
      none[o.index(p, 0)] += await(p.later(1));
    } catch (NullPointerException e) {
      p.log("null before the right side");
    }
    try {
      o.ints[o.index(p, 3)] += o.index(p, 99);
    } catch (ArrayIndexOutOfBoundsException e) {
      p.log("bounds before the right side");
    }
    return o.ints[i] += i = await(p.later(1));
  }
}
