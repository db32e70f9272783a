package loops;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All kinds of loops with awaits in body, condition and update, and ways out of them. */
public final class EveryLoop {

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(whileLoop(p));
    p.log(doLoop(p));
    p.log(forLoop(p));
    p.log(forEach(p));
    p.log(labelled(p));
    p.log(conditionOfAnd(p));
    p.log(nestedDeep(p));
    p.log(endless(p));
    p.log(innerWithoutAwait(p));
    p.log(tryInLoop(p));
    p.log(switchInLoop(p));
    return null;
  }

  @Async
  private static int whileLoop(Probe p) {
    int n = 0;
    while (await(p.later(n)) < 5) {
      n++;
    }
    while (n > 0 && await(p.later(true))) {
      n -= 2;
      if (n == 1) {
        continue;
      }
      p.log(n);
    }
    return n;
  }

  @Async
  private static String doLoop(Probe p) {
    String s = "";
    int i = 0;
    do {
      s += await(p.later(i));
      if (i == 2) {
        continue;
      }
      s += ",";
    } while (await(p.later(++i)) < 4);
    return s;
  }

  @Async
  private static long forLoop(Probe p) {
    long sum = 0;
    for (int i = await(p.later(1)), j = 10; i < await(p.later(j)); i += await(p.later(2)), j--) {
      sum = sum * 10 + i;
    }
    for (int i = 0; i < 10; i++) {
      if (i % 2 == 0) {
        continue;
      }
      if (i == 7) {
        break;
      }
      sum += await(p.later(i));
    }
    for (; ; ) {
      if (await(p.later(sum++)) % 5 == 0) {
        return sum;
      }
    }
  }

  @Async
  private static String forEach(Probe p) {
    StringBuilder out = new StringBuilder();
    for (String each : List.of("a", "b", "c")) {
      out.append(each).append(await(p.later(each)));
    }
    for (long each : new long[] {1, 2, 3}) {
      out.append(each + await(p.later(each)));
    }
    for (int[] row : new int[][] {{1, 2}, {}, {3}}) {
      for (int each : row) {
        out.append(await(p.later(each)));
      }
      out.append('/').append(await(p.later(row.length)));
    }
    for (Map.Entry<String, Integer> each : new TreeMap<>(Map.of("k", 1, "l", 2)).entrySet()) {
      out.append(each.getKey()).append(await(p.later(each.getValue())));
    }
    return out.toString();
  }

  @Async
  private static String labelled(Probe p) {
    StringBuilder out = new StringBuilder();
    outer:
    for (int i = 0; i < 5; i++) {
      middle:
      for (int j = 0; j < 5; j++) {
        int k = 0;
        while (true) {
          if (await(p.later(i + j + k)) == 6) {
            out.append("|6");
            break outer;
          }
          if (k == 2) {
            continue middle;
          }
          if (j == 3) {
            continue outer;
          }
          k++;
          out.append(i).append(j).append(await(p.later(k))).append(' ');
        }
      }
      out.append("never");
    }
    return out.toString();
  }

  @Async
  private static int conditionOfAnd(Probe p) {
    int n = 0;
    for (int i = 0; (i < 3 || await(p.later(i)) < 6) && !(await(p.later(i == 5)) || i > 10); i++) {
      n += i > 2 ? await(p.later(100)) : 1;
    }
    return n;
  }

  @Async
  private static int nestedDeep(Probe p) {
    int n = 0;
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 2; b++) {
        for (int c = 0; c < 2; c++) {
          n += await(p.later(a * 4 + b * 2 + c));
        }
        n *= await(p.later(2));
      }
      n -= await(p.later(1));
    }
    return n;
  }

  @Async
  private static int endless(Probe p) {
    int i = 0;
    while (true) {
      try {
        i = Math.addExact(i, await(p.later(1_000_000_000)));
      } catch (ArithmeticException e) {
        return i;
      }
    }
  }

  @Async
  private static long innerWithoutAwait(Probe p) {
    long sum = 0;
    int[] data = new int[100];
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < data.length; i++) {
        data[i] += i * round;
      }
      sum += await(p.later(data[50]));
      for (int each : data) {
        sum += each;
      }
    }
    return sum;
  }

  @Async
  private static String tryInLoop(Probe p) {
    String out = "";
    for (int i = 0; i < 6; i++) {
      try {
        if (i == 1) {
          continue;
        }
        if (i == 4) {
          break;
        }
        out += i % 2 == 0 ? await(p.later(i)) : await(p.fail(new RuntimeException("odd")));
      } catch (RuntimeException e) {
        out += e.getMessage();
      } finally {
        out += await(p.later(";"));
      }
    }
    return out;
  }

  @Async
  private static String switchInLoop(Probe p) {
    String out = "";
    loop:
    for (int i = 0; ; i++) {
      switch (await(p.later(i))) {
        case 0:
          out += "zero";
        case 1:
          out += await(p.later("one"));
          break;
        case 2:
          continue loop;
        case 5:
          break loop;
        default:
          out += await(p.later("many"));
      }
      out += ";";
    }
    return out;
  }
}
