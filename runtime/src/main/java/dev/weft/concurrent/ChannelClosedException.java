package dev.weft.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by who sends to a channel that has been closed, or receives from one that has been closed
 * and in which nothing is left. The message says what was called, and where.
 *
 * <p>To a sender of a channel that has {@linkplain Channel#fail failed}, the cause is that failure.
 */
public final class ChannelClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /**
   * One with a message.
   *
   * @param cause what the channel has failed with; null if it was closed or cancelled
   */
  public ChannelClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
