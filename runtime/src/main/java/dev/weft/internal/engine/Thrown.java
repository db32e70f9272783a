package dev.weft.internal.engine;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What a wake-up leaves in {@code slot} for a failure. */
final class Thrown {
  final Throwable failure;
  private final StackTraceElement @Nullable [] trace;
  private final boolean shared;
  private final boolean cancels;

  /**
   * One of them.
   *
   * @param trace what the failure's stack trace was when what was awaited failed, if that is known
   * @param shared whether others may meet the same exception
   * @param cancels whether this is what a request to cancel has led to
   */
  private Thrown(
      Throwable failure, StackTraceElement @Nullable [] trace, boolean shared, boolean cancels) {
    this.failure = failure;
    this.trace = trace;
    this.shared = shared;
    this.cancels = cancels;
  }

  /** Whether the coroutine that meets this has met its cancellation. */
  boolean cancels() {
    return cancels;
  }

  /** Has this class initialized while there is memory: who has won a wake-up needs it at once. */
  static void prepare() {
    CoroutineTraces.prepare();
  }

  /** For the coroutine that is about to meet it. */
  Throwable meet(Carrier carrier) {
    if (shared) {
      CoroutineTraces.reset(failure, trace);
      carrier.sharedFailure = true;
    }
    return failure;
  }

  /** For when there is no memory for another. */
  private static final Thrown OUT_OF_MEMORY =
      new Thrown(FailedOutcome.OUT_OF_MEMORY.cause(), null, true, false);

  private static final Thrown CANCELLED = new Thrown(new Untraced(), null, true, true);

  /** What was awaited has failed. */
  static Thrown shared(Throwable failure, StackTraceElement @Nullable [] trace) {
    try {
      return new Thrown(failure, trace, true, false);
    } catch (OutOfMemoryError none) {
      return OUT_OF_MEMORY;
    }
  }

  /** Something that only this coroutine meets. */
  static Thrown own(Throwable failure) {
    try {
      return new Thrown(failure, null, false, false);
    } catch (OutOfMemoryError none) {
      return OUT_OF_MEMORY;
    }
  }

  /** A new cancellation of {@code coroutine}; never throws. */
  static Thrown cancellation(Object coroutine) {
    try {
      return new Thrown(new CancellationException("cancelled: " + coroutine), null, false, true);
    } catch (Throwable unreadable) {
      return cancellation();
    }
  }

  private static Thrown cancellation() {
    try {
      return new Thrown(
          new CancellationException("the coroutine was cancelled"), null, false, true);
    } catch (Throwable noRoom) {
      return CANCELLED;
    }
  }

  /** A cancellation that many may share. */
  private static final class Untraced extends CancellationException {
    private static final long serialVersionUID = 1;

    Untraced() {
      super("the coroutine was cancelled");
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
