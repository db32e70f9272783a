package dev.weft.internal.engine;

import dev.weft.internal.util.Suppression;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A suspending method written by hand: the leaf frame of the coroutine that called it and the event
 * which that one waits for, in one object that can be used for one call after the other.
 *
 * <h2>How one is written</h2>
 *
 * <p>A method {@code @Async R m(P)} that woven code can call is a pair: {@code R m(P, int,
 * Carrier)}, the body, tries to do the work, and where it cannot yet, calls {@link #suspend} on an
 * operation and returns a dummy; {@code R m(P)} calls the body and, if the carrier {@linkplain
 * Carrier#isUnwinding is unwinding} then, one of the {@code block} methods of the carrier. If the
 * body overrides that of a superclass or an interface, its class has to declare {@code private
 * static void weft$woven() {}}: one without it is taken for a proxy, which overrides all it sees,
 * and its ordinary method is called.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li>{@link #start} is called when the coroutine is suspended; it asks for {@link #wake}.
 *   <li>A wake-up is a hint, and may be spurious. {@link #proceed} runs in the coroutine, on its
 *       scheduler, and tries again: it leaves the result in the carrier, or throws, or calls {@link
 *       #suspendAgain}. So a wake-up that comes late, or twice, does no harm, and work is done in
 *       the coroutine's own turn.
 *   <li>A cancellation that comes after a wake-up, before {@code proceed}, takes its place: nothing
 *       is lost by it, since nothing has been done. Where something has (a result was made
 *       elsewhere), {@link #wakeWithResult} is to be used in place of {@code wake}: then {@code
 *       proceed} runs, and the cancellation is met at the next suspension point.
 *   <li>{@link #abandon} is called, on any thread, when the coroutine was cancelled; it then meets
 *       the cancellation in place of {@code proceed}. What was not done by then is never done. It
 *       may come while {@code start} still runs, or even before: whatever {@code start} asks for
 *       has to be ready for that.
 *   <li>What is handed over without a claim, so that a cancellation may win the wake-up after it,
 *       {@link #comesFirst} all the same: then {@code proceed} runs, and the cancellation is met at
 *       the next suspension point.
 *   <li>{@link #failed} is called in the coroutine whenever a failure takes the place of {@code
 *       goOn}, also after a {@code wakeWithResult}: its scheduler may refuse it.
 * </ul>
 *
 * <p>One call at a time. Between two calls the caller of the last one stays reachable from here.
 */
public abstract class OperationFrame extends Frame implements Event {

  private static final VarHandle WAITING;

  static {
    try {
      WAITING =
          MethodHandles.lookup().findVarHandle(OperationFrame.class, "waiting", Coroutine.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Who is to be woken. A subclass may have let others know of itself before it is suspended; so
   * who puts a result down first and looks here afterwards must find the coroutine, or else {@link
   * #start}, which looks for the result, must find that. Therefore this is written before the
   * atomic operation by which the coroutine becomes suspended, or as a volatile after it.
   */
  private volatile @Nullable Coroutine waiting;

  /**
   * Whether {@link #proceed} is to run whatever the coroutine is to meet besides. By who has won
   * the wake-up, before it dispatches, and then by the coroutine. A bit, and not the value that a
   * wake-up may carry: that would be a reference to write, and another one in the carrier.
   */
  private boolean hasResult;

  /** For subclasses. */
  protected OperationFrame() {}

  /** Suspends the call that is being made; last thing that a body does before it returns. */
  protected final void suspend(Carrier carrier) {
    Coroutine running = carrier.coroutine();
    if (running != null && waiting != running) {
      WAITING.set(this, running);
    }
    carrier.suspendOnLeaf(this, Unwinding.UNCALLED);
  }

  /** Suspends the call once more; last thing that {@link #proceed} does. */
  protected final void suspendAgain(Carrier carrier) {
    carrier.suspendOnLeaf(this, 0);
  }

  /** Asks for {@link #wake}. What this throws is thrown in the coroutine. */
  protected abstract void start();

  /** Releases what {@link #start} has asked for. Any thread; must not throw. */
  protected abstract void abandon();

  /**
   * Tries again.
   *
   * @throws Throwable what the call fails with
   */
  protected abstract void proceed(Carrier carrier) throws Throwable;

  /**
   * Whether there is a result that the coroutine takes although it was interrupted; if there is
   * none, there never will be. In the coroutine, unless its scheduler has ended or refused it.
   */
  protected boolean comesFirst() {
    return false;
  }

  /** Told once when a suspended call ends by a failure that came from outside. */
  protected abstract void failed();

  /**
   * Whether the last call that has been suspended was one of {@code coroutine}, which calls this.
   */
  protected final boolean isWaitOf(@Nullable Coroutine coroutine) {
    return coroutine != null && waiting == coroutine;
  }

  /** Lets the call try again; false if it does not wait. Any thread. */
  public final boolean wake() {
    Coroutine coroutine = waiting;
    return coroutine != null && coroutine.resume(this, null, null);
  }

  /**
   * Lets the call take over what was done for it, even if it is cancelled meanwhile; false if it
   * does not wait, and never will take it over. Any thread that is known to have stack left, or has
   * {@linkplain StackReserve#ensure made sure} of that before it did anything.
   */
  protected final boolean wakeWithResult() {
    boolean claimed = claim();
    if (claimed) {
      wakeClaimed();
    }
    return claimed;
  }

  /**
   * The first half of {@link #wakeWithResult}: from now on nobody else wakes the call, and it does
   * not go on before {@link #wakeClaimed}, which has to follow. For what must be changed in
   * between.
   */
  protected final boolean claim() {
    Coroutine coroutine = waiting;
    return coroutine != null && coroutine.claim(this);
  }

  /** The second half of {@link #wakeWithResult}. */
  protected final void wakeClaimed() {
    hasResult = true;
    Objects.requireNonNull(waiting).goOnWithResult();
    Stranded.notice();
  }

  /** Whether the wake-up that the coroutine goes on from was one with a result. By who runs it. */
  final boolean hasResult() {
    return hasResult;
  }

  /** Lets the call fail; false if it does not wait. Any thread. */
  public final boolean wake(Throwable failure) {
    Coroutine coroutine = waiting;
    return coroutine != null && coroutine.resume(this, null, failure);
  }

  @Override
  public final void arm(Coroutine coroutine) {
    if (waiting != coroutine) {
      waiting = coroutine;
    }
    start();
  }

  @Override
  public final void disarm(Coroutine coroutine) {
    abandon();
  }

  @Override
  protected final int resume(Carrier carrier) throws Throwable {
    hasResult = false;
    Throwable met = carrier.failure;
    if (met != null && carrier.isFromOutside(met) && comesFirst()) {
      carrier.failure = null;
      Interruptions.defer(met, Objects.requireNonNull(carrier.coroutine()));
    }
    try {
      carrier.takeVoid();
    } catch (Throwable failure) {
      failedBy(failure);
      throw failure;
    }
    proceed(carrier);
    return carrier.unwinding;
  }

  /** What is thrown besides may be what is cancelled with this, and is not to come in its place. */
  private void failedBy(Throwable failure) {
    try {
      failed();
    } catch (Throwable besides) {
      Suppression.add(failure, besides);
    }
  }
}
