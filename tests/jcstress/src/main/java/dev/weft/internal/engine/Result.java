package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.State;

/** A result, and two who may wait for it. */
@State
public class Result extends Completion {

  /** Counts what it is told, and keeps what it saw then. */
  static final class Counting extends Waiter {
    int told;
    Object seen;

    @Override
    protected void completed(Completion done) {
      told++;
      try {
        seen = done.result();
      } catch (Throwable failure) {
        seen = failure.getMessage();
      }
    }
  }

  final Counting one = new Counting();
  final Counting two = new Counting();

  boolean failWith(String message) {
    return fail(new IllegalStateException(message));
  }

  boolean completeWith(Object value) {
    return complete(value);
  }

  Object outcome() {
    try {
      return result();
    } catch (Throwable failure) {
      return failure.getMessage();
    }
  }

  @Override
  protected void completed(Completion done) {
    throw new UnsupportedOperationException("waits for nothing");
  }

  @Override
  public boolean cancel() {
    return false;
  }
}
