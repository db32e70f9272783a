package dev.weft.internal.tasks;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CompletableFuture} that depends on a task, and like the task refuses to block a thread
 * that must never block: it would wait for itself. So do all futures made from this.
 *
 * @param <T> the result
 */
class LoopSafeFuture<T extends @Nullable Object> extends CompletableFuture<T> {

  /** What this depends on. */
  final Completion task;

  LoopSafeFuture(Completion task) {
    this.task = task;
  }

  /** One that was made from another by {@code thenApply} and so on. */
  private static final class Derived<T extends @Nullable Object> extends LoopSafeFuture<T>
      implements Stages.CancelsAtOnce {
    Derived(Completion task) {
      super(task);
    }
  }

  private void beforeWaiting() {
    if (!isDone()) {
      BlockingJoin.beforeWaiting(task);
    }
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    beforeWaiting();
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    beforeWaiting();
    return super.get(timeout, unit);
  }

  @Override
  public T join() {
    beforeWaiting();
    return super.join();
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Derived<>(task);
  }
}
