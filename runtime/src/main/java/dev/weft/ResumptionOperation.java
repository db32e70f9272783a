package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.internal.util.Unchecked;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link Weft#suspend}: the resumption, the leaf of the coroutine and the event that it
 * waits for, in one object.
 *
 * <h2>Protocol</h2>
 *
 * <p>{@code outcome} says how it ended; it changes once, from {@code null}, by compare-and-set, and
 * then once more when somebody takes what is there.
 *
 * <table>
 * <caption>Values of {@code outcome}</caption>
 * <tr><td>null</td><td>pending: the block runs, or the coroutine is suspended</td></tr>
 * <tr><td>a {@link Failed}, a {@link Returnable}, {@link Mark#NULL}, or the value itself, which can
 *     be none of these since nobody else has them</td>
 *     <td>resumed; the coroutine's once it takes it, see {@link #take}</td></tr>
 * <tr><td>{@link Mark#TAKEN}</td><td>the coroutine has it</td></tr>
 * <tr><td>{@link Mark#CANCELLED}</td><td>nobody takes anything any more</td></tr>
 * </table>
 *
 * <p>Whoever resumes writes the outcome first and wakes the coroutine then. If that is not
 * suspended yet, it finds the outcome itself: before it suspends, or in {@link #start}, and one of
 * the two wake-ups wins. Whoever cancels voids this if it is pending, and the cancel action runs.
 * If it was resumed by then, the coroutine takes the outcome first, even where the canceller has
 * won the wake-up, and meets the cancellation at its next suspension point. Only if its scheduler
 * has ended, or refuses it, does the outcome go back to its owner, taken in the same step that
 * voids it. So one of the two has it. The coroutine takes with a plain read and a release: that it
 * takes says that it was resumed, after which nobody cancels this any more, and nobody resumes it
 * again.
 *
 * <p>{@code onCancel} is null, the action, or {@link #VOID} once it has been run or never will be.
 */
@FrameLayout(
    owner = "dev.weft.Weft",
    method = "suspend",
    descriptor = "(Ldev/weft/Resumption$Block;)Ljava/lang/Object;",
    file = "Weft.java",
    points = {})
final class ResumptionOperation<T extends @Nullable Object> extends OperationFrame
    implements Resumption<T> {

  private enum Mark {
    NULL,
    TAKEN,
    CANCELLED
  }

  private record Failed(Throwable failure) {}

  /** A value and who gets it back. */
  private record Returnable(@Nullable Object value, Consumer<@Nullable Object> owner) {}

  private enum Settled implements Runnable {
    VOID;

    @Override
    public void run() {}
  }

  private static final Runnable VOID = Settled.VOID;

  private static final VarHandle OUTCOME;
  private static final VarHandle ON_CANCEL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OUTCOME = lookup.findVarHandle(ResumptionOperation.class, "outcome", Object.class);
      ON_CANCEL = lookup.findVarHandle(ResumptionOperation.class, "onCancel", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Object outcome;
  private volatile @Nullable Runnable onCancel;

  ResumptionOperation() {}

  /** Runs the block, then waits unless it has been resumed by then. */
  @Nullable Object begin(Block<T> block, Carrier carrier) throws Throwable {
    carrier.meetPending();
    try {
      block.accept(this);
    } catch (Throwable failure) {
      voidAndHandBack();
      throw failure;
    }
    if (outcome != null) {
      return take();
    }
    suspend(carrier);
    return null;
  }

  // ---- whoever resumes ----

  @Override
  public boolean resume(T value) {
    return end(value == null ? Mark.NULL : value);
  }

  @Override
  public boolean resume(T value, Consumer<? super T> undelivered) {
    Objects.requireNonNull(undelivered, "undelivered");
    return end(new Returnable(value, back -> undelivered.accept(Unchecked.cast(back))));
  }

  @Override
  public boolean fail(Throwable failure) {
    return end(new Failed(Objects.requireNonNull(failure, "failure")));
  }

  private boolean end(Object ended) {
    StackReserve.ensure();
    if (!OUTCOME.compareAndSet(this, null, ended)) {
      return false;
    }
    boolean unused = wakeWithResult(); // else the coroutine finds it itself
    return true;
  }

  @Override
  public void onCancel(Runnable action) {
    Objects.requireNonNull(action, "action");
    if (!ON_CANCEL.compareAndSet(this, null, action)) {
      if (onCancel != VOID) {
        throw new IllegalStateException(
            "there is an action for cancellation already" + CallSites.atCaller());
      }
      if (outcome == Mark.CANCELLED) {
        run(action);
      }
    } else if (outcome == Mark.CANCELLED) {
      runCancelAction(); // unless whoever has cancelled has found it
    }
  }

  @Override
  public boolean isPending() {
    return outcome == null;
  }

  // ---- the coroutine ----

  @Override
  protected void start() {
    Object ended = outcome;
    if (ended != null && ended != Mark.CANCELLED) {
      boolean unused = wakeWithResult();
    }
  }

  @Override
  protected void proceed(Carrier carrier) throws Throwable {
    carrier.putObject(take());
  }

  private @Nullable Object take() throws Throwable {
    Object ended = outcome; // nobody cancels what runs here: it has been resumed, and stays so
    OUTCOME.setRelease(this, Mark.TAKEN);
    ON_CANCEL.setRelease(this, VOID);
    if (ended instanceof Failed failed) {
      throw failed.failure;
    }
    if (ended == null || ended == Mark.CANCELLED) {
      throw new IllegalStateException("woken without a result");
    }
    return value(ended);
  }

  private static @Nullable Object value(Object ended) {
    if (ended == Mark.NULL) {
      return null;
    }
    return ended instanceof Returnable kept ? kept.value : ended;
  }

  // ---- whoever cancels ----

  @Override
  protected void abandon() {
    voidIfPending();
  }

  @Override
  protected boolean comesFirst() {
    voidIfPending();
    return outcome != Mark.CANCELLED;
  }

  private void voidIfPending() {
    if (OUTCOME.compareAndSet(this, null, Mark.CANCELLED)) {
      runCancelAction();
    }
  }

  @Override
  protected void failed() {
    voidAndHandBack();
  }

  private void voidAndHandBack() {
    Object ended = OUTCOME.getAndSet(this, Mark.CANCELLED);
    if (ended == null) {
      runCancelAction();
    } else if (!(ended instanceof Mark) || ended == Mark.NULL) {
      onCancel = VOID;
      handBack(ended);
    }
  }

  private void runCancelAction() {
    Runnable action = (Runnable) ON_CANCEL.getAndSet(this, VOID);
    if (action != null) {
      run(action);
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) { // nobody is there to be told
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  private static void handBack(Object ended) {
    if (ended instanceof Failed) {
      return;
    }
    run(
        () -> {
          if (ended instanceof Returnable kept) {
            kept.owner.accept(kept.value);
          } else {
            close(ended);
          }
        });
  }

  private static void close(@Nullable Object value) {
    if (value instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception failure) {
        throw SneakyThrow.sneaky(failure);
      }
    }
  }

  @Override
  public String toString() {
    return "Resumption[" + (isPending() ? "pending" : "ended") + "]";
  }
}
