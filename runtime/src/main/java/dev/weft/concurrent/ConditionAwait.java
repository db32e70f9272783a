package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.UninterruptibleFrame;
import java.util.Objects;

/**
 * A suspended call of {@link AsyncCondition#await}: waits for a signal, then takes the lock again,
 * whatever comes meanwhile.
 *
 * <p>What comes from outside while it waits for the signal is thrown once the lock is held. A
 * cancellation that comes after the signal is put off to the next suspension point, since the
 * signal is the caller's then; any other failure passes the signal on. A scheduler that has ended
 * is not waited for.
 */
final class ConditionAwait extends UninterruptibleFrame {

  private static final int SIGNAL = 1;
  private static final int LOCK = 2;

  private final ConditionQueue queue;
  private final QueuedWait wait;
  private boolean signalled;

  /** Whether what has come from outside came before the lock was asked for again. */
  private boolean metInWait;

  ConditionAwait(ConditionQueue queue, QueuedWait wait) {
    this.queue = queue;
    this.wait = wait;
    state = SIGNAL;
  }

  @Override
  protected int resume(Carrier carrier) throws Throwable {
    if (state == SIGNAL) {
      endOfWait(carrier);
      if (wait.result == null) { // cancelled before the lock was given back
        throw thrown(carrier);
      }
    } else if (endOfLock(carrier)) {
      return end(carrier);
    }
    Object caller = Objects.requireNonNull(wait.payload);
    if (queue.lock.tryEnterAgain(caller)) {
      return end(carrier);
    }
    if (hasMet() && carrier.isForcedOut()) {
      throw thrown(carrier);
    }
    state = LOCK;
    queue.lock.enterAgain(caller, carrier);
    carrier.linkAgain(this);
    return carrier.unwinding;
  }

  private void endOfWait(Carrier carrier) {
    try {
      carrier.takeVoid();
      signalled = wait.isGranted();
    } catch (Throwable fromOutside) {
      meet(fromOutside, carrier);
      metInWait = true;
    }
  }

  /** Whether the lock is held again. */
  private boolean endOfLock(Carrier carrier) throws Throwable {
    try {
      carrier.takeVoid();
      return true;
    } catch (Throwable fromOutside) {
      meet(fromOutside, carrier);
      if (carrier.isForcedOut()) {
        passSignalOn();
        throw thrown(carrier);
      }
      return false;
    }
  }

  private int end(Carrier carrier) throws Throwable {
    if (hasMet() && (metInWait || !signalled || metFailure() != null)) {
      passSignalOn();
      throw thrown(carrier);
    }
    putOff(carrier);
    if (wait.isTimed()) {
      carrier.putInt(signalled ? 1 : 0);
    } else {
      carrier.putVoid();
    }
    return carrier.unwinding;
  }

  private void passSignalOn() {
    if (signalled) {
      signalled = false;
      queue.signal(1);
    }
  }

  /** Those that wait for a signal. Its monitor is taken before that of the lock, never after. */
  static final class ConditionQueue extends WaitQueue {
    static final Call AWAIT = new Call("AsyncCondition", "await");

    final LockState lock;

    /** How many of the waiting may go on. Under the monitor. */
    private int signals;

    ConditionQueue(LockState lock) {
      this.lock = lock;
    }

    void signal(int many) {
      boolean unused =
          serveAfter(
              () -> {
                signals = many;
                return true;
              });
    }

    /** A signal is for those who wait now. */
    @Override
    void settle() {
      grantHeads();
      signals = 0;
    }

    @Override
    boolean mayGrant(QueuedWait head) {
      return signals > 0;
    }

    @Override
    void take(QueuedWait granted) {
      signals--;
    }

    /**
     * Gives the lock back, now that no signal can be missed. Nobody can wake the caller before: who
     * wants to needs this monitor.
     */
    @Override
    void arrived(QueuedWait arriving) {
      QueuedWait next;
      lock.monitor.enterEnsured();
      try {
        if (lock.releaseClosed(Objects.requireNonNull(arriving.payload))) { // it holds the lock
          arriving.result = lock; // says that it was given back
        }
        lock.settle();
        next = lock.monitor.take();
      } finally {
        lock.monitor.exit();
      }
      while (next != null) {
        QueuedWait following = next.next;
        next.next = null;
        monitor.add(next);
        next = following;
      }
    }

    @Override
    void giveBack(QueuedWait refused) {
      signal(1);
    }

    /** The result is made by the frame, which has to take the lock before. */
    @Override
    void finish(QueuedWait ended, Carrier carrier) {
      carrier.putVoid();
    }
  }
}
