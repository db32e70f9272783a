package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import java.util.Objects;
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
    throw Completion.thrown(Objects.requireNonNull(failure(future)));
  }

  /**
   * What a future that is done has failed with, without {@code CompletionException} around it; null
   * if it has not.
   */
  public static @Nullable Throwable failure(CompletableFuture<?> done) {
    var failure = new Throwable[1];
    var unused = done.whenComplete((value, thrown) -> failure[0] = thrown); // runs here
    return failure[0] == null ? null : SneakyThrow.unwrap(failure[0]);
  }

  /** The class of stages that only complete, and cannot be asked or cancelled. */
  private static final Class<?> MINIMAL = CompletableFuture.completedStage(null).getClass();

  /** What an await that has to wait for {@code stage} waits for. */
  public static Event event(CompletionStage<?> stage) {
    if (stage instanceof CompletableFuture<?> future
        && leavesNothing(future)
        && future.getNumberOfDependents() == 0) {
      return new FutureEvent(future);
    }
    return SharedStageResult.of(stage);
  }

  /** A completion that ends as {@code stage} does: itself if it is one. */
  public static Completion completion(CompletionStage<?> stage) {
    return stage instanceof Completion known ? known : SharedStageResult.of(stage);
  }

  /**
   * Whether cancelling {@code future} completes it, so that it keeps nothing of who waited alone.
   */
  public static boolean leavesNothing(CompletableFuture<?> future) {
    return future.getClass() == CompletableFuture.class || future instanceof CancelsAtOnce;
  }

  /** The mark of a future class whose {@code cancel} is that of {@link CompletableFuture}. */
  public interface CancelsAtOnce {}

  /**
   * The result of a stage that is not known to be done, if it is.
   *
   * <p>To ask some stages leaves something with them, so one that is known to be waited for is not
   * asked.
   */
  public static @Nullable Object resultOf(CompletableFuture<?> stage) throws Throwable {
    if (stage.getClass() == MINIMAL) {
      SharedStageResult known = SharedStageResult.known(stage);
      if (known != null && !known.isDone()) {
        return NOT_DONE;
      }
    }
    return resultNow(stage.toCompletableFuture());
  }

  /**
   * Asks a stage to stop, if it can be asked and nobody else depends on it.
   *
   * @param ours how many of its dependents are those who ask
   */
  static void cancel(CompletionStage<?> stage, int ours) {
    if (stage instanceof Future<?> future
        && stage.getClass() != MINIMAL
        && !(stage instanceof CompletableFuture<?> known && known.getNumberOfDependents() > ours)) {
      future.cancel(true);
    }
  }

  /**
   * One coroutine's wait for one future on which nobody depended before, and which forgets it when
   * it is cancelled. If others have come by then, the future is not cancelled, and keeps this.
   *
   * <p>So this lets go of the coroutine when that waits no longer, also if it was cancelled before
   * this was armed. Whoever waits next counts this among those that do not matter.
   */
  private static final class FutureEvent implements Event, BiConsumer<Object, Throwable> {
    private final CompletableFuture<?> future;
    private @Nullable Coroutine coroutine;

    FutureEvent(CompletableFuture<?> future) {
      this.future = future;
    }

    @Override
    public void arm(Coroutine waiting) {
      coroutine = waiting;
      var unused = future.whenComplete(this);
      if (!waiting.waitsFor(this)) {
        coroutine = null;
      }
    }

    @Override
    public void accept(@Nullable Object value, @Nullable Throwable failure) {
      Coroutine waiting = coroutine;
      if (waiting != null) {
        waiting.resume(this, value, failure == null ? null : SneakyThrow.unwrap(failure));
      }
    }

    @Override
    public void disarm(Coroutine waiting) {
      coroutine = null;
      if (future.getNumberOfDependents() > 1 + SharedStageResult.idle(future)) {
        SharedStageResult.of(future).addGivenUp();
      } else {
        future.cancel(true);
      }
    }

    @Override
    public void notArmed(Coroutine waiting) {
      Stages.cancel(future, SharedStageResult.idle(future));
    }

    @Override
    public WaitTarget target() {
      return WaitTarget.of(WaitTarget.Kind.STAGE, "a CompletableFuture");
    }

    @Override
    public String toString() {
      return "a CompletableFuture";
    }
  }
}
