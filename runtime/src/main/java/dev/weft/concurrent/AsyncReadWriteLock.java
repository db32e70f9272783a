package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.annotations.Async;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pair of locks that coroutines wait for without blocking a thread: many may read at a time, and
 * one may write while nobody reads.
 *
 * <pre>{@code
 * private final AsyncReadWriteLock prices = new AsyncReadWriteLock();
 *
 * @Async
 * long price(String item) {
 *   return prices.readLock().withLock(() -> lookUp(item));  // may suspend
 * }
 * }</pre>
 *
 * <p><b>Fair</b>: first come, first served. A writer that waits holds off the readers that come
 * after it; the readers that stand between two writers are let in together.
 *
 * <p>Not reentrant. Taking either lock while the caller writes fails at once. Who reads is not
 * known: a reader that takes the read lock again while a writer waits, or the write lock, waits for
 * itself.
 *
 * <p>Cancellation, ordinary code and event loops: as for {@link AsyncLock}. To take and to give
 * back are one compare-and-set each while nobody waits, and allocate nothing.
 */
public final class AsyncReadWriteLock {

  private final ReadWriteState state = new ReadWriteState();
  private final ReadLock readLock = new ReadLock(state);
  private final WriteLock writeLock = new WriteLock(state);

  /** A lock that nobody holds. */
  public AsyncReadWriteLock() {}

  /** The lock for those who only read. */
  public ReadLock readLock() {
    return readLock;
  }

  /** The lock for those who change things. */
  public WriteLock writeLock() {
    return writeLock;
  }

  /** How many read now. For looking. */
  public int getReadLockCount() {
    return state.readers();
  }

  /** Whether somebody writes now. For looking. */
  public boolean isWriteLocked() {
    return state.isWriting();
  }

  /** How many wait. For looking. */
  public int getQueueLength() {
    return state.waiting();
  }

  @Override
  public String toString() {
    return "AsyncReadWriteLock["
        + (isWriteLocked() ? "writing" : getReadLockCount() + " reading")
        + "]";
  }

  /** One of the two locks. */
  public abstract static sealed class Side permits ReadLock, WriteLock {

    final ReadWriteState state;
    final Guarded guard;
    private final Call lock;
    private final Call tryLock;
    private final Call withLock;

    private Side(ReadWriteState state, boolean writes) {
      String name = "AsyncReadWriteLock$" + (writes ? "WriteLock" : "ReadLock");
      lock = new Call(name, "lock");
      tryLock = new Call(name, "tryLock");
      withLock = new Call(name, "withLock");
      this.state = state;
      guard = state.side(writes, lock);
    }

    /**
     * Takes the lock; suspends until it can be had and it is the caller's turn.
     *
     * @throws IllegalStateException if the caller holds the write lock
     */
    @Async
    public void lock() {
      WovenCarrier carrier = WovenCarrier.current();
      lock(Carrier.MAX_DEPTH, carrier);
      Callers.block(carrier, lock);
    }

    /**
     * The body of {@link #lock()}.
     *
     * @hidden
     */
    public void lock(int room, WovenCarrier carrier) {
      guard.enter(carrier);
    }

    /**
     * Takes the lock if it can be had at once and nobody waits. Never suspends.
     *
     * @return whether the caller has it
     * @throws IllegalStateException if the caller holds the write lock
     */
    public boolean tryLock() {
      return guard.tryTake(Callers.identity(Carrier.current()), tryLock);
    }

    /**
     * {@link #lock()} that waits no longer than {@code time}.
     *
     * @param time by the clock of the coroutine's scheduler; if it is not positive, as {@link
     *     #tryLock()}
     * @return whether the caller has it; false if the time is over
     * @throws IllegalStateException if the caller holds the write lock
     */
    @Async
    public boolean tryLock(Duration time) {
      WovenCarrier carrier = WovenCarrier.current();
      return Callers.block(tryLock(time, Carrier.MAX_DEPTH, carrier), carrier, tryLock);
    }

    /**
     * The body of {@link #tryLock(Duration)}.
     *
     * @hidden
     */
    public boolean tryLock(Duration time, int room, WovenCarrier carrier) {
      return guard.tryEnter(tryLock, time, carrier);
    }

    /**
     * Gives the lock back. Never suspends.
     *
     * @throws IllegalMonitorStateException if nobody holds it; for the write lock, if the caller
     *     does not
     */
    public abstract void unlock();

    /**
     * Calls {@code body} while it holds the lock, in the same coroutine, and gives the lock back
     * however that ends. Throws what {@code body} throws, as it is.
     *
     * @return what {@code body} returns
     * @throws IllegalStateException if the caller holds the write lock
     */
    @Async
    public <T extends @Nullable Object> T withLock(AsyncCallable<T> body) {
      WovenCarrier carrier = WovenCarrier.current();
      Object result = withLock(body, carrier.room(), carrier);
      return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
    }

    /**
     * The body of {@link #withLock(AsyncCallable)}.
     *
     * @hidden
     */
    public @Nullable Object withLock(AsyncCallable<?> body, int room, WovenCarrier carrier) {
      Objects.requireNonNull(body, "body");
      return HeldCall.call(guard, withLock, body, room, carrier);
    }

    /** The same for a body without a result. */
    @Async
    public void withLock(AsyncRunnable body) {
      WovenCarrier carrier = WovenCarrier.current();
      withLock(body, carrier.room(), carrier);
      if (carrier.isUnwinding()) {
        carrier.blockVoid();
      }
    }

    /**
     * The body of {@link #withLock(AsyncRunnable)}.
     *
     * @hidden
     */
    public void withLock(AsyncRunnable body, int room, WovenCarrier carrier) {
      Objects.requireNonNull(body, "body");
      var unused = HeldCall.call(guard, withLock, body, room, carrier);
    }
  }

  /**
   * The lock for those who only read: held by any number at a time, and by nobody who writes. It
   * does not know who holds it.
   */
  public static final class ReadLock extends Side {

    private ReadLock(ReadWriteState state) {
      super(state, false);
    }

    @Override
    public void unlock() {
      state.leaveRead();
    }
  }

  /**
   * The lock for one who changes things: held by one at a time, the coroutine or the thread that
   * has taken it.
   */
  public static final class WriteLock extends Side {

    private WriteLock(ReadWriteState state) {
      super(state, true);
    }

    @Override
    public void unlock() {
      state.leaveWrite(Callers.identity(Carrier.current()));
    }
  }
}
