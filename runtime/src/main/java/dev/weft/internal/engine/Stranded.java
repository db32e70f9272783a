package dev.weft.internal.engine;

import dev.weft.internal.util.UncaughtExceptions;
import org.jspecify.annotations.Nullable;

/**
 * Wake-ups that were won by threads which then had no stack left to see them through, until another
 * thread does.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Put.</b> Whoever catches a {@link StackOverflowError} after it has won adds to one of
 *       the two lists, <em>without any call</em>, since that might overflow again: under the
 *       monitor of {@link #LOCK}, and with an array for a node, which has no constructor.
 *   <li><b>Notice.</b> Someone with stack left looks afterwards: on a thread of which nothing is
 *       known, the outermost method of ours, which has {@linkplain StackReserve seen to that}
 *       before; on one that runs steps, whoever runs them, at the next pause.
 *   <li><b>Rescue.</b> A thread of its own, which ends when nothing is left, does again what did
 *       not come to its end. So all of that can be done twice.
 * </ul>
 */
final class Stranded {

  /** Guards the lists. */
  static final Object LOCK = new Object();

  /** Coroutines to be dispatched: {coroutine, event to be disarmed before or null, next}. */
  static volatile Object @Nullable [] coroutines;

  /** Those to be told that something is done, or is to be cancelled: {waiter, completion, next}. */
  static volatile Object @Nullable [] waiters;

  private Stranded() {}

  /** Has this class initialized while there is stack. */
  static void prepare() {}

  /** Has what is stranded seen to, if there is anything. Only where there is stack left. */
  static void notice() {
    if (coroutines != null || waiters != null) {
      startRescue();
    }
  }

  private static void startRescue() {
    try {
      new Rescuer().start();
    } catch (OutOfMemoryError noThread) {
      rescueAll();
    }
  }

  /** Keeps nothing of whoever happens to start it. */
  private static final class Rescuer extends Thread {
    Rescuer() {
      super(null, null, "weft-rescue", 0, false);
      setDaemon(true);
      setContextClassLoader(ClassLoader.getSystemClassLoader());
    }

    @Override
    public void run() {
      rescueAll();
    }
  }

  /** Whether the current thread is one that has stack if any has. */
  static boolean isRescuing() {
    return Thread.currentThread() instanceof Rescuer;
  }

  private static void rescueAll() {
    for (Object[] each = takeWaiter(); each != null; each = takeWaiter()) {
      tell((Waiter) each[0], (Completion) each[1]);
    }
    for (Object[] each = takeCoroutine(); each != null; each = takeCoroutine()) {
      rescue((Suspension) each[0], (Event) each[1]);
    }
  }

  private static void tell(Waiter waiter, Completion done) {
    try {
      Completion.tell(waiter, done);
    } catch (StackOverflowError failure) { // not for lack of ours
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  private static void rescue(Suspension coroutine, @Nullable Event event) {
    try {
      if (event != null) {
        event.disarm((Coroutine) coroutine);
      }
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    } finally {
      coroutine.dispatchOrRefuse();
    }
  }

  private static Object @Nullable [] takeWaiter() {
    synchronized (LOCK) {
      Object[] first = waiters;
      if (first != null) {
        waiters = (Object[]) first[2];
      }
      return first;
    }
  }

  private static Object @Nullable [] takeCoroutine() {
    synchronized (LOCK) {
      Object[] first = coroutines;
      if (first != null) {
        coroutines = (Object[]) first[2];
      }
      return first;
    }
  }
}
