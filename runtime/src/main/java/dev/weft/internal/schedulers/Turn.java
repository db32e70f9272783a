package dev.weft.internal.schedulers;

import java.util.concurrent.ForkJoinTask;

/** What a {@link WorkStealingScheduler} gives to its pool: a step, and those that are kept then. */
final class Turn extends ForkJoinTask<Void> {

  private static final long serialVersionUID = 1;

  private final transient Runnable step;

  Turn(Runnable step) {
    this.step = step;
  }

  @Override
  protected boolean exec() {
    ((WorkStealingThread) Thread.currentThread()).run(step);
    return true;
  }

  @Override
  public Void getRawResult() {
    return null;
  }

  @Override
  protected void setRawResult(Void unused) {}
}
