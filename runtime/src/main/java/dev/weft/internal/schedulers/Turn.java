package dev.weft.internal.schedulers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WorkStealingScheduler} gives to its pool: a step, others after it perhaps, and then
 * those that are kept meanwhile.
 */
class Turn extends ForkJoinTask<Void> {

  private static final long serialVersionUID = 1;

  private static final VarHandle STEPS;

  static {
    try {
      STEPS = MethodHandles.lookup().findVarHandle(Turn.class, "steps", Runnable[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Null once somebody has them: the pool may hold this for as long as others are kept. */
  private transient volatile @Nullable Runnable @Nullable [] steps;

  /**
   * Of {@code steps} in their order; null stands for none. They may be filled in before this is
   * given.
   */
  Turn(@Nullable Runnable... steps) {
    STEPS.set(this, steps);
  }

  /** Takes the steps that the pool is to run by this; null if there is nothing left to be run. */
  @Nullable Runnable @Nullable [] take() {
    return takeOwn();
  }

  /**
   * Takes the steps of this, which run only here from then on; null if somebody else has. By the
   * thread that runs them, or by who has been told that the pool does not take this.
   */
  final @Nullable Runnable @Nullable [] takeOwn() {
    return steps == null ? null : (Runnable[]) STEPS.getAndSet(this, null);
  }

  /**
   * Takes something from the pool that waits there while the thread which calls this runs what it
   * keeps: of what came from outside, of the thread's own, and if it has none, of what others have
   * not begun.
   *
   * @param fromOutside whether what came from outside is looked at first, which is to be so every
   *     other time
   */
  static @Nullable ForkJoinTask<?> poll(boolean fromOutside) {
    ForkJoinTask<?> other = fromOutside ? pollSubmission() : pollTask();
    if (other == null) {
      other = fromOutside ? pollTask() : pollSubmission();
    }
    return other;
  }

  /**
   * Whether the pool's next task of the thread that calls this is none of this class, but one that
   * a step has forked: the pool runs it.
   */
  static boolean isOtherNext() {
    ForkJoinTask<?> next = peekNextLocalTask();
    return next != null && !(next instanceof Turn);
  }

  @Override
  protected final boolean exec() {
    ((WorkStealingThread) Thread.currentThread()).run(this);
    return true;
  }

  @Override
  public final Void getRawResult() {
    return null;
  }

  @Override
  protected final void setRawResult(Void unused) {}
}
