package dev.weft.benchmarks.common;

/** What the benchmarks throw, with a stack trace or without. */
public final class Failure extends RuntimeException {

  /** A failure; {@code trace} says whether it gets a stack trace. */
  public Failure(boolean trace) {
    super("failed on purpose", null, false, trace);
  }

  /** What the catcher adds up. */
  public int code() {
    return 1;
  }
}
