package dev.weft.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How a {@link CompletionStage} is read and waited for. */
public final class Stages {

  private Stages() {}

  /**
   * The result of a finished future.
   *
   * @throws Throwable what it failed with, without {@code CompletionException} around it
   */
  public static @Nullable Object resultOf(CompletableFuture<?> done) throws Throwable {
    if (!done.isCompletedExceptionally()) {
      return done.join();
    }
    var failure = new Throwable[1];
    var unused = done.whenComplete((value, thrown) -> failure[0] = thrown); // runs here: it is done
    throw Sneaky.unwrap(failure[0]);
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
