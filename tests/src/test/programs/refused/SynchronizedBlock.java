package refused;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** An await inside a synchronized block; the method before it is not concerned. */
public final class SynchronizedBlock {

  private static final Object LOCK = new Object();

  @Async
  private static int woven(Probe p) {
    int sum = await(p.later(1));
    synchronized (LOCK) {
      sum++;
    }
    return sum + await(p.later(1));
  }

  @Async
  public static Object run(Probe p) {
    p.log(woven(p));
    return refused(p);
  }

  @Async
  private static int refused(Probe p) {
    synchronized (LOCK) {
      return await(p.later(1)); // refused here: line 31
    }
  }
}
