package dev.weft.internal.engine;

/**
 * Whoever is told when a {@link Completion} is done. A class, not an interface: it is tested for on
 * hot paths.
 */
public abstract class Waiter {

  /** For subclasses. */
  protected Waiter() {}

  /** Called once, on the thread that completed {@code done}; must not throw. */
  protected abstract void completed(Completion done);
}
