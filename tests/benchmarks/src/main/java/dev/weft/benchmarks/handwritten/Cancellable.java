package dev.weft.benchmarks.handwritten;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.CancellationException;

/**
 * A state machine written by hand that promises two things which {@link Frame} does not, and a
 * coroutine does: any thread may wake or cancel it, and it runs on any queue of {@code Runnable}s.
 *
 * <p>What it takes beyond the limit is the price of these two, whoever keeps them: an atomic
 * operation to suspend, since a canceller may come first, one to be woken, since only one may wake
 * it, and a queue that does not go through its frames.
 */
abstract class Cancellable implements Runnable {

  private static final VarHandle CONTROL;

  static {
    try {
      CONTROL = MethodHandles.lookup().findVarHandle(Cancellable.class, "control", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int RUNNING = 0;
  private static final int SUSPENDED = 1;
  private static final int CANCELLED = 2;

  private final Queue<Runnable> ready;
  private volatile int control;

  Cancellable(Queue<Runnable> ready) {
    this.ready = ready;
    ready.add(this);
  }

  /** Goes on from where it was. */
  abstract void resume();

  @Override
  public final void run() {
    refuseCancelled();
    resume();
  }

  private void refuseCancelled() {
    if (control == CANCELLED) {
      throw new CancellationException();
    }
  }

  /** Goes on after all that are ready; the caller returns. */
  final void yieldNow() {
    ready.add(this);
  }

  /** Waits for {@link #wake}; the caller returns. */
  final void suspend() {
    if (!CONTROL.compareAndSet(this, RUNNING, SUSPENDED)) {
      refuseCancelled();
    }
  }

  /** Any thread; false if another was first. */
  final boolean wake() {
    boolean first = CONTROL.compareAndSet(this, SUSPENDED, RUNNING);
    if (first) {
      ready.add(this);
    }
    return first;
  }

  /** Any thread. */
  final void cancel() {
    if ((int) CONTROL.getAndSet(this, CANCELLED) == SUSPENDED) {
      ready.add(this);
    }
  }

  /** Runs until nothing is ready. */
  static void runAll(Queue<Runnable> ready) {
    Runnable step;
    while ((step = ready.poll()) != null) {
      step.run();
    }
  }
}
