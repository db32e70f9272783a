package dev.weft.runtime;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How a {@link CompletionStage} is read and waited for. */
public final class Stages {

  /** What {@link #resultNow} returns for a future that is not done. */
  public static final Object NOT_DONE = new Object();

  private Stages() {}

  /**
   * The result of a future, or {@link #NOT_DONE}.
   *
   * <p>Asks the future no more than twice: each question is a volatile read. It is asked for a
   * failure first, since {@code getNow} would make a new exception around that.
   *
   * @throws Throwable what it failed with, without {@code CompletionException} around it
   */
  @SuppressWarnings("unchecked") // any object can be handed to a future that hands it back
  public static @Nullable Object resultNow(CompletableFuture<?> future) throws Throwable {
    if (!future.isCompletedExceptionally()) {
      try {
        return ((CompletableFuture<@Nullable Object>) future).getNow(NOT_DONE);
      } catch (CompletionException | CancellationException failedMeanwhile) {
        // what it failed with is found in the same way as for all others
      }
    }
    throw failureOf(future);
  }

  private static Throwable failureOf(CompletableFuture<?> failed) {
    var failure = new Throwable[1];
    var unused = failed.whenComplete((value, thrown) -> failure[0] = thrown); // runs here
    return Sneaky.unwrap(failure[0]);
  }

  /** One coroutine's wait for one stage. */
  static final class StageEvent implements Event, BiConsumer<Object, Throwable> {
    private final CompletionStage<?> stage;
    private @Nullable Coroutine coroutine;

    StageEvent(CompletionStage<?> stage) {
      this.stage = stage;
    }

    @Override
    public void arm(Coroutine waiting) {
      coroutine = waiting;
      var unused = stage.whenComplete(this);
    }

    @Override
    public void accept(@Nullable Object value, @Nullable Throwable failure) {
      Coroutine waiting = coroutine;
      if (waiting != null) {
        waiting.resume(this, value, failure == null ? null : Sneaky.unwrap(failure));
      }
    }

    @Override
    public void disarm(Coroutine waiting) {
      if (stage instanceof CompletableFuture<?> future) {
        future.toCompletableFuture().cancel(true); // a minimal stage cannot be cancelled itself
      } else if (stage instanceof Future<?> future) {
        future.cancel(true);
      }
    }
  }
}
