package dev.weft.internal.timers;

import org.jspecify.annotations.Nullable;

/**
 * A due time that the scheduler which keeps it holds in its own heap, with no other object around
 * it: what a delay is on an event loop.
 *
 * <p>The fields belong to the owner and its thread; {@link #cancel} may be called by any thread,
 * any number of times, before or after firing.
 */
public abstract class Timer implements Runnable {

  /** Who keeps timers. */
  public interface Owner {
    /** Forgets {@code timer}, if it has not fired; on its own time. Any thread. */
    void forget(Timer timer);
  }

  /** When it fires, by {@link System#nanoTime}. */
  public long due;

  /** Breaks ties: timers due together fire in the order of arming. */
  public long order;

  /** Where it lies in its owner's heap; negative if it does not. */
  public int index = -1;

  private volatile @Nullable Owner owner;
  private volatile boolean cancelled;

  /** For subclasses, whose {@code run} is what happens when the time has come. */
  protected Timer() {}

  /** Says who keeps this from now on; comes before it is armed. */
  public final void ownedBy(Owner keeper) {
    owner = keeper;
  }

  /** Whether somebody keeps this in a heap, so that {@link #due} is a time, not a length of it. */
  public final boolean isOwned() {
    return owner != null;
  }

  /** Whether it has been cancelled, so that it need not be armed, nor fire. */
  public final boolean isCancelled() {
    return cancelled;
  }

  /** Gives it up. */
  public final void cancel() {
    cancelled = true;
    Owner keeper = owner;
    if (keeper != null) {
      keeper.forget(this);
    }
  }
}
