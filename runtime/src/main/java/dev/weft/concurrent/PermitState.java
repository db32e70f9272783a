package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.util.CallSites;
import dev.weft.woven.WovenCarrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * The permits of an {@link AsyncSemaphore}, and who waits for some.
 *
 * <h2>Protocol</h2>
 *
 * <p>{@code state} is the number of permits that are there, changed by compare-and-set; while
 * anybody waits the sign bit is set besides, and it is changed under the monitor, by release
 * writes: all that others see in it then is that bit. The first in the queue holds up all others
 * until there are as many permits as it wants. See {@link WaitQueue} for the rest.
 */
final class PermitState extends WaitQueue {

  static final Call ACQUIRE = new Call("AsyncSemaphore", "acquire");
  static final Call TRY_ACQUIRE = new Call("AsyncSemaphore", "tryAcquire");

  private static final int CLOSED = Integer.MIN_VALUE;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PermitState.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

  PermitState(int permits) {
    state = checkCount(permits, 0, "a semaphore with ");
  }

  void acquire(int permits, WovenCarrier carrier) {
    carrier.refuseInGenerator();
    if (!tryAcquire(permits)) {
      new QueuedWait(this, ACQUIRE, null, permits).begin(carrier);
    }
  }

  boolean tryAcquire(int permits) {
    checkCount(permits, 1, "acquire of ");
    int seen = state;
    while (seen >= permits) { // not if it is closed
      if (STATE.compareAndSet(this, seen, seen - permits)) {
        return true;
      }
      seen = state;
    }
    return false;
  }

  boolean tryAcquire(int permits, Duration time, WovenCarrier carrier) {
    long nanos = limit(time, carrier);
    return tryAcquire(permits) || waitFor(nanos, TRY_ACQUIRE, null, permits, carrier);
  }

  /** So many of them, for a handler. */
  Guarded permits(int permits) {
    return new Permits(checkCount(permits, 1, "acquire of "));
  }

  /** Some permits that are held for a while. Whose they are makes no difference. */
  private final class Permits implements Guarded {
    private final int count;

    Permits(int count) {
      this.count = count;
    }

    @Override
    public WaitQueue queue() {
      return PermitState.this;
    }

    @Override
    public long amount() {
      return count;
    }

    @Override
    public Call taking() {
      return ACQUIRE;
    }

    @Override
    public void checkMayTake(Object caller, Call call) {}

    @Override
    public boolean tryTake(Object caller, Call call) {
      return tryAcquire(count);
    }

    @Override
    public void release(Object caller) {
      PermitState.this.release(count);
    }
  }

  void release(int permits) {
    checkCount(permits, 1, "release of ");
    int seen = state;
    while (seen >= 0) {
      if (STATE.compareAndSet(this, seen, sum(seen, permits))) {
        return;
      }
      seen = state;
    }
    releaseClosed(permits);
  }

  private void releaseClosed(int permits) {
    boolean released =
        serveAfter(
            () -> {
              close(); // it may be open by now
              int sum = available() + permits;
              if (sum < 0) {
                return false;
              }
              STATE.setRelease(this, sum | CLOSED);
              return true;
            });
    if (!released) {
      throw tooMany();
    }
  }

  private static int sum(int permits, int more) {
    int sum = permits + more;
    if (sum < 0) {
      throw tooMany();
    }
    return sum;
  }

  private static IllegalStateException tooMany() {
    return new IllegalStateException(
        "release" + CallSites.atCaller() + " makes more than " + Integer.MAX_VALUE + " permits");
  }

  private static int checkCount(int permits, int least, String what) {
    if (permits < least) {
      throw new IllegalArgumentException(
          what + permits + " permits" + CallSites.atCaller() + "; it takes at least " + least);
    }
    return permits;
  }

  int available() {
    return state & ~CLOSED;
  }

  int drain() {
    int seen = state;
    while (seen > 0 && !STATE.compareAndSet(this, seen, 0)) {
      seen = state;
    }
    return Math.max(0, seen); // if others wait, what is there is the first one's
  }

  // ---- the queue ----

  @Override
  boolean mayGrant(QueuedWait head) {
    return available() >= head.amount;
  }

  @Override
  void take(QueuedWait granted) {
    STATE.setRelease(this, (available() - (int) granted.amount) | CLOSED);
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
      STATE.setRelease(this, seen & ~CLOSED);
    }
  }

  @Override
  void giveBack(QueuedWait refused) {
    releaseClosed((int) refused.amount);
  }
}
