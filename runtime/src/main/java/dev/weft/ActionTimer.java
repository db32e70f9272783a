package dev.weft;

import dev.weft.runtime.Timer;

/** A timer for an action that is none itself. */
final class ActionTimer extends Timer {

  /** What gives up a timer that is given up by its own {@code cancel}. */
  static final Runnable NOTHING = () -> {};

  private final Runnable action;

  ActionTimer(Runnable action) {
    this.action = action;
  }

  @Override
  public void run() {
    action.run();
  }
}
