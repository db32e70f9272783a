package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;

/**
 * What can be taken, held for a while and given back: a lock, a side of one, some permits.
 *
 * <p>How a call takes it is written once, here; {@link HeldCall} holds it while a body runs, and a
 * {@link SelectClause.Hold} while a handler does.
 */
interface Guarded {

  /** Where those stand who wait for it. */
  WaitQueue queue();

  /** How much of that is wanted; the queue's own. */
  long amount();

  /** The method that takes it. */
  Call taking();

  /**
   * Checks that {@code caller} would not wait for itself.
   *
   * @param call the method that is called, for the message
   * @throws IllegalStateException if it would
   */
  void checkMayTake(Object caller, Call call);

  /**
   * Takes it for {@code caller} if it can be had at once.
   *
   * @param call the method that is called, for the message
   * @throws IllegalStateException if {@code caller} would wait for itself
   */
  boolean tryTake(Object caller, Call call);

  /**
   * Gives back what {@code caller} holds.
   *
   * @throws IllegalMonitorStateException if it does not
   */
  void release(Object caller);

  // ---- calls ----

  /** Takes it for the caller; suspends it, that is, unwinds, where it has to wait. */
  default void enter(WovenCarrier carrier) {
    carrier.refuseInGenerator();
    Object caller = Callers.identity(carrier);
    if (!tryTake(caller, taking())) {
      new QueuedWait(queue(), taking(), caller, amount()).begin(carrier);
    }
  }

  /**
   * The same for a limited time.
   *
   * @param call the method that is called
   * @return whether the caller has it, or a dummy where it unwinds
   */
  default boolean tryEnter(Call call, Duration time, WovenCarrier carrier) {
    long nanos = WaitQueue.limit(time, carrier);
    Object caller = Callers.identity(carrier);
    return tryTake(caller, call) || queue().waitFor(nanos, call, caller, amount(), carrier);
  }

  /** Gives back what the caller holds. */
  default void exit(WovenCarrier carrier) {
    release(Callers.identity(carrier));
  }
}
