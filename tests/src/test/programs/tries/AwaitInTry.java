package tries;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.FileNotFoundException;
import java.io.IOException;

/** Awaits at the start of a try block, at its end, in its handlers and in its finally block. */
public final class AwaitInTry {

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(firstInstruction(p, false));
    p.log(firstInstruction(p, true));
    p.log(lastInstruction(p));
    p.log(inCatch(p));
    p.log(inFinally(p, null));
    try {
      p.log(inFinally(p, new IOException("in")));
    } catch (IOException e) {
      p.log("out of inFinally: " + e.getMessage());
    }
    p.log(inCatchAndFinally(p));
    try {
      rethrown(p);
    } catch (IllegalStateException e) {
      p.log(e.getMessage() + " because " + e.getCause().getMessage());
    }
    p.log(returnFromFinally(p));
    p.log(twoReturns(p));
    for (int i = 0; i < 4; i++) {
      p.log(subtypeFirst(p, i));
    }
    p.log(multiCatch(p));
    p.log(nestedFinally(p));
    failingFinally(p);
    return afterTheTry(p);
  }

  @Async
  private static String firstInstruction(Probe p, boolean fail) {
    String state = "start";
    try {
      String value = await(fail ? p.fail(new IllegalStateException("bad")) : p.later("good"));
      state = "after";
      return value + " " + state;
    } catch (IllegalStateException e) {
      return e.getMessage() + " " + state;
    }
  }

  @Async
  private static int lastInstruction(Probe p) {
    int count = 1;
    try {
      count += 10;
      await(p.later("x"));
    } catch (RuntimeException e) {
      count = -1;
    }
    return count;
  }

  @Async
  private static String inCatch(Probe p) {
    String seen = "";
    try {
      seen += await(p.later("a"));
      seen += await(p.fail(new IOException("io")));
    } catch (Exception e) {
      seen += e.getMessage();
      seen += await(p.later("b"));
      seen += e.getMessage();
    }
    return seen + await(p.later("c"));
  }

  @Async
  private static String inFinally(Probe p, IOException failure) throws IOException {
    StringBuilder out = new StringBuilder();
    try {
      out.append(await(p.later("t")));
      if (failure != null) {
        throw failure;
      }
      return out.append("r").toString();
    } finally {
      out.append(await(p.later("f")));
      p.log("finally " + out);
    }
  }

  @Async
  private static int inCatchAndFinally(Probe p) {
    int n = 0;
    try {
      n = await(p.later(1));
      n = n / await(p.later(0));
    } catch (ArithmeticException e) {
      n += await(p.later(10));
    } finally {
      n += await(p.later(100));
      p.log("n=" + n);
    }
    return n;
  }

  @Async
  private static void rethrown(Probe p) {
    try {
      await(p.fail(new IOException("first")));
    } catch (Exception e) {
      await(p.later(1));
      throw new IllegalStateException("second", e);
    } finally {
      await(p.later(2));
      p.log("rethrown: finally");
    }
  }

  @Async
  @SuppressWarnings("finally")
  private static String returnFromFinally(Probe p) {
    try {
      await(p.fail(new Error("swallowed")));
      return "not reached";
    } finally {
      return await(p.later("from finally"));
    }
  }

  @Async
  @SuppressWarnings("finally")
  private static int twoReturns(Probe p) {
    int i = 1;
    try {
      return i + await(p.later(1));
    } finally {
      i = 50;
      if (await(p.later(false))) {
        return i;
      }
    }
  }

  @Async
  private static String subtypeFirst(Probe p, int which) throws Exception {
    Object local = which;
    try {
      local = local + "!";
      Exception e =
          switch (which) {
            case 0 -> new FileNotFoundException("0");
            case 1 -> new IOException("1");
            case 2 -> new RuntimeException("2");
            default -> null;
          };
      if (e != null) {
        failing(p, e);
      }
      local = await(p.later("none"));
    } catch (FileNotFoundException e) {
      return "not found " + local + await(p.later(e.getMessage()));
    } catch (IOException e) {
      return "io " + local + await(p.later(e.getMessage()));
    } catch (RuntimeException e) {
      return "runtime " + local + await(p.later(e.getMessage()));
    }
    return "ok " + local;
  }

  @Async
  private static void failing(Probe p, Exception e) throws IOException {
    await(p.fail(e));
  }

  @Async
  private static String multiCatch(Probe p) {
    try {
      await(p.fail(new IllegalArgumentException("arg")));
      return "none";
    } catch (IllegalStateException | IllegalArgumentException e) {
      RuntimeException kept = e;
      await(p.later(0));
      return kept.getClass().getName();
    }
  }

  @Async
  private static String nestedFinally(Probe p) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      try {
        try {
          if (i == 1) {
            await(p.fail(new RuntimeException("one")));
          }
          out.append(await(p.later(i)));
          if (i == 2) {
            break;
          }
        } finally {
          out.append("(inner").append(await(p.later(i))).append(")");
        }
      } catch (RuntimeException e) {
        out.append("[").append(e.getMessage()).append(await(p.later(i))).append("]");
        continue;
      } finally {
        out.append("{outer").append(await(p.later(i))).append("}");
      }
      out.append(";");
    }
    return out.toString();
  }

  @Async
  private static void failingFinally(Probe p) {
    try {
      try {
        await(p.fail(new RuntimeException("lost")));
      } finally {
        await(p.fail(new IllegalStateException("wins")));
      }
    } catch (RuntimeException e) {
      p.log("failingFinally " + e);
    }
  }

  @Async
  private static String afterTheTry(Probe p) throws IOException {
    int before = 7;
    try {
      p.log("in the try");
    } catch (RuntimeException e) {
      return "wrongly caught";
    }
    try {
      await(p.fail(new RuntimeException("past")));
    } catch (RuntimeException e) {
      before++;
    }
    await(p.fail(new IOException("out of run " + before)));
    return "not reached";
  }
}
