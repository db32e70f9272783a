package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.UncaughtExceptions;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the turns of an event loop, with a look at the channels or a sleep between two of them; and
 * takes the steps that other threads hand over, and their wake-ups. {@link LoopScheduler} states
 * the protocol.
 *
 * <p>All but {@link #put}, {@link #wake} and {@link #turns} belongs to the loop's thread.
 */
final class LoopRunner {

  private static final long WAIT_FOR_MEMORY = 1_000_000; // nanoseconds

  private static final VarHandle ASLEEP;
  private static final VarHandle TURNS;

  static {
    try {
      var lookup = MethodHandles.lookup();
      ASLEEP = lookup.findVarHandle(LoopRunner.class, "asleep", boolean.class);
      TURNS = lookup.findVarHandle(LoopRunner.class, "turns", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LoopScheduler loop;
  private final Thread thread;
  private final ReadyQueue ready;
  private final MpscQueue<Runnable> handedOver = new MpscQueue<>();
  private final LoopTimers timers;
  private final Poller poller;
  private final @Nullable Watchdog watchdog;
  private final TurnBudget budget = new TurnBudget(System::nanoTime);
  private volatile boolean asleep;
  private long turns; // opaque

  LoopRunner(
      LoopScheduler loop,
      Thread thread,
      ReadyQueue ready,
      LoopTimers timers,
      Poller poller,
      @Nullable Watchdog watchdog) {
    this.loop = loop;
    this.thread = thread;
    this.ready = ready;
    this.timers = timers;
    this.poller = poller;
    this.watchdog = watchdog;
  }

  // ---- any thread ----

  /**
   * Hands a step over and wakes the thread.
   *
   * <p>What this throws, out of memory or of stack, it throws before the step is in: afterwards,
   * whoever made it ready would take it for refused, and run it a second time. That is why a thread
   * that sleeps is woken before; it finds nothing if it is very quick, and looks once more before
   * it sleeps again.
   *
   * @return false if the step is refused because hand-over has ended
   */
  boolean put(Runnable step) {
    if (asleep) {
      wake();
    }
    if (!handedOver.put(step)) {
      return false;
    }
    try {
      wake();
    } catch (Throwable tooDeep) {
      // It fell asleep meanwhile, and this thread is out of stack. It still counts as asleep, so
      // whoever comes next wakes it.
      return true;
    }
    return true;
  }

  /** Ends the sleep of the thread, or keeps it from falling asleep. */
  void wake() {
    if (asleep && ASLEEP.compareAndSet(this, true, false)) {
      try {
        poller.wake(thread);
      } catch (Throwable failure) {
        asleep = true; // nobody else would wake it
        throw failure;
      }
    }
  }

  /** Whether the thread sleeps, or is about to, or to wake; for looking. */
  boolean isAsleep() {
    return asleep;
  }

  /** Shows the steps that were handed over, as any thread sees them. */
  void forEachSeen(Consumer<? super Runnable> action) {
    handedOver.forEachSeen(action);
  }

  /** How many turns there have been; for looking. */
  long turns() {
    return (long) TURNS.getOpaque(this);
  }

  /** {@link ReadyQueue#hasYieldedSince}, for looking. */
  boolean hasYieldedSince() {
    return ready.hasYieldedSince();
  }

  /** {@link ReadyQueue#seenPlace}, for looking. */
  int place() {
    return ready.seenPlace();
  }

  // ---- the loop's thread ----

  /** One turn. */
  void turn() {
    TURNS.setOpaque(this, turns + 1);
    if (doOthersWait() || !budget.isUnlimited()) {
      turnInTime();
    } else {
      int unused = run(TurnBudget.MOST);
      budget.ranWithoutClock();
    }
  }

  /** A turn that no look at the channels has preceded. */
  void turnWithoutLook() {
    poller.beginTurn();
    turn();
  }

  /** Whether somebody may wait for the end of the turn, as far as is known when it begins. */
  private boolean doOthersWait() {
    return timers.size() > 0
        || !handedOver.isEmpty()
        || poller.keys() > 0
        || !loop.isIn(LoopPhase.RUNNING);
  }

  private void turnInTime() {
    admit(budget.begin());
    boolean goesOn = budget.spend(run(budget.part()));
    if (goesOn && !ready.isEmpty()) {
      runOn();
    }
  }

  /** The other parts of a turn; apart, as mostly there is one. */
  private void runOn() {
    boolean goesOn = true;
    while (goesOn && !ready.isEmpty()) {
      goesOn = budget.spend(runApart(budget.part()));
    }
  }

  private void admit(long now) {
    try {
      ready.takeOver(handedOver, budget.admits(ready.size()));
      if (timers.size() > 0) {
        timers.fire(now, ready.admits(budget.admits(ready.size())));
      }
    } catch (Throwable failure) { // no memory: what was not taken over waits
      report(failure);
    }
  }

  /** Runs what is ready; what fails is reported. Returns how many steps have run. */
  private int run(int most) {
    try {
      Carrier carrier = Carrier.current();
      return watchdog == null ? ready.run(most, carrier) : runWatched(most, watchdog, carrier);
    } catch (Throwable failure) {
      return goOn(failure, most);
    }
  }

  /** {@link #run} as {@link ReadyQueue#runApart} has it. */
  private int runApart(int most) {
    if (watchdog != null) {
      return run(most);
    }
    try {
      return ready.runApart(most, Carrier.current());
    } catch (Throwable failure) {
      return goOn(failure, most);
    }
  }

  private int runWatched(int most, Watchdog watching, Carrier carrier) {
    int ran = 0;
    try {
      for (; ran < most && !ready.isEmpty(); ran++) {
        watching.begin();
        try {
          ready.run(1, carrier);
        } catch (Throwable failure) {
          report(failure);
        }
      }
    } finally {
      watching.end();
    }
    carrier.leave(null); // for timers and steps of no coroutine, as the other run does
    return ran;
  }

  /**
   * The rest of a part in which a step has thrown; apart, since turns are hot and this is not.
   * Returns how many of {@code most} have run.
   */
  private int goOn(Throwable first, int most) {
    report(first);
    int left = ready.left();
    while (left > 0 && !ready.isEmpty()) {
      try {
        left -= ready.runApart(left, Carrier.current());
      } catch (Throwable failure) {
        report(failure);
        left = ready.left();
      }
    }
    return most - left;
  }

  /** Runs {@code step}; what it throws is reported. */
  void step(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      report(failure);
    }
  }

  /** Tells the handler of uncaught exceptions. */
  void report(Throwable failure) {
    UncaughtExceptions.report(thread, failure);
  }

  /**
   * Looks for ready channels between two turns, and sleeps if there is nothing else to do. Where
   * there is no memory to look, the loop goes on: others may give some back.
   */
  void rest(LoopPhase expected, long untilNanoTime) throws IOException {
    try {
      lookOrSleep(expected, untilNanoTime);
    } catch (OutOfMemoryError noMemory) {
      asleep = false;
      StallMonitor.wokeUp();
      poller.ranOutOfMemory();
      report(noMemory);
      LockSupport.parkNanos(WAIT_FOR_MEMORY);
    }
  }

  private void lookOrSleep(LoopPhase expected, long untilNanoTime) throws IOException {
    if (!ready.isEmpty() || !handedOver.isEmpty()) {
      poller.poll();
      return;
    }
    asleep = true;
    boolean sleeps = loop.isIn(expected) && handedOver.isEmpty();
    if (sleeps) {
      sleep(untilNanoTime);
    } else {
      poller.poll();
    }
    asleep = false;
    StallMonitor.wokeUp(); // it counted as asleep, whether it was or not
    if (sleeps) {
      budget.slept();
    }
    boolean unused = Thread.interrupted(); // a step left it set; no sleep would last any more
  }

  private void sleep(long untilNanoTime) throws IOException {
    boolean limited = untilNanoTime != Long.MAX_VALUE;
    if (timers.size() == 0 && !limited) {
      poller.sleep(0);
      return;
    }
    long now = System.nanoTime();
    long nanos = timers.size() == 0 ? Long.MAX_VALUE : timers.firstDue() - now;
    nanos = limited ? Math.min(nanos, untilNanoTime - now) : nanos;
    if (nanos > 0) {
      poller.sleep(nanos);
    } else {
      poller.poll();
    }
  }

  /** Whether there is nothing to run. */
  boolean isIdle() {
    return ready.isEmpty() && handedOver.isEmpty();
  }

  /** Whether something is ready. */
  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Refuses what is handed over from now on; what has been is ready. */
  void stopHandOver() {
    handedOver.close(this::readyOrRefused);
  }

  private void readyOrRefused(Runnable step) {
    try {
      ready.add(step);
    } catch (Throwable noMemory) {
      report(noMemory);
      LoopShutdown.refuse(step, noMemory);
    }
  }

  /** For a loop whose thread never ran: refuses what is handed over, and what has been. */
  void refuseAll() {
    handedOver.close(step -> LoopShutdown.refuse(step, loop.refusal()));
  }
}
