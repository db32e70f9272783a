package monitors;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Awaits in synchronized blocks of every shape: nested, entered twice, left early, failing. */
public final class SynchronizedBlocks {

  /** Equal to every other one, so that nothing may tell them apart by equals. */
  private record Lock(String name) {}

  private final Lock a = new Lock("lock");
  private final Lock b = new Lock("lock");
  private final Lock c = new Lock("lock");

  private String held() {
    return (Thread.holdsLock(a) ? "a" : "")
        + (Thread.holdsLock(b) ? "b" : "")
        + (Thread.holdsLock(c) ? "c" : "");
  }

  @Async
  private int nested(Probe p) {
    int sum = 0;
    synchronized (a) {
      p.log(held());
      sum += await(p.later(1));
      p.log(held());
      synchronized (b) {
        synchronized (a) {
          sum += await(p.later(2));
          p.log(held());
          synchronized (c) {
            sum += await(p.later(3));
            p.log(held());
          }
          p.log(held());
        }
        sum += await(p.later(4));
        p.log(held());
      }
      p.log(held());
    }
    p.log("none:" + held());
    sum += await(p.later(5));
    return sum;
  }

  @Async
  private int leftEarly(Probe p, int how) {
    for (int i = 0; ; i++) {
      synchronized (a) {
        try {
          int got = await(p.later(i));
          if (got < how) {
            continue;
          }
          if (how == 1) {
            break;
          }
          synchronized (b) {
            if (await(p.later(got)) == 2) {
              return got;
            }
            if (got == 4) {
              throw new IllegalStateException(held() + await(p.later("!")));
            }
          }
        } finally {
          p.log("finally " + await(p.later(held())));
        }
      }
      p.log("behind " + held());
    }
    return -1;
  }

  @Async
  private String failing(Probe p) {
    try {
      synchronized (a) {
        synchronized (b) {
          await(p.fail(new ArithmeticException("failed in " + held())));
        }
      }
    } catch (ArithmeticException e) {
      return e.getMessage() + ", caught with " + held() + await(p.later("."));
    } finally {
      synchronized (c) {
        p.log(await(p.later("in finally")) + held());
      }
    }
    return "unreachable";
  }

  @Async
  private long valuesOnTheStack(Probe p, long wide, double d) {
    synchronized (a) {
      return wide + (long) (d * await(p.later(3))) - await(p.later(2L)) * held().length();
    }
  }

  @Async
  private String newUnderALock(Probe p) {
    synchronized (b) {
      return new StringBuilder(await(p.later("x"))).append(await(p.later(held()))).toString();
    }
  }

  @Async
  private int nullLock(Probe p) {
    Object none = await(p.later((Object) null));
    synchronized (none) {
      return await(p.later(1));
    }
  }

  @Async
  private int changingLocks(Probe p) {
    int sum = 0;
    for (Lock each : new Lock[] {a, b, c, a}) {
      synchronized (each) {
        sum = sum * 2 + await(p.later(held().charAt(0) - 'a'));
        p.log(held());
      }
    }
    return sum;
  }

  @Async
  public static Object run(Probe p) {
    var blocks = new SynchronizedBlocks();
    p.log(blocks.nested(p));
    for (int how = 0; how < 4; how++) {
      try {
        p.log(blocks.leftEarly(p, how));
      } catch (IllegalStateException e) {
        p.log(e.getMessage());
      }
    }
    p.log(blocks.failing(p));
    p.log(blocks.valuesOnTheStack(p, 1L << 40, 2.5));
    p.log(blocks.newUnderALock(p));
    try {
      p.log(blocks.nullLock(p));
    } catch (NullPointerException e) {
      p.log("null " + blocks.held());
    }
    p.log(blocks.changingLocks(p));
    return blocks.held();
  }
}
