package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.CallSites;
import dev.weft.woven.WovenCarrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
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
final class ReadWriteState extends WaitQueue {

  private static final int CLOSED = Integer.MIN_VALUE;
  private static final int WRITING = 1 << 30;

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

  /** Where it was taken to write, if that was kept. By the writer. */
  private @Nullable String line;

  // ---- taking ----

  private boolean tryRead(Object caller, Call call) {
    int seen = state;
    while (seen >= 0 && seen < WRITING) {
      if (STATE.compareAndSet(this, seen, seen + 1)) {
        return true;
      }
      seen = state;
    }
    checkNotWriting(caller, call);
    return false;
  }

  private boolean tryWrite(Object caller, Call call) {
    if (STATE.compareAndSet(this, 0, WRITING)) {
      writer = caller;
      keepLine(Callers.lineToKeep());
      return true;
    }
    checkNotWriting(caller, call);
    return false;
  }

  boolean tryTake(boolean writes, Object caller, Call call) {
    return writes ? tryWrite(caller, call) : tryRead(caller, call);
  }

  void take(boolean writes, Call call, WovenCarrier carrier) {
    carrier.refuseInGenerator();
    Object caller = Callers.identity(carrier);
    if (!tryTake(writes, caller, call)) {
      new QueuedWait(this, call, caller, writes ? 1 : 0).begin(carrier);
    }
  }

  boolean tryTake(boolean writes, Duration time, Call call, WovenCarrier carrier) {
    long nanos = Timers.nanos(Objects.requireNonNull(time, "time"));
    carrier.refuseInGenerator();
    Object caller = Callers.identity(carrier);
    if (tryTake(writes, caller, call)) {
      return true;
    }
    if (nanos > 0) {
      new TimedWait(this, call, caller, writes ? 1 : 0, nanos).beginTimed(carrier);
    }
    return false;
  }

  /** The read lock, for a body. */
  Guarded reading(Call call) {
    return new Guarded() {
      @Override
      public void enter(WovenCarrier carrier) {
        take(false, call, carrier);
      }

      @Override
      public void exit(Carrier carrier) {
        leaveRead();
      }
    };
  }

  /** The write lock, for a body. */
  Guarded writing(Call call) {
    return new Guarded() {
      @Override
      public void enter(WovenCarrier carrier) {
        take(true, call, carrier);
      }

      @Override
      public void exit(Carrier carrier) {
        leaveWrite(Callers.identity(carrier));
      }
    };
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
    QueuedWait.ensureStack();
    QueuedWait woken;
    boolean reads;
    synchronized (monitor) {
      close();
      int readers = state & ~CLOSED;
      reads = readers > 0 && readers < WRITING;
      if (reads) {
        state = (readers - 1) | CLOSED;
      }
      settle();
      woken = monitor.take();
    }
    Wakeups.deliver(woken);
    if (!reads) {
      throw new IllegalMonitorStateException(
          "readLock().unlock" + CallSites.atCaller() + ": nobody holds the read lock");
    }
  }

  void leaveWrite(Object caller) {
    if (writer != caller) {
      Object other = writer;
      throw new IllegalMonitorStateException(
          "writeLock().unlock"
              + CallSites.atCaller()
              + " is for the coroutine that holds the write lock, and this one does not: "
              + (other == null
                  ? "nobody holds it"
                  : Callers.name(other) + " holds it, taken" + Callers.at(line)));
    }
    QueuedWait.ensureStack();
    writer = null;
    if (!STATE.compareAndSet(this, WRITING, 0)) {
      leaveWriteClosed();
    }
  }

  private void leaveWriteClosed() {
    QueuedWait woken;
    synchronized (monitor) {
      close();
      state = CLOSED;
      settle();
      woken = monitor.take();
    }
    Wakeups.deliver(woken);
  }

  // ---- who holds it ----

  private void checkNotWriting(Object caller, Call call) {
    if (writer == caller) {
      throw new IllegalStateException(
          call
              + CallSites.atCaller()
              + " would wait for itself: "
              + Callers.name(caller)
              + " holds the write lock, taken"
              + Callers.at(line)
              + "; an AsyncReadWriteLock is not reentrant: unlock it before");
    }
  }

  private void keepLine(@Nullable String taken) {
    if (taken != null || line != null) { // else nothing is to be written
      line = taken;
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
    return wait.amount != 0;
  }

  @Override
  boolean mayGrant(QueuedWait head) {
    int seen = state & ~CLOSED;
    return writes(head) ? seen == 0 : seen < WRITING;
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
    int unused = (int) STATE.getAndBitwiseOr(this, CLOSED);
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
  void finish(QueuedWait ended, Carrier carrier) throws Throwable {
    if (ended.isGranted() && writes(ended)) {
      keepLine(Callers.lineToKeep(ended));
    }
    super.finish(ended, carrier);
  }
}
