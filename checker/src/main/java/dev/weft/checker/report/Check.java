package dev.weft.checker.report;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be found, by the names that {@code @SuppressWarnings("weft:...")} has for it. */
public enum Check {
  /** The weaver refuses the method, or what is called always throws; cannot be suppressed. */
  REFUSED(true),
  /** Awaits in code that is no coroutine. */
  AWAIT(true),
  /** A task that is started and dropped. */
  DROPPED(false),
  /** A blocking call in a coroutine. */
  BLOCKING(false),
  /** A generator that is not closed. */
  UNCLOSED(false),
  /** A suspending method called by ordinary code, which blocks. */
  PLAIN(false),
  /** A native method that is marked. */
  NATIVE(false);

  private final boolean isError;

  Check(boolean isError) {
    this.isError = isError;
  }

  /** Whether it fails the build. */
  public boolean isError() {
    return isError;
  }

  /** Whether a warning's name, or the option, turns it off. */
  public boolean canBeSuppressed() {
    return this != REFUSED;
  }

  /** The name behind {@code weft:}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The check of a name. */
  public static Optional<Check> named(String word) {
    return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
