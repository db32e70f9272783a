package dev.weft.transformer.cli;

import java.io.IOException;

/** A file that is no class file, or one that cannot be woven at all; the message names it. */
public final class BrokenClassException extends IOException {

  private static final long serialVersionUID = 1;

  BrokenClassException(String message, Throwable cause) {
    super(message, cause);
  }
}
