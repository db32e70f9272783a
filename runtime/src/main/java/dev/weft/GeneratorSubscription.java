package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.spi.Scheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of an async generator, and the coroutine that asks the generator for what that one
 * has requested.
 *
 * <h2>Protocol</h2>
 *
 * <p>The coroutine begins with the first call of the subscription, after {@code onSubscribe} has
 * returned; it alone calls the generator and signals, so signals come one after the other and an
 * element is the coroutine's from the generator to the end of {@code onNext}. The subscription's
 * methods may be called by any thread; they only note what they are told, and wake the coroutine.
 *
 * <p>{@code requested} is what was requested and not taken over by the coroutine, which takes all
 * there is at once and counts it down in {@code left}. Who adds to zero wakes it. The wake-up is a
 * hint: {@code requested} is changed before the coroutine is looked for, and the coroutine looks at
 * it once more when it is suspended.
 *
 * <p>{@code phase} says who ends this.
 *
 * <table>
 * <caption>Values of {@code phase}</caption>
 * <tr><td>NEW</td><td>the coroutine has not run</td></tr>
 * <tr><td>ACTIVE</td><td>it asks, signals or waits for requests</td></tr>
 * <tr><td>CANCELLING</td><td>somebody has cancelled this and is about to cancel the coroutine: what
 *     it waits for meets that. It closes nothing before that is over</td></tr>
 * <tr><td>CANCELLED</td><td>nobody cancels the coroutine any more: it forgets a cancellation that
 *     it has not met, closes the generator, whose finally blocks may so wait, and ends</td></tr>
 * <tr><td>ENDING</td><td>the elements have come to their end, be it a failure; the coroutine closes
 *     the generator, undisturbed, and signals the end unless this is CANCELLED by then</td></tr>
 * <tr><td>DONE</td><td>nothing is signalled any more</td></tr>
 * </table>
 */
final class GeneratorSubscription extends Waiter implements Flow.Subscription {

  private static final int NEW = 0;
  private static final int ACTIVE = 1;
  private static final int CANCELLING = 2;
  private static final int CANCELLED = 3;
  private static final int ENDING = 4;
  private static final int DONE = 5;

  // What the coroutine waits for to begin.
  private static final int SUBSCRIBED = 1;
  private static final int CALLED = 2;
  private static final int BEGUN = SUBSCRIBED | CALLED;

  private static final VarHandle REQUESTED;
  private static final VarHandle PHASE;
  private static final VarHandle GATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      REQUESTED = lookup.findVarHandle(GeneratorSubscription.class, "requested", long.class);
      PHASE = lookup.findVarHandle(GeneratorSubscription.class, "phase", int.class);
      GATE = lookup.findVarHandle(GeneratorSubscription.class, "gate", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final TaskCoroutine coroutine;
  private final Pause pause = new Pause();

  private volatile long requested;
  private volatile int phase = NEW;
  private volatile int gate;

  /** Until the end; by the coroutine, and before it has begun by who subscribes. */
  private Flow.@Nullable Subscriber<Object> subscriber;

  /** What the subscriber is told though it is cancelled. Written before it is CANCELLED. */
  private @Nullable Throwable refusal;

  /** Whether the coroutine waits for who cancels, not for requests. */
  private boolean settling;

  GeneratorSubscription(
      AsyncGeneratorState source,
      Flow.Subscriber<Object> subscriber,
      @Nullable Scheduler scheduler) {
    this.subscriber = subscriber;
    coroutine = TaskFactory.on(scheduler, new Helpers.Body(new Publishing(source)));
  }

  /** Hands this to the subscriber; never throws. */
  void begin() {
    try {
      Objects.requireNonNull(subscriber).onSubscribe(this);
    } catch (Throwable broken) {
      report(broken);
      cancel();
    }
    opens(SUBSCRIBED);
  }

  // ---- any thread ----

  @Override
  public void request(long n) {
    if (n <= 0) {
      stop(
          new IllegalArgumentException(
              "request(" + n + "): must be positive, by rule 3.9 of Reactive Streams"));
      return;
    }
    StackReserve.ensure();
    long before = requested;
    while (!REQUESTED.compareAndSet(this, before, before + n < 0 ? Long.MAX_VALUE : before + n)) {
      before = requested;
    }
    if (before == 0) {
      opens(CALLED);
    }
  }

  @Override
  public void cancel() {
    stop(null);
  }

  /** Ends this early; does nothing if it has been, or all has been signalled. */
  private void stop(@Nullable Throwable reason) {
    StackReserve.ensure();
    int now = phase;
    while (now == NEW || now == ACTIVE) {
      if (PHASE.compareAndSet(this, now, CANCELLING)) {
        refusal = reason;
        if (now == ACTIVE) { // else it will not ask
          boolean unused = coroutine.cancelOnce(); // the end of a loop may have asked before
        }
        phase = CANCELLED;
        opens(CALLED);
        return;
      }
      now = phase;
    }
    if (reason == null) {
      boolean unused = PHASE.compareAndSet(this, ENDING, CANCELLED);
    }
  }

  /** Notes a half of what the coroutine needs to begin, or wakes it. */
  private void opens(int half) {
    int before = gate == BEGUN ? BEGUN : (int) GATE.getAndBitwiseOr(this, half);
    if (before == BEGUN) {
      boolean unused = pause.wake();
    } else if ((before | half) == BEGUN) {
      coroutine.subscribe(this);
      coroutine.begin();
    }
  }

  /** The coroutine has ended: without having said so if its scheduler has refused or lost it. */
  @Override
  protected void completed(Completion done) {
    int before = (int) PHASE.getAndSet(this, DONE);
    Throwable failure = done.failure();
    if (before != DONE && failure != null) {
      signalsEnd(before == NEW || before == ACTIVE || before == ENDING ? failure : refusal);
    }
  }

  private static void report(Throwable failure) {
    UncaughtExceptions.report(Thread.currentThread(), failure);
  }

  // ---- the coroutine ----

  private long takeRequested() {
    return requested == 0 ? 0 : (long) REQUESTED.getAndSet(this, 0L);
  }

  /** A subscriber that throws has cancelled its subscription, by rule 2.13. */
  private void signal(Object element) {
    Flow.Subscriber<Object> told = subscriber;
    try {
      if (told != null) {
        told.onNext(element);
      }
    } catch (Throwable broken) {
      report(broken);
      cancel();
    }
  }

  /** Signals the end, and forgets the subscriber. */
  private void signalsEnd(@Nullable Throwable failure, boolean completes) {
    Flow.Subscriber<Object> told = subscriber;
    subscriber = null;
    try {
      if (told == null) {
        return; // its scheduler has lost the coroutine, and that was told
      }
      if (failure != null) {
        told.onError(failure);
      } else if (completes) {
        told.onComplete();
      }
    } catch (Throwable broken) {
      report(broken);
    }
  }

  private void signalsEnd(@Nullable Throwable failure) {
    signalsEnd(failure, false);
  }

  private void finished(@Nullable Throwable failure) {
    if (PHASE.compareAndSet(this, ENDING, DONE)) {
      signalsEnd(failure, true);
      return;
    }
    phase = DONE;
    if (failure != null && isNews(failure)) { // who has cancelled is not to be told
      report(failure);
    }
    signalsEnd(refusal);
  }

  private static boolean isNews(Throwable failure) {
    return !(failure instanceof CancellationException) || failure.getSuppressed().length > 0;
  }

  /** What the coroutine does. */
  private final class Publishing extends GeneratorStage {
    private static final int POLLED = 2;

    private final AsyncGeneratorState source;

    /** What has been taken over of {@link #requested}. */
    private long left;

    private boolean closing;

    Publishing(AsyncGeneratorState source) {
      super(source);
      this.source = source;
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      if (now == POLLED) {
        take(result);
        return null;
      }
      if (phase != ACTIVE && !PHASE.compareAndSet(GeneratorSubscription.this, NEW, ACTIVE)) {
        ends();
        return null;
      }
      if (left == 0) {
        left = takeRequested();
      }
      if (left == 0) {
        pause.begin(carrier);
        return null;
      }
      then(POLLED);
      return poll(source, carrier);
    }

    private void take(@Nullable Object polled) {
      if (isEnd(polled)) {
        ends();
        return;
      }
      if (polled == null) {
        throw new NullPointerException(
            "an async generator that is a publisher emitted null, which Reactive Streams forbids");
      }
      left--;
      then(BEGIN);
      signal(polled); // also if this is cancelled by now: it was requested, and is nobody else's
    }

    /** First makes sure that the generator is closed undisturbed. */
    @Override
    protected boolean closeNext(Carrier carrier) {
      if (!closing && !endsFrom(ACTIVE) && !endsFrom(NEW)) {
        if (phase == CANCELLING) {
          settling = true;
          pause.begin(carrier);
          return true;
        }
        forgetCancellation();
      }
      closing = true;
      return super.closeNext(carrier);
    }

    private boolean endsFrom(int before) {
      return PHASE.compareAndSet(GeneratorSubscription.this, before, ENDING);
    }

    private void forgetCancellation() {
      try {
        coroutine.meetPending();
      } catch (CancellationException notMet) {
        return; // the body did not wait: it is closed instead
      } catch (Throwable other) {
        throw SneakyThrow.sneaky(other);
      }
    }

    /** What is met while this settles is the cancellation. */
    @Override
    protected boolean counts(Throwable met) {
      return closing;
    }

    @Override
    protected void finish(@Nullable Throwable first, Carrier carrier) {
      finished(first);
      carrier.putVoid();
    }
  }

  /** The coroutine, waiting. */
  private final class Pause extends OperationFrame {
    void begin(Carrier carrier) {
      suspend(carrier);
    }

    private boolean isOver() {
      int now = phase;
      return settling ? now != CANCELLING : now != ACTIVE || requested != 0;
    }

    @Override
    protected void start() {
      if (isOver()) {
        boolean unused = wake();
      }
    }

    @Override
    protected void proceed(Carrier carrier) {
      if (isOver()) {
        carrier.putVoid();
      } else {
        suspendAgain(carrier);
      }
    }

    @Override
    protected void abandon() {
      // requests stay noted
    }

    @Override
    protected void failed() {
      // and who has cancelled is seen by the phase
    }
  }
}
