package dev.weft.internal.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scope that a coroutine, or a thread, has opened and not closed: what the engine has to know of
 * it. If it fails, whoever has opened it meets the failure once, where it waits or will wait next;
 * see {@link Coroutine#interruptFor}.
 */
public abstract class OpenScope {

  /** The scope that was open when this was opened. By the owner. */
  @Nullable OpenScope outer;

  /** Written by who runs the owner, or by who has just won its wake-up; read by any thread. */
  volatile boolean met;

  /**
   * The failure that its owner has been thrown last, by what it awaited or asked, or this one's if
   * it was thrown that: then there is no need to tell it.
   */
  private volatile @Nullable Throwable thrown;

  /** For subclasses. */
  protected OpenScope() {}

  /** What this has failed with; null if it has not. Never changes once it is there. Any thread. */
  protected abstract @Nullable Throwable failure();

  /**
   * Ends this for an owner that is done without having closed it: what runs in it is cancelled.
   *
   * @param then called once nothing of it runs any more, on any thread
   */
  public abstract void abandon(Runnable then);

  /** What is wrong if this has not been closed, for the message. */
  public abstract String describe();

  /** The coroutines that run in this, for whoever looks. Any thread. */
  public List<? extends Coroutine> running() {
    return List.of();
  }

  /** The scope around this one that the same owner has opened. For looking. */
  public final @Nullable OpenScope outer() {
    return outer;
  }

  /** Whether the owner has met the failure, or is past caring. */
  public final boolean isMet() {
    Throwable known = thrown;
    return met || (known != null && known == failure());
  }

  /** Says what the owner is thrown. What comes after this one's failure does not unsay that. */
  final void thrown(Throwable thrownNow) {
    Throwable known = thrown;
    if (known == null || known != failure()) {
      thrown = thrownNow;
    }
  }

  /** Says that the owner meets the failure now, or will not any more. */
  public final void meet() {
    met = true;
  }

  /** Undoes {@link #meet} for an owner that has not met the failure after all. By the owner. */
  public final void unmeet() {
    met = false;
  }

  /** {@link #unmeet} for an owner who was about to be thrown the failure. */
  final void unmeetThrown() {
    unmeet();
    thrown = null;
  }

  final boolean isToBeMet() {
    return failure() != null && !isMet();
  }
}
