package dev.weft;

import dev.weft.loop.HandOver;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.Coroutine;
import dev.weft.runtime.Sneaky;
import dev.weft.runtime.StepQueue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The steps that are ready on the thread of one scheduler, and the loop that runs them.
 *
 * <p>A coroutine of that scheduler that lets others run is put behind them here: the scheduler is
 * not asked. Confined to the thread, but for {@link #askForYields}.
 */
final class ReadySteps {

  private static final MethodHandle RUN;

  static {
    try {
      RUN =
          MethodHandles.lookup()
              .findVirtual(
                  ReadySteps.class,
                  "run",
                  MethodType.methodType(int.class, int.class, Carrier.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Not static: what the JVM cannot foretell it does not compile into its caller. */
  private final MethodHandle runApart = RUN;

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

  /** Takes steps over that other threads have handed over, at most {@code most}. */
  void takeOver(HandOver<Runnable> from, int most) {
    Runnable step;
    for (int i = 0; i < most && (step = from.take()) != null; i++) {
      queue.add(step);
    }
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
    carrier.runFrom(steps);
    int left = most;
    boolean again = false;
    try {
      while (left > 0 && (again || steps.advance())) {
        left--;
        again = false;
        if (steps.current() instanceof Coroutine coroutine) {
          boolean yields =
              coroutine.isStarted() ? coroutine.runCurrent(carrier) : coroutine.runFirst(carrier);
          if (yields) {
            again = goesBehindNone(coroutine, steps, carrier);
          }
          if (carrier.isDisturbed()) {
            carrier.endRun(steps);
          }
        } else {
          runOrdinary(steps, carrier);
        }
      }
    } finally {
      if (again) {
        steps.stepBack();
      }
      carrier.endRun(null);
      steps.letGo();
    }
    return most - left;
  }

  /**
   * {@link #run} by a call that the JVM cannot see through, for those who call it in a loop.
   *
   * <p>Otherwise it would compile the loop over steps, with the user's code in it, into that one,
   * whose variables then take the registers: 5.6 instead of 3.7 ns a switch. One call of {@link
   * #run} for all steps is worse on some JDKs as well, since it is compiled before its end has ever
   * been seen.
   */
  int runApart(int most, Carrier carrier) {
    try {
      return (int) runApart.invokeExact(this, most, carrier);
    } catch (Throwable thrown) {
      throw Sneaky.sneaky(thrown);
    }
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
    Runnable step = steps.current();
    carrier.endRun(null);
    step.run();
    carrier.runFrom(steps);
  }

  /** Puts a coroutine behind the others; true if there are none, so that it is the next one. */
  private boolean goesBehindNone(Coroutine coroutine, StepQueue steps, Carrier carrier) {
    if (coroutine instanceof CoroutineTask<?> task && task.scheduler() == owner && !asksForYields) {
      if (steps.isEmpty() && !carrier.isDisturbed()) { // else the step may have run others
        return true;
      }
      steps.add(task);
    } else {
      coroutine.goBehindOthers(carrier);
    }
    return false;
  }
}
