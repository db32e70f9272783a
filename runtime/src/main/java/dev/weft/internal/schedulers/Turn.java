package dev.weft.internal.schedulers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/** What a {@link WorkStealingScheduler} gives to its pool: a step, and those that are kept then. */
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

  Turn(Runnable step) {
    STEP.set(this, step);
  }

  /**
   * Takes the step, which runs only here from then on; null if somebody else has. By the thread
   * that runs it, or by who has been told that the pool does not take this.
   */
  @Nullable Runnable take() {
    return step == null ? null : (Runnable) STEP.getAndSet(this, null);
  }

  /**
   * Takes something from the pool that is older than what the thread keeps which calls this: what
   * came from outside, or else, if nothing is in its own queue, what another thread has not begun.
   */
  static @Nullable Turn poll() {
    ForkJoinTask<?> other = pollSubmission();
    if (other == null && getQueuedTaskCount() == 0) {
      other = pollTask();
    }
    if (other instanceof Turn turn) {
      return turn;
    }
    if (other != null) { // of a step that divides its work: it has its turn in the pool
      ForkJoinTask<?> unused = other.fork();
    }
    return null;
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
