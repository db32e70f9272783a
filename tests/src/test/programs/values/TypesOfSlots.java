package values;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.function.Supplier;

/** Slots reused with other types, null in locals and on the stack, merged and array types. */
public final class TypesOfSlots {

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(reused(p));
    p.log(nullLocal(p, false));
    p.log(nullLocal(p, true));
    p.log(nullOnStack(p, "x"));
    p.log(unrelated(p, true) + unrelated(p, false));
    p.log(interfaces(p, 0) + interfaces(p, 1) + interfaces(p, 2));
    p.log(intLike(p, true) + " " + intLike(p, false));
    p.log(arrays(p, true) + arrays(p, false));
    p.log(arrayOrNot(p, 0) + arrayOrNot(p, 1) + arrayOrNot(p, 2));
    p.log(nullArrays(p));
    p.log(generic(p, "g", List.of(1, 2)));
    p.log(narrowedLater(p, "text") + narrowedLater(p, 12));
    p.log(deadAfterwards(p));
    p.log(onePath(p, 3));
    return null;
  }

  @Async
  private static String reused(Probe p) {
    String out = "";
    {
      int i = await(p.later(1));
      out += await(p.later(i));
    }
    {
      long l = await(p.later(2L));
      int after = 5;
      out += await(p.later(l)) + after;
    }
    {
      String s = "s";
      double d = await(p.later(3.5));
      out += await(p.later(s)) + d;
    }
    {
      int[] a = {await(p.later(4))};
      float f = await(p.later(1f));
      out += await(p.later(a[0])) + f;
    }
    for (Object o = "o"; o != null; o = await(p.later(null))) {
      out += o;
    }
    for (int i = 0; i < 2; i++) {
      boolean even = await(p.later(i)) % 2 == 0;
      char c = even ? 'e' : 'o';
      await(p.later(0));
      out += c;
    }
    return out;
  }

  @Async
  private static String nullLocal(Probe p, boolean set) {
    String s = null;
    Object o = null;
    int[] a = null;
    await(p.later(0));
    if (set) {
      s = "set";
      a = new int[] {1};
    }
    await(p.later(0));
    return s + o + (a == null ? "-" : a[0]) + (s == null ? 0 : s.length());
  }

  private static String join(Object a, String b, long c, Object d) {
    return a + b + c + d;
  }

  @Async
  private static String nullOnStack(Probe p, String x) {
    return join(null, await(p.later(x)), 1L, null)
        + join(x, null, await(p.later(2L)), await(p.later(null)))
        + join(null, null, 3L, new Object[] {null, await(p.later(1))}.length);
  }

  @Async
  private static String unrelated(Probe p, boolean which) {
    CharSequence text = which ? new StringBuilder("builder") : new StringBuffer("buffer");
    Comparable<?> comparable = which ? "s" : Integer.valueOf(3);
    Serializable serializable = which ? 1.5 : new int[0];
    await(p.later(0));
    Appendable both = which ? new StringBuilder("b") : new StringBuffer("f");
    return text.length()
        + (which ? "s" : "i")
        + comparable
        + both.toString()
        + (serializable instanceof int[])
        + (which ? new ArrayList<>(List.of(1)) : new HashSet<>(List.of(2)))
            .contains(await(p.later(1)));
  }

  @Async
  private static String interfaces(Probe p, int which) {
    Collection<String> all;
    if (which == 0) {
      all = new ArrayList<>();
    } else if (which == 1) {
      all = new HashSet<>();
    } else {
      all = new LinkedList<>();
    }
    all.add(await(p.later("e" + which)));
    Supplier<String> supplier = which == 0 ? () -> "lambda" : all::toString;
    await(p.later(0));
    return all + supplier.get();
  }

  @Async
  private static String intLike(Probe p, boolean which) {
    int i = which ? 'a' : await(p.later((short) 7));
    char c = which ? 'b' : (char) 99;
    byte b = (byte) (which ? await(p.later(1000)) : 5);
    boolean z = which ? i > 5 : c == 'c';
    await(p.later(0));
    int sum = i + c + b;
    return sum + "" + z + (which ? 1 : 'x') + (which ? await(p.later(true)) : z);
  }

  @Async
  private static String arrays(Probe p, boolean which) {
    Object[] objects = which ? new String[] {"s"} : new Integer[] {1};
    Number[] numbers = which ? new Integer[] {2} : new Double[] {2.5};
    Object array = which ? new int[] {3} : new long[] {4};
    Object[] deep = which ? new Integer[][] {{5}} : new String[][][] {{{"d"}}};
    await(p.later(0));
    Cloneable cloneable = which ? new int[] {1} : new Object[0];
    await(p.later(0));
    return Arrays.deepToString(objects)
        + numbers[0]
        + (array instanceof int[] ints ? ints[0] : ((long[]) array)[0])
        + Arrays.deepToString(deep)
        + cloneable.getClass().getSimpleName();
  }

  @Async
  private static String arrayOrNot(Probe p, int which) {
    Object o = which == 0 ? new int[1] : which == 1 ? "string" : null;
    await(p.later(0));
    return o == null ? "null" : o.getClass().getSimpleName();
  }

  @Async
  private static String nullArrays(Probe p) {
    int[][] a = null;
    String[] s = null;
    for (int i = 0; i < 3; i++) {
      if (a == null) {
        a = new int[2][];
      } else {
        a[i - 1] = new int[] {await(p.later(i))};
        s = s == null ? new String[] {"x"} : s.clone();
      }
    }
    return Arrays.deepToString(a) + Arrays.toString(s);
  }

  @Async
  private static <T extends Comparable<T>, L extends List<? extends Number>> String generic(
      Probe p, T value, L list) {
    T local = value;
    L second = list;
    await(p.later(0));
    int order = local.compareTo(await(p.later(value)));
    return order + second.get(0).toString() + await(p.later(second)).get(1);
  }

  @Async
  private static String narrowedLater(Probe p, Object o) {
    if (o instanceof String s && await(p.later(s.length())) == 4) {
      await(p.later(0));
      return s.toUpperCase();
    }
    Integer i = (Integer) o;
    await(p.later(0));
    return "" + (i + 1);
  }

  @Async
  private static int deadAfterwards(Probe p) {
    long unused = 5;
    Object object = new Object();
    int hash = object == null ? 1 : 2;
    await(p.later(unused));
    object = null;
    return await(p.later(hash));
  }

  @Async
  private static int onePath(Probe p, int n) {
    int value;
    while (true) {
      if (n > 0) {
        n--;
        await(p.later(0));
        continue;
      }
      value = await(p.later(n));
      break;
    }
    return value;
  }
}
