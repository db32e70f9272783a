package dev.weft.internal.tasks;

import dev.weft.Weft;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextSnapshot;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Event;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.UninterruptibleFrame;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.HelperThreads;
import dev.weft.internal.util.Interrupts;
import dev.weft.internal.util.LateResults;
import dev.weft.internal.util.UncaughtExceptions;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A suspended call of {@link Weft#blocking}: the frame of the coroutine that waits, the event that
 * it waits for, and the work that a thread runs, in one object for one call.
 *
 * <h2>Protocol</h2>
 *
 * <p>Everything is guarded by this object's monitor; the work, wake-ups and the threads' queue are
 * called outside of it. Only who runs the work may interrupt itself: a canceller interrupts the
 * thread with the monitor held, while {@code thread} is set, and the thread takes itself off, and
 * clears its interrupt, with the monitor held. So no interrupt reaches the next work.
 *
 * <table>
 * <caption>Phases</caption>
 * <tr><th>phase</th><th>what there is</th><th>what comes from outside: a cancellation, a refusal of the scheduler</th></tr>
 * <tr><td>NEW</td><td>not handed to the threads</td><td>OVER, and thrown: the work never begins</td></tr>
 * <tr><td>QUEUED</td><td>handed to them, not begun</td><td>the same</td></tr>
 * <tr><td>RUNNING</td><td>a thread runs it</td><td>interrupts it, each time; the coroutine waits on. The scheduler's end, after that:
 *     OVER, and thrown; the thread hands the result back</td></tr>
 * <tr><td>ENDED</td><td>its outcome, which the coroutine takes</td><td>a cancellation is put off, unless the work has ended by it; else the
 *     result is handed back</td></tr>
 * <tr><td>OVER</td><td>nothing that concerns the coroutine</td><td></td></tr>
 * </table>
 *
 * <p>A wake-up is a hint: it carries no value, so a cancellation that comes between it and the
 * coroutine's step takes its place there, and finds the outcome in {@code ENDED}. The thread writes
 * that, then wakes the coroutine; the coroutine is suspended, then looks, in {@link #arm}. So at
 * least one of them sees the other.
 */
@FrameLayout(
    owner = "dev.weft.Weft",
    method = "blocking",
    descriptor = "(Ljava/util/concurrent/Callable;)Ljava/lang/Object;",
    file = "Weft.java",
    points = {})
public final class BlockingCall extends UninterruptibleFrame implements Event, Runnable {

  private enum Phase {
    NEW,
    QUEUED,
    RUNNING,
    ENDED,
    OVER
  }

  /** What the coroutine does when it was woken. */
  private enum Next {
    TAKE,
    WAIT,
    GIVE_UP
  }

  private final HelperThreads threads;
  private final Callable<?> work;
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final @Nullable ContextSnapshot context = ContextSnapshot.take();

  private Phase phase = Phase.NEW;

  /** Set while it is suspended here for the first time, and ever after. */
  private @Nullable Coroutine waiting;

  /** Its place in the threads' queue, once it has been brought there. */
  private HelperThreads.@Nullable Work queued;

  /** The thread that runs the work, while it does. */
  private @Nullable Thread thread;

  /** Whether {@link #disarm} has interrupted the work for what the coroutine is going to meet. */
  private boolean interrupted;

  // What the work has ended with.
  private @Nullable Object result;
  private @Nullable Throwable failure;

  private BlockingCall(HelperThreads threads, Callable<?> work) {
    this.threads = threads;
    this.work = work;
  }

  /** The body of {@link Weft#blocking}. */
  public static @Nullable Object call(Callable<?> work, Carrier carrier) throws Exception {
    return call(work, BlockingSettings.shared(), carrier);
  }

  /** {@link #call(Callable, Carrier)} on threads of one's own. */
  static @Nullable Object call(Callable<?> work, HelperThreads threads, Carrier carrier)
      throws Exception {
    Objects.requireNonNull(work, "work");
    if (carrier.isGenerator()) {
      throw new IllegalStateException(
          "Weft.blocking was called in a generator, which suspends only to emit an element"
              + CallSites.atCaller());
    }
    if (carrier.mayBlock() && !(carrier.coroutine() instanceof TaskCoroutine)) {
      return work.call(); // ordinary code called a suspending method: this thread is its own
    }
    new BlockingCall(threads, work).waitForWork(carrier);
    return null;
  }

  /** {@link Weft#blocking} called by ordinary code. */
  public static @Nullable Object callHere(Callable<?> work, Carrier carrier) throws Exception {
    Objects.requireNonNull(work, "work");
    if (!carrier.mayBlock()) {
      carrier.checkMayBlock(
          "Weft.blocking, called by code that is no woven coroutine" + CallSites.atCaller() + ",",
          CallSites.adviceToSuspend());
    }
    return work.call();
  }

  private void waitForWork(Carrier carrier) {
    carrier.suspendOn(this);
    carrier.link(this);
  }

  // ---- the event: by who suspends or cancels the coroutine ----

  @Override
  public WaitTarget target() {
    return WaitTarget.BLOCKING_CODE;
  }

  @Override
  public void arm(Coroutine coroutine) {
    boolean ended;
    boolean begins;
    synchronized (this) {
      waiting = coroutine;
      ended = phase == Phase.ENDED;
      begins = phase == Phase.NEW;
      if (begins) {
        phase = Phase.QUEUED;
      }
    }
    if (begins) {
      submit();
    } else if (ended) {
      boolean unused = coroutine.resume(this, null, null);
    }
  }

  private void submit() {
    HelperThreads.Work brought;
    try {
      brought = threads.execute(this);
    } catch (Throwable refusal) {
      if (begin(null)) { // else it was cancelled meanwhile
        end(null, refusal);
      }
      return;
    }
    boolean withdrawn;
    synchronized (this) {
      queued = brought;
      withdrawn = phase == Phase.OVER;
    }
    if (withdrawn) { // meanwhile, when this was not known there; else it is no longer queued
      boolean unused = brought.cancel();
    }
  }

  /** Takes what never begins out of the threads' queue. */
  private void takeOut() {
    HelperThreads.Work known;
    synchronized (this) {
      known = queued;
    }
    if (known != null) {
      boolean unused = known.cancel();
    }
  }

  @Override
  public void disarm(Coroutine coroutine) {
    boolean withdrawn;
    synchronized (this) {
      withdrawn = withdraw();
      interrupted = interruptWork();
    }
    if (withdrawn) {
      takeOut();
    }
  }

  /** Whether it had not begun; now it never does. With the monitor held. */
  private boolean withdraw() {
    boolean unbegun = phase == Phase.NEW || phase == Phase.QUEUED;
    if (unbegun) {
      phase = Phase.OVER;
    }
    return unbegun;
  }

  /** Interrupts the work if it runs. With the monitor held. */
  private boolean interruptWork() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
    return running != null;
  }

  // ---- the work: on a thread that may block ----

  @Override
  public void run() {
    Thread current = Thread.currentThread();
    if (!begin(current)) {
      return;
    }
    current.setContextClassLoader(loader);
    Carrier carrier = Carrier.current();
    ContextSnapshot before = ContextSnapshot.swap(context, carrier);
    Object returned = null;
    Throwable thrown = null;
    try {
      returned = work.call();
    } catch (Throwable failed) {
      thrown = failed;
    } finally {
      var unused = ContextSnapshot.swap(before, carrier);
      current.setContextClassLoader(ClassLoader.getSystemClassLoader());
    }
    end(returned, thrown);
  }

  /**
   * The work begins.
   *
   * @param current the thread that runs it; null if none is going to
   * @return false if it was cancelled before
   */
  private synchronized boolean begin(@Nullable Thread current) {
    if (phase != Phase.QUEUED) {
      return false;
    }
    if (current != null) {
      boolean unused = Thread.interrupted(); // the work before may have given its thread away
    }
    phase = Phase.RUNNING;
    thread = current;
    return true;
  }

  private void end(@Nullable Object returned, @Nullable Throwable thrown) {
    boolean left;
    Coroutine coroutine;
    synchronized (this) {
      if (thread != null) {
        thread = null;
        boolean unused = Thread.interrupted();
      }
      left = phase == Phase.OVER;
      phase = left ? phase : Phase.ENDED;
      result = returned;
      failure = thrown;
      coroutine = Objects.requireNonNull(waiting);
    }
    if (left) {
      handBack(returned, thrown);
    } else if (!coroutine.resume(this, null, null) && coroutine.isDone() && takeBack()) {
      handBack(returned, thrown); // its scheduler has abandoned it
    }
  }

  private synchronized boolean takeBack() {
    boolean untaken = phase == Phase.ENDED;
    phase = Phase.OVER;
    return untaken;
  }

  /** Nobody is there to take the outcome. On a thread that may block. */
  private static void handBack(@Nullable Object late, @Nullable Throwable unheard) {
    LateResults.closeOrReport(late);
    if (unheard != null && !Interrupts.isInterruption(unheard)) {
      UncaughtExceptions.report(Thread.currentThread(), unheard);
    }
  }

  // ---- the coroutine ----

  @Override
  protected int resume(Carrier carrier) throws Throwable {
    Throwable met = null;
    try {
      carrier.takeVoid();
    } catch (Throwable fromOutside) {
      met = fromOutside;
    }
    boolean mayWait = mayWait(carrier);
    if (met != null) {
      meet(met, carrier);
    }
    switch (next(met != null, mayWait)) {
      case TAKE -> takeOutcome(carrier);
      case WAIT -> waitForWork(carrier);
      case GIVE_UP -> throw giveUp(thrown(carrier));
    }
    return carrier.unwinding;
  }

  /** The scheduler's end is met once by waiting for the work, which it interrupts, not twice. */
  private boolean mayWait(Carrier carrier) {
    return !hasMet() || !carrier.isForcedOut();
  }

  private synchronized Next next(boolean met, boolean mayWait) {
    if (phase == Phase.ENDED) {
      return Next.TAKE;
    }
    if (!met) {
      return Next.WAIT;
    }
    if (phase != Phase.RUNNING) {
      return Next.GIVE_UP;
    }
    if (!interrupted) { // nobody has told the work: this was not suspended when it was cancelled
      boolean unused = interruptWork();
    }
    interrupted = false;
    return mayWait ? Next.WAIT : Next.GIVE_UP;
  }

  /** What the call returns or throws now that the work has ended. */
  private void takeOutcome(Carrier carrier) throws Throwable {
    synchronized (this) {
      phase = Phase.OVER;
    }
    Throwable thrown = failure;
    if (metFailure() != null) {
      closeElsewhere();
    } else if (!hasMet() || thrown == null || !Interrupts.isInterruption(thrown)) {
      putOff(carrier);
      handOver(thrown, carrier);
      return;
    }
    throw thrown(carrier, thrown);
  }

  private void handOver(@Nullable Throwable thrown, Carrier carrier) throws Throwable {
    if (thrown != null) {
      throw thrown;
    }
    carrier.putObject(result);
  }

  /** The work never begins, or is left behind. */
  private Throwable giveUp(Throwable met) {
    boolean unbegun;
    synchronized (this) {
      unbegun = withdraw();
      phase = Phase.OVER;
    }
    if (unbegun) {
      takeOut();
    }
    return met;
  }

  /** This thread may be one that must not block, and to close may take its time. */
  private void closeElsewhere() {
    if (!(result instanceof AutoCloseable)) {
      return;
    }
    Object late = result;
    try {
      var unused = threads.execute(() -> handBack(late, null));
    } catch (Throwable refused) {
      handBack(late, null);
    }
  }
}
