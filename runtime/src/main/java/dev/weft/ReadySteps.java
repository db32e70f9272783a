package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Coroutine;
import dev.weft.runtime.StepQueue;

/**
 * The steps that are ready on the thread of one scheduler, and the loop that runs them.
 *
 * <p>A coroutine of that scheduler that lets others run is put behind them here: the scheduler is
 * not asked. Confined to the thread, but for {@link #askForYields}.
 */
final class ReadySteps {

  private final Scheduler owner;
  private final StepQueue queue = new StepQueue();
  private volatile boolean asksForYields;

  ReadySteps(Scheduler owner) {
    this.owner = owner;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  void add(Runnable step) {
    queue.add(step);
  }

  /** From now on the scheduler is asked whether a coroutine may go on after a yield. Any thread. */
  void askForYields() {
    asksForYields = true;
  }

  /**
   * Runs steps, the first in first. What one throws is thrown here, and the rest stays.
   *
   * @param most how many at most
   * @param carrier that of this thread, which runs no coroutine
   * @return how many have run
   */
  int run(int most, Carrier carrier) {
    StepQueue steps = queue;
    StepQueue outer = carrier.runFrom(steps);
    int left = most;
    try {
      while (left > 0 && steps.advance()) {
        left--;
        if (steps.current() instanceof Coroutine coroutine) {
          if (coroutine.runCurrent(carrier)) {
            goBehindOthers(coroutine, steps, carrier);
          }
          if (carrier.isDisturbed()) {
            carrier.endRun(steps);
          }
        } else {
          runOrdinary(steps, carrier);
        }
      }
    } finally {
      carrier.endRun(outer);
      steps.clearIfEmpty();
    }
    return most - left;
  }

  /** {@link #run} in a step of a coroutine, which goes on afterwards. */
  int runInside(Coroutine running, int most, Carrier carrier) {
    int left = most;
    Coroutine outer = carrier.enter(running);
    try {
      while (left > 0 && queue.advance()) {
        left--;
        queue.current().run();
      }
    } finally {
      carrier.leave(outer);
    }
    return most - left;
  }

  private static void runOrdinary(StepQueue steps, Carrier carrier) {
    carrier.endRun(null);
    steps.current().run();
    carrier.runFrom(steps);
  }

  private void goBehindOthers(Coroutine coroutine, StepQueue steps, Carrier carrier) {
    if (coroutine instanceof CoroutineTask<?> task && task.scheduler() == owner && !asksForYields) {
      steps.addCurrent();
    } else {
      coroutine.goBehindOthers(carrier);
    }
  }
}
