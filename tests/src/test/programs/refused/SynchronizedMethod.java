package refused;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** A synchronized method that suspends. */
public final class SynchronizedMethod {

  @Async
  public static synchronized Object run(Probe p) {
    return await(p.later(1)); // refused here: line 13
  }
}
