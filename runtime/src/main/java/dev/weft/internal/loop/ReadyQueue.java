package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.RunQueue;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.spi.Scheduler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;

/**
 * The ready queue of one scheduler's thread, and the loop that runs it.
 *
 * <p>A coroutine of that scheduler that yields is put behind them here: the scheduler is not asked.
 * Confined to the thread, but for {@link #askForYields} and what is for looking.
 */
public final class ReadyQueue {

  /** A signal: the scheduler is asked whether a coroutine may go on after a yield. */
  private static final int ASK = 1;

  /** A signal, taken back by the next yield: somebody wants to know whether there is one. */
  private static final int LOOK = 2;

  private static final VarHandle SIGNALS;

  private static final MethodHandle RUN;

  static {
    try {
      SIGNALS = MethodHandles.lookup().findVarHandle(ReadyQueue.class, "signals", int.class);
      RUN =
          MethodHandles.lookup()
              .findVirtual(
                  ReadyQueue.class,
                  "run",
                  MethodType.methodType(int.class, int.class, Carrier.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Not static: what the JVM cannot foretell it does not compile into its caller. */
  private final MethodHandle runApart = RUN;

  /** So many steps, ready at once, do not yet slow down what joins them from elsewhere. */
  private static final int ROUND = 1024;

  private final Scheduler owner;
  private final RunQueue queue = new RunQueue();
  private volatile int signals;

  /** How many the last {@link #run} had left to run when it ended. */
  private int left;

  public ReadyQueue(Scheduler owner) {
    this.owner = owner;
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** How many steps are ready. */
  int size() {
    return queue.size();
  }

  public void add(Runnable step) {
    queue.add(step);
  }

  /**
   * How many steps may join from a source outside before {@code budget} others run.
   *
   * <p>The budget itself while few are ready; then the fewer, the more are: about {@value #ROUND}
   * come in while each that is ready runs once. If it were always the budget, the queue would grow
   * without end wherever those that come in make others ready, and who stands in it would wait
   * twice as long each time.
   */
  int admits(int budget) {
    int ready = queue.size();
    return ready <= ROUND ? budget : (int) Math.max(1, (long) budget * ROUND / ready);
  }

  /**
   * Takes steps over that other threads have handed over, at most {@code most}. If there is no
   * memory for one, it stays where it is.
   */
  public void takeOver(MpscQueue<Runnable> from, int most) {
    if (from.isEmpty()) {
      return;
    }
    for (int more = admits(most); more > 0; more--) {
      queue.makeRoom();
      Runnable step = from.take();
      if (step == null) {
        return;
      }
      queue.add(step);
    }
  }

  /** Adds the coroutines that stand here to {@code found}. */
  void addCoroutinesTo(List<TaskCoroutine> found) {
    queue.forEach(
        step -> {
          if (step instanceof TaskCoroutine task) {
            found.add(task);
          }
        });
  }

  /** Shows what stands here, as another thread sees it. */
  void forEachSeen(Consumer<? super Runnable> action) {
    queue.forEachSeen(action::accept);
  }

  /** After a {@link #run} that has thrown: how many it had left to run. */
  int left() {
    return left;
  }

  /** From now on the scheduler is asked whether a coroutine may go on after a yield. Any thread. */
  void askForYields() {
    int unused = (int) SIGNALS.getAndBitwiseOr(this, ASK);
  }

  /**
   * Whether a coroutine has yielded here since this was asked last. For one other thread; who asks
   * for the first time is told that.
   */
  boolean hasYieldedSince() {
    return ((int) SIGNALS.getAndBitwiseOr(this, LOOK) & LOOK) == 0;
  }

  /** Changes with each step that is no yield of the only coroutine, mostly. Any thread. */
  int seenPlace() {
    return queue.seenPlace();
  }

  private boolean mayGoOnUnasked() {
    return signals == 0 || !isAsked();
  }

  /** Apart, since yields are hot and this is not. */
  private boolean isAsked() {
    return ((int) SIGNALS.getAndBitwiseAnd(this, ~LOOK) & ASK) != 0;
  }

  /**
   * Runs steps, the first in first. What one throws is thrown here, and the rest stays.
   *
   * @param most how many at most
   * @param carrier that of this thread, which runs no coroutine
   * @return how many have run
   */
  public int run(int most, Carrier carrier) {
    RunQueue steps = queue;
    carrier.runFrom(steps);
    int more = most;
    boolean again = false;
    try {
      while (more > 0 && (again || steps.advance())) {
        more--;
        again = false;
        if (steps.current() instanceof Coroutine coroutine) {
          boolean yields =
              coroutine.isStarted() ? coroutine.runCurrent(carrier) : coroutine.runFirst(carrier);
          if (yields) {
            again = goesOnAlone(coroutine, steps, carrier);
          }
          if (carrier.isDisturbed()) {
            carrier.endRun(steps);
          }
        } else {
          runOrdinary(steps, carrier);
        }
      }
    } finally {
      left = more;
      if (again) {
        steps.stepBack();
      }
      carrier.endRun(null);
      steps.releaseSteps();
    }
    return most - more;
  }

  /**
   * {@link #run} by a call that the JVM cannot see through, for those who call it in a loop.
   *
   * <p>Otherwise it would compile the loop over steps, with the user's code in it, into that one,
   * whose variables then take the registers: 5.6 instead of 3.7 ns a switch. One call of {@link
   * #run} for all steps is worse on some JDKs as well, since it is compiled before its end has ever
   * been seen.
   */
  public int runApart(int most, Carrier carrier) {
    try {
      return (int) runApart.invokeExact(this, most, carrier);
    } catch (Throwable thrown) {
      throw SneakyThrow.sneaky(thrown);
    }
  }

  /** {@link #run} in a step of a coroutine, which goes on afterwards. */
  public int runInside(Coroutine running, int most, Carrier carrier) {
    int more = most;
    Coroutine outer = carrier.enter(running);
    try {
      while (more > 0 && queue.advance()) {
        more--;
        queue.current().run();
      }
    } finally {
      carrier.leave(outer);
    }
    return most - more;
  }

  private static void runOrdinary(RunQueue steps, Carrier carrier) {
    Runnable step = steps.current();
    carrier.endRun(null);
    step.run();
    carrier.runFrom(steps);
  }

  /** Puts a coroutine behind the others; true if there are none, so that it is the next one. */
  private boolean goesOnAlone(Coroutine coroutine, RunQueue steps, Carrier carrier) {
    if (coroutine instanceof TaskCoroutine task && task.scheduler() == owner && mayGoOnUnasked()) {
      if (steps.isEmpty() && !carrier.isDisturbed()) { // else the step may have run others
        return true;
      }
      try {
        steps.add(task);
      } catch (Throwable noMemory) { // it must not be lost, so it goes on at once if it can
        if (!carrier.isDisturbed()) {
          return true;
        }
        coroutine.requeue(carrier);
      }
    } else {
      coroutine.requeue(carrier);
    }
    return false;
  }
}
