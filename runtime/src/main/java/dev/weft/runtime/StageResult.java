package dev.weft.runtime;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The result of one stage that is not ours, for all coroutines that wait for it.
 *
 * <p>A stage keeps whoever has registered with it until it is done, and most cannot be told to
 * forget. So one object registers, once, and coroutines come and go there as with a task: what has
 * been given up leaves nothing behind, however often. The stage keeps this; who waits later finds
 * it through a map that keeps neither.
 */
final class StageResult extends Completion implements BiConsumer<Object, Throwable> {

  private static final WeakIdentityMap<CompletionStage<?>, WeakReference<StageResult>> KNOWN =
      new WeakIdentityMap<>();

  private final WeakReference<CompletionStage<?>> stage;

  private StageResult(CompletionStage<?> stage) {
    this.stage = new WeakReference<>(stage);
  }

  /** That of {@code stage}, if somebody has waited for it. */
  static @Nullable StageResult known(CompletionStage<?> stage) {
    WeakReference<StageResult> known = KNOWN.get(stage);
    return known == null ? null : known.get();
  }

  /** That of {@code stage}. */
  static StageResult of(CompletionStage<?> stage) {
    StageResult known = known(stage);
    if (known != null) {
      return known;
    }
    var result = new StageResult(stage);
    var unused = stage.whenComplete(result);
    if (!result.isDone()) {
      StageResult first = KNOWN.putIfAbsent(stage, new WeakReference<>(result)).get();
      if (result.isDone()) {
        KNOWN.remove(stage); // it was completed before it was put there
      }
      return first == null ? result : first;
    }
    return result;
  }

  @Override
  public void accept(@Nullable Object value, @Nullable Throwable failure) {
    CompletionStage<?> done = stage.get();
    boolean unused = failure == null ? complete(value) : fail(Sneaky.unwrap(failure));
    if (done != null) {
      KNOWN.remove(done);
    }
  }

  /** Asks the stage to stop. */
  @Override
  public boolean cancel() {
    CompletionStage<?> pending = stage.get();
    if (isDone() || pending == null) {
      return false;
    }
    Stages.cancel(pending);
    return true;
  }

  @Override
  protected void completed(Completion done) {
    throw new IllegalStateException("a stage's result waits for nothing");
  }

  @Override
  public String toString() {
    CompletionStage<?> pending = stage.get();
    return pending == null ? "a stage" : "a " + pending.getClass().getSimpleName();
  }
}
