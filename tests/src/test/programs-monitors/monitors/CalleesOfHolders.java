package monitors;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/**
 * What is called with a monitor held goes on with it held, however deep it suspended, and may take
 * more of its own.
 */
public final class CalleesOfHolders {

  private final Object outer = new Object();
  private final Object inner = new Object();

  private String held() {
    return Thread.holdsLock(outer) + "/" + Thread.holdsLock(inner);
  }

  @Async
  private String leaf(Probe p, int depth) {
    if (depth > 0) {
      return leaf(p, depth - 1) + await(p.later(depth));
    }
    p.log("before " + held());
    String result = await(p.later("leaf "));
    p.log("after " + held());
    for (int i = 0; i < 3; i++) {
      result += await(p.later(i));
      p.log("again " + held());
    }
    return result;
  }

  @Async
  private String middle(Probe p) {
    String before = await(p.later("m"));
    synchronized (inner) {
      String got = leaf(p, 3);
      p.log("middle " + held());
      return before + got + leaf(p, 0) + await(p.later("."));
    }
  }

  @Async
  private String top(Probe p) {
    String got;
    synchronized (outer) {
      got = middle(p) + await(p.later("t"));
      p.log("top " + held());
      got += middle(p);
    }
    p.log("free " + held());
    return got + leaf(p, 1);
  }

  @Async
  private void thrower(Probe p, boolean own) throws Exception {
    if (own) {
      await(p.later(0));
      throw new Exception("own " + held());
    }
    await(p.fail(new Exception("awaited")));
  }

  @Async
  private String caught(Probe p, boolean own) {
    synchronized (outer) {
      try {
        synchronized (inner) {
          thrower(p, own);
          return "unreachable";
        }
      } catch (Exception e) {
        return e.getMessage() + " " + held() + await(p.later("!")) + held();
      }
    }
  }

  @Async
  private int recursive(Probe p, int depth) {
    synchronized (outer) {
      int below = depth == 0 ? await(p.later(1)) : recursive(p, depth - 1);
      return Thread.holdsLock(outer) ? below + 1 : Integer.MIN_VALUE;
    }
  }

  @Async
  public static Object run(Probe p) {
    var holders = new CalleesOfHolders();
    p.log(holders.top(p));
    p.log(holders.caught(p, true));
    p.log(holders.caught(p, false));
    p.log(holders.recursive(p, 100));
    return holders.held();
  }
}
