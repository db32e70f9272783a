package dev.weft.internal.engine;

import dev.weft.Schedulers;
import java.util.Queue;

/** Runs steps out of a queue, one after the other. */
public final class StepRunner {

  private StepRunner() {}

  /** See {@link Schedulers#runSteps}. */
  public static int run(Queue<? extends Runnable> ready, int most) {
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
        runNext(step, carrier);
      }
    } finally {
      carrier.leave(null);
    }
    return most - left;
  }

  /**
   * Runs a step where no other one runs. {@link Carrier#leave leave(null)} has to follow the last
   * one, before the thread does anything else.
   *
   * @param carrier the thread's
   */
  public static void runNext(Runnable step, Carrier carrier) {
    if (step instanceof Coroutine coroutine) {
      if (coroutine.runNext(carrier)) {
        coroutine.requeue(carrier);
      }
    } else {
      carrier.leave(null);
      step.run();
    }
  }

  /**
   * Runs a step on a thread that is inside another one, which waits. Where there is too little
   * stack, a coroutine is left to others.
   *
   * @param carrier the thread's
   */
  public static void runNested(Runnable step, Carrier carrier) {
    if (step instanceof Coroutine coroutine) {
      coroutine.runInTurn(carrier);
    } else {
      step.run();
    }
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
