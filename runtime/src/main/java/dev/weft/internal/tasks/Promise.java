package dev.weft.internal.tasks;

import dev.weft.internal.engine.Completion;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A task without a coroutine: done from the start, or completed by hand. */
public abstract class Promise extends Completion {

  /** A pending one. */
  protected Promise() {}

  /** Completes this; false if it was done already. Any thread. */
  public final boolean succeed(@Nullable Object value) {
    return complete(value);
  }

  /** Fails this; false if it was done already. Any thread. */
  public final boolean failWith(Throwable failure) {
    return fail(Objects.requireNonNull(failure, "failure"));
  }

  @Override
  public final boolean cancel() {
    return fail(new CancellationException("the task was cancelled"));
  }

  @Override
  protected final void completed(Completion done) {
    throw new IllegalStateException("a promise waits for nothing");
  }

  @Override
  protected final boolean reportsUnobservedFailure() {
    return true;
  }

  @Override
  public final String toString() {
    return TaskDescription.of(this);
  }
}
