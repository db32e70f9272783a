package dev.weft.internal.timers;

/** A timer for an action that is none itself. */
public final class ActionTimer extends Timer {

  /** What cancels a timer that is cancelled by its own {@code cancel}. */
  public static final Runnable NOTHING = () -> {};

  private final Runnable action;

  public ActionTimer(Runnable action) {
    this.action = action;
  }

  @Override
  public void run() {
    action.run();
  }
}
