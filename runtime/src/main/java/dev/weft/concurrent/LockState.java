package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.WaitTarget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
final class LockState extends OwnedQueue implements Guarded {

  static final Call LOCK = new Call("AsyncLock", "lock");
  static final Call TRY_LOCK = new Call("AsyncLock", "tryLock");
  static final Call WITH_LOCK = new Call("AsyncLock", "withLock");

  private static final Object CLOSED = new Object();

  private static final VarHandle STATE;
  private static final VarHandle HOLDER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(LockState.class, "state", Object.class);
      HOLDER = lookup.findVarHandle(LockState.class, "holder", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whose state this is; only to tell it apart. */
  private final AsyncLock lock;

  private volatile @Nullable Object state;

  /**
   * While CLOSED. Written under the monitor, by release writes; who reads itself here without it is
   * the holder.
   */
  private volatile @Nullable Object holder;

  LockState(AsyncLock lock) {
    super("this lock");
    this.lock = lock;
  }

  // ---- taking and giving back ----

  @Override
  public WaitQueue queue() {
    return this;
  }

  @Override
  public long amount() {
    return 0;
  }

  @Override
  public Call taking() {
    return LOCK;
  }

  @Override
  public boolean tryTake(Object caller, Call call) {
    if (state == null) {
      String taken = lineOfTaking();
      if (STATE.compareAndSet(this, null, caller)) {
        if (taken != null || line != null) { // else nothing is to be written
          line = taken;
        }
        return true;
      }
    }
    checkMayTake(caller, call);
    return false;
  }

  /** Takes the lock for one that has given it back to wait; false if it has to wait for that. */
  boolean tryEnterAgain(Object caller) {
    return STATE.compareAndSet(this, null, caller);
  }

  /** Waits for the lock. */
  void enterAgain(Object caller, Carrier carrier) {
    new QueuedWait(this, LOCK, caller, 0).begin(carrier);
  }

  @Override
  public void release(Object caller) {
    if (state != caller || !STATE.compareAndSet(this, caller, null)) {
      if (!serveAfter(() -> releaseClosed(caller))) {
        throw notOwned("unlock");
      }
    }
  }

  /**
   * Gives the lock back; under the monitor, and whom it may concern is to be served then.
   *
   * @return false if {@code caller} does not hold it
   */
  boolean releaseClosed(Object caller) {
    while (state != CLOSED) {
      if (state != caller) {
        return false;
      }
      if (STATE.compareAndSet(this, caller, null)) {
        return true;
      }
    }
    if (holder != caller) {
      return false;
    }
    HOLDER.setRelease(this, null);
    return true;
  }

  // ---- who holds it ----

  boolean isHeldBy(Object caller) {
    Object seen = state;
    return seen == caller || (seen == CLOSED && holder == caller);
  }

  @Override
  @Nullable Object owner() {
    Object seen = state;
    return seen == CLOSED ? holder : seen;
  }

  boolean isLocked() {
    return owner() != null;
  }

  @Override
  public void checkMayTake(Object caller, Call call) {
    if (isHeldBy(caller)) {
      throw waitsForItself(
          caller,
          call,
          "an AsyncLock is not reentrant: unlock it before, or split off what runs with the lock"
              + " held");
    }
  }

  /** Checks that the caller of a condition's method holds the lock. */
  void checkHeldBy(Object caller, String method) {
    if (!isHeldBy(caller)) {
      throw notOwned(method);
    }
  }

  // ---- the queue ----

  @Override
  boolean mayGrant(QueuedWait head) {
    return holder == null;
  }

  @Override
  void take(QueuedWait granted) {
    HOLDER.setRelease(this, granted.payload);
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
    release(Objects.requireNonNull(refused.payload));
  }

  @Override
  WaitTarget target(Call call) {
    Object by = owner();
    String name = "AsyncLock" + WaitTarget.identity(lock);
    return Callers.heldBy(name, by);
  }

  @Override
  public String toString() {
    Object by = owner();
    return by == null ? "[unlocked]" : "[locked by " + Callers.name(by) + "]";
  }
}
