package dev.weft.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock that is held for some instructions only, by threads that call nothing of the user's
 * meanwhile, allocate nearly nothing, and neither block nor suspend.
 *
 * <p>So who finds it held waits for it on the processor, and gives that up if it takes longer: the
 * holder has been preempted then. Taking it costs one compare-and-set, no memory, and no word with
 * the operating system; a thread that is interrupted, or virtual, is as good as any other. It is
 * not fair among those who contend for it; what is fair is what it guards.
 *
 * <p>One word, {@code held}: 0 or 1, moved to 1 by compare-and-set and to 0 by a release write.
 */
abstract class BriefLock {

  private static final VarHandle HELD;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(BriefLock.class, "held", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;

  private volatile int held;

  BriefLock() {}

  /** Takes it. Not again by who has it. */
  final void lock() {
    if (!HELD.compareAndSet(this, 0, 1)) {
      contend();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // only to let the holder go on
  private void contend() {
    int looks = 0;
    do {
      while (held != 0) {
        if (looks < SPINS) {
          looks++;
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
    } while (!HELD.compareAndSet(this, 0, 1));
  }

  /** Gives it back. */
  final void unlock() {
    HELD.setRelease(this, 0);
  }
}
