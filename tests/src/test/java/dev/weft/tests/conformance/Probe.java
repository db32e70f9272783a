package dev.weft.tests.conformance;

import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What a program has to do with the world: futures to await, and a log of what it did.
 *
 * <p>Shared by both class loaders, so a program sees the same class woven and unwoven.
 */
public final class Probe {

  private static final int LOG_LIMIT = 1_000_000;

  private final Mode mode;
  private final Executor completer;
  private final Random random;
  private final List<String> log = new ArrayList<>();
  private int handedOut;

  /**
   * A probe for one run.
   *
   * @param mode which futures are pending
   * @param completer where pending futures are completed
   */
  public Probe(Mode mode, Executor completer) {
    this(mode, completer, 42);
  }

  /** The same, with a seed for {@link Mode#RANDOM}. */
  Probe(Mode mode, Executor completer, long seed) {
    this.mode = mode;
    this.completer = completer;
    random = new Random(seed);
  }

  /** A probe all of whose futures are finished. */
  public static Probe plain() {
    return new Probe(Mode.NEVER, Runnable::run);
  }

  /** A stage that has or will have {@code value}. */
  public <T> CompletionStage<T> later(T value) {
    return isPending() ? pending(value, null) : CompletableFuture.completedFuture(value);
  }

  /** A stage that has failed or will fail with {@code failure}. */
  public <T> CompletionStage<T> fail(Throwable failure) {
    return isPending() ? pending(null, failure) : CompletableFuture.failedFuture(failure);
  }

  /** Like {@link #later}, as a task. */
  public <T> Task<T> laterTask(T value) {
    return isPending() ? pendingTask(value, null) : Task.completed(value);
  }

  /** Like {@link #fail}, as a task. */
  public <T> Task<T> failTask(Throwable failure) {
    return isPending() ? pendingTask(null, failure) : Task.failed(failure);
  }

  /** Notes something to be compared with other runs. */
  public synchronized void log(Object what) {
    if (log.size() < LOG_LIMIT) {
      log.add(Outcome.render(what));
    }
  }

  /** What has been logged. */
  synchronized List<String> trace() {
    return List.copyOf(log);
  }

  private synchronized boolean isPending() {
    handedOut++;
    return switch (mode) {
      case NEVER -> false;
      case ALWAYS -> true;
      case MIXED -> handedOut % 2 == 0;
      case RANDOM -> random.nextBoolean();
    };
  }

  private <T> CompletionStage<T> pending(T value, Throwable failure) {
    return new ReluctantFuture<>(
        future -> completer.execute(() -> complete(future, value, failure)));
  }

  private static <T> void complete(CompletableFuture<T> future, T value, Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(failure);
    }
  }

  private <T> Task<T> pendingTask(T value, Throwable failure) {
    var promise = new Task.Completer<T>();
    completer.execute(
        () -> {
          boolean unused = failure == null ? promise.complete(value) : promise.fail(failure);
        });
    return promise.task();
  }
}
