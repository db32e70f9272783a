package dev.weft.woven;

/**
 * Thrown by an {@code @Async} method that the weaver refused to weave. The message names class,
 * method, line and reason, and says what to write instead.
 */
public final class RefusedError extends Error {

  private static final long serialVersionUID = 1;

  /** Called by generated code. */
  public RefusedError(String message) {
    super(message);
  }
}
