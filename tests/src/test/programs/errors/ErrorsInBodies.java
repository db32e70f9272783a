package errors;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.IOException;

/** Stack overflow, want of memory, failed assertions and casts, checked exceptions, in bodies. */
public final class ErrorsInBodies {

  private static int endless(int n) {
    return endless(n + 1) + 1;
  }

  @Async
  private static String overflow(Probe p, boolean before) {
    String state = "start";
    if (before) {
      await(p.later(0));
      state = "resumed";
    }
    try {
      return "never " + endless(0);
    } catch (StackOverflowError e) {
      state += await(p.later(" overflowed"));
      return state;
    } finally {
      p.log("finally " + state + await(p.later(1)));
    }
  }

  @Async
  private static String memory(Probe p) {
    int size = await(p.later(Integer.MAX_VALUE));
    try {
      return "never " + new long[size][1].length;
    } catch (OutOfMemoryError e) {
      return "no memory" + await(p.later("!"));
    }
  }

  @Async
  private static void first(Probe p, int how) throws IOException {
    switch (how) { // before anything suspends
      case 0:
        throw new IOException("checked");
      case 1:
        throw new IllegalStateException("unchecked");
      case 2:
        throw new LinkageErrorLike("error");
      case 3:
        Object text = "text";
        p.log((Integer) text);
        break;
      case 4:
        int[] none = null;
        none[await(p.later(0))]++;
        break;
      case 5:
        p.log(new int[2][await(p.later(-1))]);
        break;
      case 6:
        Object[] strings = new String[1];
        strings[0] = await(p.later(1));
        break;
      case 7:
        p.log(1 / await(p.later(0)));
        break;
      case 8:
        int unboxed = await(p.<Integer>later(null));
        p.log(unboxed);
        break;
      case 9:
        await(p.fail(new IOException("awaited")));
        break;
      default:
        await(p.later("ignored"));
    }
  }

  static final class LinkageErrorLike extends Error {
    LinkageErrorLike(String message) {
      super(message);
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(overflow(p, false));
    p.log(overflow(p, true));
    p.log(memory(p));
    for (int how = 0; how < 11; how++) {
      try {
        first(p, how);
        p.log("passed " + how);
      } catch (IOException e) {
        p.log("io " + e.getMessage());
      } catch (RuntimeException e) {
        p.log(e.getClass().getSimpleName());
      } catch (Error e) {
        p.log(e.getMessage() + await(p.later(how)));
      }
    }
    throw new LinkageErrorLike("out of run " + await(p.later(1)));
  }
}
