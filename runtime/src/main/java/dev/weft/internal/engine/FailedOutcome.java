package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/** The outcome of a failed completion, and whether anybody has observed it. Any thread. */
final class FailedOutcome {

  /** For when there is no memory for another. */
  static final FailedOutcome OUT_OF_MEMORY =
      new FailedOutcome(new OutOfMemoryError("no memory was left to say what failed"), null);

  private final Throwable cause;

  /** The failure's stack trace when it became this outcome; null if nobody had looked at it. */
  private final StackTraceElement @Nullable [] trace;

  /** Says so if nobody ever hears of this; null if somebody has, or nothing is to be said. */
  private volatile @Nullable UnobservedFailure unheard;

  private FailedOutcome(Throwable cause, StackTraceElement @Nullable [] trace) {
    this.cause = cause;
    this.trace = trace;
  }

  static FailedOutcome of(Throwable cause, StackTraceElement @Nullable [] trace) {
    try {
      return new FailedOutcome(cause, trace);
    } catch (OutOfMemoryError none) {
      return OUT_OF_MEMORY;
    }
  }

  /** The failure, for looking at it without its counting as heard of. */
  Throwable cause() {
    return cause;
  }

  /** The failure, for somebody who is told of it. */
  Throwable heard() {
    UnobservedFailure pending = unheard;
    if (pending != null) {
      unheard = null;
      pending.heard();
    }
    return cause;
  }

  StackTraceElement @Nullable [] trace() {
    return trace;
  }

  /** Written before this is published. */
  void expectToBeHeard(UnobservedFailure pending) {
    unheard = pending;
  }
}
