package dev.weft.transformer;

/** A class that cannot be read or written at all; the message says which and why. */
public final class WeaveException extends RuntimeException {

  private static final long serialVersionUID = 1;

  WeaveException(String message, Throwable cause) {
    super(message, cause);
  }

  WeaveException(String message) {
    super(message);
  }
}
