package dev.weft.internal.tasks;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.util.CallSites;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waiting for a task on a thread that may block. */
public final class BlockingJoin {

  private BlockingJoin() {}

  private static final class Latch extends Waiter {
    final CountDownLatch done = new CountDownLatch(1);

    @Override
    protected void completed(Completion completion) {
      done.countDown();
    }
  }

  public static @Nullable Object get(Completion task)
      throws InterruptedException, ExecutionException {
    if (!task.isDone()) {
      Latch latch = prepare(task);
      try {
        latch.done.await();
      } catch (InterruptedException e) {
        task.unsubscribe(latch);
        throw e;
      }
    }
    return report(task);
  }

  public static @Nullable Object get(Completion task, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!task.isDone()) {
      Latch latch = prepare(task);
      boolean done = false;
      try {
        done = latch.done.await(nanos, TimeUnit.NANOSECONDS);
      } finally {
        if (!done) {
          task.unsubscribe(latch);
        }
      }
      if (!done) {
        long millis = Math.max(0, nanos) / 1_000_000;
        throw new TimeoutException("not done after " + millis + " ms: " + task);
      }
    }
    return report(task);
  }

  /** The result; what the task failed with is thrown as it is. An interrupt cancels the task. */
  public static @Nullable Object join(Completion task) throws Throwable {
    if (!task.isDone()) {
      Latch latch = prepare(task);
      awaitOrCancel(task, latch);
    }
    return task.result();
  }

  private static void awaitOrCancel(Completion task, Latch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        task.cancel();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Latch prepare(Completion task) {
    beforeWaiting(task);
    var latch = new Latch();
    task.subscribe(latch);
    return latch;
  }

  /** To be called before this thread is blocked until {@code task} is done. */
  static void beforeWaiting(Completion task) {
    Carrier carrier = Carrier.current();
    checkMayWait(task, carrier);
    carrier.runLater(); // it may be what the task waits for
  }

  private static void checkMayWait(Completion task, Carrier carrier) {
    if (task == carrier.coroutine()) {
      throw new IllegalStateException(
          "a task waits for itself" + CallSites.atCaller() + ", so it would never end");
    }
    if (!carrier.mayBlock()) {
      carrier.checkMayBlock(
          "waiting for a task" + CallSites.atCaller(), "; await it instead, in an @Async method");
    }
    if (task instanceof TaskCoroutine coroutine
        && coroutine.scheduler() instanceof ThreadConfinedScheduler manual
        && manual.isOfCurrentThread()) {
      throw new IllegalStateException(
          "waiting for a task"
              + CallSites.atCaller()
              + " would block "
              + manual
              + ", on which it goes on; call run() there until it is done");
    }
  }

  private static @Nullable Object report(Completion task) throws ExecutionException {
    try {
      return task.result();
    } catch (CancellationException cancelled) {
      throw cancelled;
    } catch (Throwable failure) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
      throw new ExecutionException(cause != null ? cause : failure); // as CompletableFuture does
    }
  }
}
