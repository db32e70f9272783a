package values;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.Serializable;
import java.util.Arrays;

/** Arrays of all element types and depths across awaits, alone and where paths meet. */
public final class ArraysOfEveryDepth {

  @Async
  private static String depths(Probe p) {
    boolean[] z = {true};
    byte[][] b = {{1}, null};
    short[][][] h = {{{2}}};
    char[][][][] c = {{{{'c'}}}};
    int[][][][][] i = new int[await(p.later(1))][1][1][1][1];
    long[][] l = new long[2][await(p.later(3))];
    float[] f = {await(p.later(1f)), 2};
    double[][] d = {{}, {await(p.later(0.5))}};
    String[][][] s = {{{"s", await(p.later("t"))}, {}}};
    Object[] o = {z, b, await(p.later("o")), new int[0]};
    await(p.later(0));
    i[0][0][0][0][0] += await(p.later(3));
    l[await(p.later(1))][2]--;
    h[0][0][0] ^= await(p.later((short) 7));
    c[0][0][0][await(p.later(0))]++;
    await(p.later(0));
    Object[] all = {z, b, h, c, i, l, f, d, s, o};
    return Arrays.deepToString(all);
  }

  @Async
  private static String merged(Probe p, int which) {
    Object[] objects = which == 0 ? new String[] {"a"} : new Integer[][] {{1}};
    Serializable serializable = which == 0 ? new int[] {1} : new String[] {"b"};
    Object any = which == 0 ? new long[1][1] : which == 1 ? new Object[1] : null;
    Number[][] numbers = which == 0 ? new Integer[][] {{2}} : new Double[][] {{3.5}};
    Comparable<?>[] comparables = which == 0 ? new String[] {"c"} : new Long[] {4L};
    await(p.later(0));
    if (which == 2) {
      numbers = null;
      objects = await(p.later(new Object[] {which}));
    }
    await(p.later(0));
    return Arrays.deepToString(objects)
        + serializable.getClass().getSimpleName()
        + (any == null ? "null" : any.getClass().getSimpleName())
        + (numbers == null ? "none" : numbers[0][0])
        + comparables[0]
        + (any instanceof long[][] && await(p.later(true)));
  }

  @Async
  private static String cloned(Probe p) {
    int[][] original = {{1, 2}, {3}};
    int[][] copy = original.clone();
    copy[0] = await(p.later(original[0])).clone();
    copy[0][await(p.later(0))] = 9;
    original[1][0] += copy[0][0] + await(p.later(copy)).length;
    return Arrays.deepToString(original) + Arrays.deepToString(copy);
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(depths(p));
    for (int which = 0; which < 3; which++) {
      p.log(merged(p, which));
    }
    return cloned(p);
  }
}
