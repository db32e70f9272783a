package dev.weft.internal.schedulers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WorkStealingScheduler} gives to its pool: a step, others after it perhaps, and then
 * those that are kept meanwhile.
 */
final class Turn extends ForkJoinTask<Void> {

  private static final long serialVersionUID = 1;

  private static final VarHandle STEP;

  static {
    try {
      STEP = MethodHandles.lookup().findVarHandle(Turn.class, "step", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Null once somebody has it: the pool may hold this for as long as others are kept. */
  private transient volatile @Nullable Runnable step;

  /** What is to be run after the step; whoever has taken that has these, too. */
  private transient List<Runnable> others;

  Turn(Runnable step, List<Runnable> others) {
    STEP.set(this, step);
    this.others = others;
  }

  /**
   * Takes the step, which runs only here from then on; null if somebody else has. By the thread
   * that runs it, or by who has been told that the pool does not take this.
   */
  @Nullable Runnable take() {
    return step == null ? null : (Runnable) STEP.getAndSet(this, null);
  }

  /** What follows the step, once: by the one who took that. */
  List<Runnable> takeOthers() {
    List<Runnable> taken = others;
    others = List.of();
    return taken;
  }

  /**
   * Takes something from the pool that waits there while the thread which calls this runs what it
   * keeps: of what came from outside, of the thread's own, and of what others have not begun.
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

  @Override
  protected boolean exec() {
    ((WorkStealingThread) Thread.currentThread()).run(this);
    return true;
  }

  @Override
  public Void getRawResult() {
    return null;
  }

  @Override
  protected void setRawResult(Void unused) {}
}
