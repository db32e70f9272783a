package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.util.CallSites;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who reads and writes under an {@link AsyncReadWriteLock}, and who waits to.
 *
 * <h2>Protocol</h2>
 *
 * <p>{@code state} is the number of readers, or {@link #WRITING}, changed by compare-and-set; while
 * anybody waits the sign bit is set besides, and it is changed under the monitor. Readers and
 * writers stand in one queue: a reader that comes after a waiting writer waits behind it, and all
 * readers up to the next writer are let in together. See {@link WaitQueue} for the rest.
 *
 * <p>{@code writer} is the identity of who writes, written after it was let in and before it
 * leaves, by itself or by who lets it in.
 */
final class ReadWriteState extends OwnedQueue {

  private static final int CLOSED = Integer.MIN_VALUE;
  private static final int WRITING = 1 << 30;

  // Amounts that are waited for.
  private static final long READS = 0;
  private static final long WRITES = 1;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ReadWriteState.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;
  private volatile @Nullable Object writer;

  ReadWriteState() {
    super("the write lock");
  }

  // ---- taking ----

  /** The lock for those who read, or for those who write. */
  Guarded side(boolean writes, Call taking) {
    return new Side(writes, taking);
  }

  /** One of the two locks. */
  private final class Side implements Guarded {
    private final boolean writes;
    private final Call taking;

    Side(boolean writes, Call taking) {
      this.writes = writes;
      this.taking = taking;
    }

    @Override
    public WaitQueue queue() {
      return ReadWriteState.this;
    }

    @Override
    public long amount() {
      return writes ? WRITES : READS;
    }

    @Override
    public Call taking() {
      return taking;
    }

    @Override
    public void checkMayTake(Object caller, Call call) {
      checkNotWriting(caller, call);
    }

    @Override
    public boolean tryTake(Object caller, Call call) {
      if (writes ? tryWrite(caller) : tryRead()) {
        return true;
      }
      checkNotWriting(caller, call);
      return false;
    }

    @Override
    public void release(Object caller) {
      if (writes) {
        leaveWrite(caller);
      } else {
        leaveRead();
      }
    }
  }

  private boolean tryRead() {
    int seen = state;
    while (seen >= 0 && seen < WRITING) {
      if (STATE.compareAndSet(this, seen, seen + 1)) {
        return true;
      }
      seen = state;
    }
    return false;
  }

  private boolean tryWrite(Object caller) {
    if (state != 0) {
      return false;
    }
    String taken = lineOfTaking();
    if (!STATE.compareAndSet(this, 0, WRITING)) {
      return false;
    }
    writer = caller;
    if (taken != null || line != null) { // else nothing is to be written
      line = taken;
    }
    return true;
  }

  // ---- giving back ----

  void leaveRead() {
    int seen = state;
    while (seen > 0 && seen < WRITING) {
      if (STATE.compareAndSet(this, seen, seen - 1)) {
        return;
      }
      seen = state;
    }
    leaveReadClosed();
  }

  private void leaveReadClosed() {
    boolean left =
        serveAfter(
            () -> {
              close(); // it may be open by now
              int readers = state & ~CLOSED;
              if (readers == 0 || readers >= WRITING) {
                return false;
              }
              state = (readers - 1) | CLOSED;
              return true;
            });
    if (!left) {
      throw new IllegalMonitorStateException(
          "readLock().unlock" + CallSites.atCaller() + ": nobody holds the read lock");
    }
  }

  void leaveWrite(Object caller) {
    if (writer != caller) {
      throw notOwned("writeLock().unlock");
    }
    StackReserve.ensure();
    writer = null;
    if (!STATE.compareAndSet(this, WRITING, 0)) {
      leaveWriteClosed();
    }
  }

  private void leaveWriteClosed() {
    boolean unused =
        serveEnsured(
            () -> {
              state = CLOSED;
              return true;
            });
  }

  // ---- who holds it ----

  @Override
  @Nullable Object owner() {
    return writer;
  }

  private void checkNotWriting(Object caller, Call call) {
    if (writer == caller) {
      throw waitsForItself(
          caller, call, "an AsyncReadWriteLock is not reentrant: unlock it before");
    }
  }

  int readers() {
    int seen = state & ~CLOSED;
    return seen < WRITING ? seen : 0;
  }

  boolean isWriting() {
    return (state & WRITING) != 0;
  }

  // ---- the queue ----

  private static boolean writes(QueuedWait wait) {
    return wait.amount == WRITES;
  }

  @Override
  boolean mayGrant(QueuedWait head) {
    int seen = state & ~CLOSED;
    return writes(head) ? seen == 0 : seen < WRITING;
  }

  @Override
  WaitTarget target(Call call) {
    Object by = writer;
    String name = "AsyncReadWriteLock" + WaitTarget.identity(this);
    return by == null
        ? WaitTarget.of(WaitTarget.Kind.LOCK, name + ", held to read")
        : Callers.heldBy(name, by);
  }

  @Override
  void take(QueuedWait granted) {
    if (writes(granted)) {
      writer = granted.payload;
      state = CLOSED | WRITING;
    } else {
      int seen = state; // nobody else changes it while it is closed
      state = seen + 1;
    }
  }

  @Override
  void close() {
    if (state >= 0) {
      int unused = (int) STATE.getAndBitwiseOr(this, CLOSED);
    }
  }

  @Override
  void open() {
    int seen = state;
    if (seen < 0) { // else it is not ours to change
      state = seen & ~CLOSED;
    }
  }

  @Override
  void giveBack(QueuedWait refused) {
    if (writes(refused)) {
      leaveWrite(Objects.requireNonNull(refused.payload));
    } else {
      leaveRead();
    }
  }

  @Override
  void obtained(long amount, Frame waited) {
    if (amount == WRITES) {
      super.obtained(amount, waited);
    }
  }
}
