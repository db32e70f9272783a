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
 * Who holds an {@link AsyncLock}, and who waits for it.
 *
 * <h2>Protocol</h2>
 *
 * <p>{@code state} is null, or the {@linkplain Callers#identity identity} of who holds the lock; to
 * take and to give back are one compare-and-set. While anybody waits it is {@link #CLOSED}, and
 * {@code holder} says who holds the lock; both are changed under the monitor then. A lock that is
 * given back while somebody waits is never free in between: it passes to the first who can be
 * claimed. See {@link WaitQueue} for the rest.
 */
final class LockState extends WaitQueue implements Guarded {

  static final Call LOCK = new Call("AsyncLock", "lock");
  static final Call TRY_LOCK = new Call("AsyncLock", "tryLock");
  static final Call WITH_LOCK = new Call("AsyncLock", "withLock");

  private static final Object CLOSED = new Object();

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(LockState.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Object state;

  /** While CLOSED. Written under the monitor; who reads itself here without it is the holder. */
  private volatile @Nullable Object holder;

  /** Where it was taken, if that was kept. By the holder; others read it for messages. */
  private @Nullable String line;

  // ---- taking and giving back ----

  @Override
  public void enter(WovenCarrier carrier) {
    carrier.refuseInGenerator();
    Object caller = Callers.identity(carrier);
    if (STATE.compareAndSet(this, null, caller)) {
      keepLine(Callers.lineToKeep());
    } else {
      checkNotHeldBy(caller, LOCK);
      new QueuedWait(this, LOCK, caller, 0).begin(carrier);
    }
  }

  /** Takes the lock for one that has given it back to wait; false if it has to wait for that. */
  boolean tryEnterAgain(Object caller) {
    return STATE.compareAndSet(this, null, caller);
  }

  /** Waits for the lock. */
  void enterAgain(Object caller, Carrier carrier) {
    new QueuedWait(this, LOCK, caller, 0).begin(carrier);
  }

  boolean tryEnter(Carrier carrier) {
    Object caller = Callers.identity(carrier);
    if (STATE.compareAndSet(this, null, caller)) {
      keepLine(Callers.lineToKeep());
      return true;
    }
    checkNotHeldBy(caller, TRY_LOCK);
    return false;
  }

  boolean tryEnter(Duration time, WovenCarrier carrier) {
    long nanos = Timers.nanos(Objects.requireNonNull(time, "time"));
    carrier.refuseInGenerator();
    if (tryEnter(carrier)) {
      return true;
    }
    if (nanos > 0) {
      new TimedWait(this, TRY_LOCK, Callers.identity(carrier), 0, nanos).beginTimed(carrier);
    }
    return false;
  }

  @Override
  public void exit(Carrier carrier) {
    Object caller = Callers.identity(carrier);
    if (!STATE.compareAndSet(this, caller, null)) {
      exitClosed(caller);
    }
  }

  private void exitClosed(Object caller) {
    QueuedWait.ensureStack();
    QueuedWait woken;
    synchronized (monitor) {
      woken = release(caller, "unlock");
    }
    Wakeups.deliver(woken);
  }

  /**
   * Gives the lock back; under the monitor.
   *
   * @return whom to wake outside it
   * @throws IllegalMonitorStateException if {@code caller} does not hold it
   */
  @Nullable QueuedWait release(Object caller, String method) {
    while (!STATE.compareAndSet(this, caller, null)) {
      Object seen = state;
      if (seen == CLOSED && holder == caller) {
        holder = null;
        settle();
        return monitor.take();
      }
      if (seen != caller) {
        throw notHolder(method, heldBy());
      }
    }
    return null;
  }

  // ---- who holds it ----

  boolean isHeldBy(Object caller) {
    Object seen = state;
    return seen == caller || (seen == CLOSED && holder == caller);
  }

  private @Nullable Object heldBy() {
    Object seen = state;
    return seen == CLOSED ? holder : seen;
  }

  boolean isLocked() {
    return heldBy() != null;
  }

  private void checkNotHeldBy(Object caller, Call call) {
    if (isHeldBy(caller)) {
      throw new IllegalStateException(
          call
              + CallSites.atCaller()
              + " would wait for itself: "
              + Callers.name(caller)
              + " holds this lock already, taken"
              + Callers.at(line)
              + "; an AsyncLock is not reentrant: unlock it before, or split off what runs with"
              + " the lock held");
    }
  }

  /** Checks that the caller of a condition's method holds the lock. */
  void checkHeldBy(Object caller, String method) {
    if (!isHeldBy(caller)) {
      throw notHolder(method, heldBy());
    }
  }

  private IllegalMonitorStateException notHolder(String method, @Nullable Object other) {
    String held =
        other == null
            ? "nobody holds it"
            : Callers.name(other) + " holds it, taken" + Callers.at(line);
    return new IllegalMonitorStateException(
        method
            + CallSites.atCaller()
            + " is for the coroutine that holds the lock, and this one does not: "
            + held);
  }

  private void keepLine(@Nullable String taken) {
    if (taken != null || line != null) { // else nothing is to be written
      line = taken;
    }
  }

  // ---- the queue ----

  @Override
  boolean mayGrant(QueuedWait head) {
    return holder == null;
  }

  @Override
  void take(QueuedWait granted) {
    holder = granted.payload;
  }

  @Override
  void close() {
    Object seen = state;
    while (seen != CLOSED) {
      holder = seen;
      if (STATE.compareAndSet(this, seen, CLOSED)) {
        return;
      }
      seen = state;
    }
  }

  @Override
  void open() {
    if (state == CLOSED) {
      state = holder;
    }
  }

  @Override
  void giveBack(QueuedWait refused) {
    exitClosed(Objects.requireNonNull(refused.payload));
  }

  @Override
  void finish(QueuedWait ended, Carrier carrier) throws Throwable {
    if (ended.isGranted()) {
      keepLine(Callers.lineToKeep(ended));
    }
    super.finish(ended, carrier);
  }

  @Override
  public String toString() {
    Object by = heldBy();
    return by == null ? "[unlocked]" : "[locked by " + Callers.name(by) + "]";
  }
}
