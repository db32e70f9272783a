package dev.weft.spi;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.ResultHandoff;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One wait of one coroutine for something that Weft knows nothing of: a callback, a subscription, a
 * library's own future. What awaitable types and suspending methods are made of.
 *
 * <pre>{@code
 * @Async
 * static String ask(Device device) throws Exception {
 *   return new Operation<String>() {
 *     private Request request;
 *
 *     @Override
 *     protected void start() {
 *       request = device.ask(this::complete, this::fail); // callbacks on any thread
 *     }
 *
 *     @Override
 *     protected void cancelled() {
 *       request.cancel();
 *     }
 *   }.await();
 * }
 * }</pre>
 *
 * <h2>What happens when</h2>
 *
 * <ul>
 *   <li>{@link #start} is called when the coroutine is suspended, on the thread that ran it. What
 *       it throws is thrown by {@link #await}.
 *   <li>{@link #complete} and {@link #fail} may be called by any thread, at any time from {@code
 *       start} on, also within it; the first call decides. The coroutine goes on where it belongs.
 *   <li><b>Cancelled before</b> the result is there: {@link #cancelled} is called, on any thread,
 *       and {@code await} throws the {@link CancellationException}. If {@code start} still runs,
 *       that comes when it has returned; if it has not begun, neither is called. A result that
 *       comes later stays with the caller of {@code complete}, which returns false.
 *   <li><b>Cancelled after</b> {@code complete} has returned true: the coroutine gets the result
 *       all the same, and meets the cancellation at its next suspension point.
 *   <li><b>Its scheduler refuses</b> the coroutine when the result is there: {@code await} throws
 *       the refusal, and {@link #undelivered} gets the value.
 * </ul>
 *
 * <p>So a value belongs to somebody at each instant: to whoever computes it until {@code complete}
 * has returned true, then to the coroutine, or else to {@code undelivered}. An operation is used
 * once.
 *
 * @param <T> the result
 */
public abstract class Operation<T extends @Nullable Object> {

  /** How it ended; one of both is null. */
  private record Outcome(@Nullable Object value, @Nullable Throwable failure) {}

  /** Not suspended yet: there is nobody to be woken. */
  private static final int NEW = 0;

  private static final int STARTING = 1;
  private static final int STARTED = 2;
  private static final int CANCELLED = 3;

  private static final VarHandle PHASE;

  static {
    try {
      PHASE = MethodHandles.lookup().findVarHandle(Operation.class, "phase", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ResultHandoff<Outcome> handoff = new ResultHandoff<>();
  private final Leaf leaf = new Leaf();
  private boolean awaited;
  private volatile int phase = NEW;

  /** For subclasses. */
  protected Operation() {}

  /**
   * Begins what the coroutine waits for.
   *
   * @throws Exception what {@link #await} is to throw; nothing must call {@code complete} then
   */
  protected abstract void start() throws Exception;

  /**
   * Told, on any thread, that the coroutine waits no longer: the place to stop what {@link #start}
   * has begun. Not called once there is a result. Must not block, nor throw. Does nothing unless
   * overridden.
   */
  protected void cancelled() {}

  /**
   * Takes back a value for which {@link #complete} has returned true, and which the coroutine did
   * not get since its scheduler refused it. Must not block. By default, closes it if it is {@link
   * AutoCloseable}.
   *
   * @param late the value
   * @throws Exception goes to the thread's uncaught exception handler
   */
  protected void undelivered(T late) throws Exception {
    if (late instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  /**
   * Ends the wait with a value. Any thread.
   *
   * @return false if it had ended: the value is still the caller's
   * @throws IllegalStateException if it has not begun
   */
  protected final boolean complete(T result) {
    return end(new Outcome(result, null));
  }

  /**
   * Ends the wait with a failure, which {@link #await} throws as it is. Any thread.
   *
   * @return false if it had ended
   * @throws IllegalStateException if it has not begun
   */
  protected final boolean fail(Throwable reason) {
    return end(new Outcome(null, Objects.requireNonNull(reason, "reason")));
  }

  private boolean end(Outcome outcome) {
    if (phase == NEW) {
      throw new IllegalStateException("ended before it was begun: " + this);
    }
    return leaf.end(outcome);
  }

  /**
   * Suspends the running coroutine until this has ended; in ordinary code, blocks the thread.
   *
   * @return what it was completed with
   * @throws Exception what it failed with, what {@link #start} threw, or the cancellation
   * @throws IllegalStateException if this has been awaited before
   */
  @Async
  public final T await() throws Exception {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = await(WovenCarrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #await()}.
   *
   * @hidden
   */
  public final @Nullable Object await(int room, WovenCarrier carrier) {
    if (awaited) {
      throw new IllegalStateException("awaited twice; make an operation for each wait: " + this);
    }
    awaited = true;
    leaf.begin(carrier);
    return null;
  }

  private void handBack(Outcome outcome) {
    if (outcome.failure != null) {
      return;
    }
    try {
      undelivered(Unchecked.cast(outcome.value));
    } catch (Throwable notTaken) { // nobody is there to be told
      UncaughtExceptions.report(Thread.currentThread(), notTaken);
    }
  }

  /** The frame that stands for this in the coroutine's chain, and the event it waits for. */
  private final class Leaf extends OperationFrame {
    void begin(Carrier carrier) {
      suspend(carrier);
    }

    boolean end(Outcome outcome) {
      StackReserve.ensure();
      return handoff.put(outcome) && (wakeWithResult() || handoff.abandon() == null);
    }

    @Override
    protected void start() {
      if (!PHASE.compareAndSet(Operation.this, NEW, STARTING)) {
        return; // cancelled
      }
      try {
        Operation.this.start();
      } catch (Exception failure) {
        throw SneakyThrow.sneaky(failure);
      }
      if (!PHASE.compareAndSet(Operation.this, STARTING, STARTED)) {
        cancelled();
      }
    }

    @Override
    protected void proceed(Carrier carrier) throws Throwable {
      Outcome outcome = Objects.requireNonNull(handoff.take(), "woken without a result");
      if (outcome.failure != null) {
        throw outcome.failure;
      }
      carrier.putObject(outcome.value);
    }

    @Override
    protected void abandon() {
      Outcome outcome = handoff.abandon();
      if (outcome != null) {
        handBack(outcome);
      } else if ((int) PHASE.getAndSet(Operation.this, CANCELLED) == STARTED) {
        cancelled(); // else whoever starts it sees to that
      }
    }

    @Override
    protected void failed() {
      Outcome outcome = handoff.abandon();
      if (outcome != null) {
        handBack(outcome);
      }
    }

    @Override
    protected FrameSnapshot snapshot() {
      String name = Operation.this.getClass().getName();
      return new FrameSnapshot(name, "await", "", 0, "", List.of(), name);
    }
  }
}
