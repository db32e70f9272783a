package dev.weft;

import dev.weft.internal.engine.Completion;

/** Something to wait for that takes no notice of being cancelled; for tests. */
final class Stubborn extends Completion {

  static Completion task() {
    return new Stubborn();
  }

  void finish(Object value) {
    complete(value);
  }

  @Override
  protected void completed(Completion done) {
    throw new AssertionError("waits for nothing");
  }

  @Override
  public boolean cancel() {
    return false;
  }
}
