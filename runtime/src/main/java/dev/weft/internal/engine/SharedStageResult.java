package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.WeakIdentityMap;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The result of a foreign stage, shared by all coroutines that wait for it.
 *
 * <p>A stage keeps whoever has registered with it until it is done, and most cannot be told to
 * forget. So one object registers, once, and coroutines come and go there as with a task: what has
 * been cancelled leaves nothing behind, however often. The stage keeps this; who waits later finds
 * it through a map that keeps neither.
 */
final class SharedStageResult extends Completion implements BiConsumer<Object, Throwable> {

  private static final WeakIdentityMap<CompletionStage<?>, WeakReference<SharedStageResult>> KNOWN =
      new WeakIdentityMap<>();

  private final WeakReference<CompletionStage<?>> stage;

  /** How many others the stage keeps that have waited by themselves and do not any more. */
  private final AtomicInteger givenUp = new AtomicInteger();

  private SharedStageResult(CompletionStage<?> stage) {
    this.stage = new WeakReference<>(stage);
  }

  /** That of {@code stage}, if somebody has waited for it. */
  static @Nullable SharedStageResult known(CompletionStage<?> stage) {
    WeakReference<SharedStageResult> known = KNOWN.get(stage);
    return known == null ? null : known.get();
  }

  /** That of {@code stage}. */
  static SharedStageResult of(CompletionStage<?> stage) {
    SharedStageResult known = known(stage);
    if (known != null) {
      return known;
    }
    var result = new SharedStageResult(stage);
    var unused = stage.whenComplete(result);
    if (!result.isDone()) {
      SharedStageResult first = KNOWN.putIfAbsent(stage, new WeakReference<>(result)).get();
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
    boolean unused = failure == null ? complete(value) : fail(SneakyThrow.unwrap(failure));
    if (done != null) {
      KNOWN.remove(done);
    }
  }

  /** How many of the dependents of {@code stage} have waited here, and nobody does any more. */
  static int idle(CompletionStage<?> stage) {
    SharedStageResult known = known(stage);
    return known == null ? 0 : known.givenUp.get() + (known.isAwaited() ? 0 : 1);
  }

  /** Says that the stage keeps something that waits for it no longer. */
  void addGivenUp() {
    givenUp.incrementAndGet();
  }

  /** Asks the stage to stop, unless somebody else depends on it. */
  @Override
  public boolean cancel() {
    CompletionStage<?> pending = stage.get();
    if (isDone() || pending == null) {
      return false;
    }
    Stages.cancel(pending, 1 + givenUp.get());
    return true;
  }

  @Override
  protected void completed(Completion done) {
    throw new IllegalStateException("a stage's result waits for nothing");
  }

  @Override
  public WaitTarget target() {
    return WaitTarget.of(WaitTarget.Kind.STAGE, toString());
  }

  @Override
  public String toString() {
    CompletionStage<?> pending = stage.get();
    return pending == null ? "a stage" : "a " + pending.getClass().getSimpleName();
  }
}
