package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place where one coroutine after the other waits to be resumed, without anything being allocated
 * for a wait: what {@link Weft#suspend} is for a single one. As with {@link
 * java.util.concurrent.locks.LockSupport#park}, a value that comes before somebody waits is kept
 * for who waits next; a second one is refused.
 *
 * <p>A coroutine that is cancelled while it waits leaves this as it was; a value that comes at the
 * same time is kept. {@link #await} is for one coroutine at a time, all else for any thread.
 *
 * <h2>Protocol</h2>
 *
 * <p>One field, {@code content}: null, the {@link Leaf} of who waits, or the outcome that is kept.
 * {@code await} takes the outcome or puts its leaf there; {@code resume} replaces either null or
 * the leaf by the outcome, and in the second case wakes the coroutine, which may not be suspended
 * yet: it looks again when it is, and one of the two wake-ups wins; the other may come late, while
 * the coroutine waits here once more, which then waits on. The coroutine alone takes an outcome
 * out, and whoever cancels it removes only its leaf. So an outcome is taken once, whatever meets
 * what.
 *
 * @param <T> what is waited for
 */
public final class ReusableResumption<T extends @Nullable Object> {

  private enum Mark {
    NULL
  }

  private record Failed(Throwable failure) {}

  private static final VarHandle CONTENT;

  static {
    try {
      CONTENT =
          MethodHandles.lookup().findVarHandle(ReusableResumption.class, "content", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * What the last coroutine has waited by. That one may use it again; any other needs its own, as a
   * coroutine that goes on, cancelled perhaps, still looks at it. Published by {@code content}.
   */
  private Leaf last = new Leaf();

  private volatile @Nullable Object content;

  /** One that holds nothing, and that nobody awaits. */
  public ReusableResumption() {}

  /**
   * Suspends the running coroutine until this is resumed, unless it has been already; in ordinary
   * code, blocks the thread.
   *
   * @return the value
   * @throws IllegalStateException if a coroutine waits here already
   */
  @Async
  public T await() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = await(Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #await()}.
   *
   * @hidden
   */
  public @Nullable Object await(int room, WovenCarrier carrier) {
    carrier.refuseInGenerator();
    Leaf leaf = last.isOf(carrier) ? last : new Leaf();
    if (CONTENT.compareAndSet(this, null, leaf)) {
      last = leaf;
      leaf.begin(carrier);
      return null;
    }
    if (content instanceof ReusableResumption<?>.Leaf) {
      throw new IllegalStateException(
          "a coroutine waits here already; one may at a time" + CallSites.atCaller());
    }
    return take();
  }

  /**
   * Lets the coroutine that waits here go on with a value, or keeps it for the next one. Any
   * thread.
   *
   * @return false if there is something already that nobody has taken
   */
  public boolean resume(T value) {
    return put(value == null ? Mark.NULL : value);
  }

  /**
   * Has the coroutine that waits here, or will wait next, meet {@code failure}. Any thread.
   *
   * @return false if there is something already that nobody has taken
   */
  public boolean fail(Throwable failure) {
    return put(new Failed(Objects.requireNonNull(failure, "failure")));
  }

  /** Whether a coroutine waits here. Any thread. */
  public boolean isAwaited() {
    return content instanceof ReusableResumption<?>.Leaf;
  }

  private boolean put(Object outcome) {
    StackReserve.ensure();
    while (true) {
      Object seen = content;
      if (seen instanceof ReusableResumption<?>.Leaf awaiting) {
        if (CONTENT.compareAndSet(this, awaiting, outcome)) {
          awaiting.end();
          return true;
        }
      } else if (seen != null || CONTENT.compareAndSet(this, null, outcome)) {
        return seen == null;
      }
    }
  }

  private @Nullable Object take() {
    Object outcome = Objects.requireNonNull(content, "woken without a result");
    CONTENT.setRelease(this, null); // nobody replaces an outcome but who takes it
    if (outcome instanceof Failed failed) {
      throw SneakyThrow.sneaky(failed.failure);
    }
    return outcome == Mark.NULL ? null : outcome;
  }

  @Override
  public String toString() {
    return "ReusableResumption["
        + (isAwaited() ? "awaited" : content == null ? "empty" : "resumed")
        + "]";
  }

  /** The frame that stands for a wait in the coroutine's chain, and the event it waits for. */
  @FrameLayout(
      owner = "dev.weft.ReusableResumption",
      method = "await",
      descriptor = "()Ljava/lang/Object;",
      file = "ReusableResumption.java",
      points = {})
  private final class Leaf extends OperationFrame {
    void begin(Carrier carrier) {
      suspend(carrier);
    }

    void end() {
      boolean unused = wakeWithResult(); // else it finds the outcome itself
    }

    boolean isOf(Carrier carrier) {
      return isWaitOf(carrier.coroutine());
    }

    @Override
    protected void start() {
      if (content != this) {
        end();
      }
    }

    @Override
    protected void proceed(Carrier carrier) {
      if (content == this) { // woken by who has resumed the wait before this one
        suspendAgain(carrier);
      } else {
        carrier.putObject(take());
      }
    }

    @Override
    protected void abandon() {
      leave();
    }

    @Override
    protected void failed() {
      leave();
    }

    private void leave() {
      boolean unused = CONTENT.compareAndSet(ReusableResumption.this, this, null);
    }
  }
}
