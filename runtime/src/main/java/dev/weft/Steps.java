package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Coroutine;
import java.util.Queue;

/** One step after the other, out of a queue. */
final class Steps {

  private Steps() {}

  /** See {@link Schedulers#runSteps}. */
  static int run(Queue<? extends Runnable> ready, int most) {
    Carrier carrier = Carrier.current();
    return carrier.coroutine() == null
        ? runAsOutermost(ready, most, carrier)
        : runInside(ready, most);
  }

  private static int runAsOutermost(Queue<? extends Runnable> ready, int most, Carrier carrier) {
    int left = most;
    try {
      Runnable step;
      while (left > 0 && (step = ready.poll()) != null) {
        left--;
        if (step instanceof Coroutine coroutine) {
          if (coroutine.runNext(carrier)) {
            coroutine.goBehindOthers(carrier);
          }
        } else {
          carrier.leave(null);
          step.run();
        }
      }
    } finally {
      carrier.leave(null);
    }
    return most - left;
  }

  private static int runInside(Queue<? extends Runnable> ready, int most) {
    int count = 0;
    Runnable step;
    while (count < most && (step = ready.poll()) != null) {
      count++;
      step.run();
    }
    return count;
  }
}
