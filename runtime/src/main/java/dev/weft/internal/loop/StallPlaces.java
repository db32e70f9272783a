package dev.weft.internal.loop;

import java.util.HashSet;
import java.util.Set;

/** The places that a warning has been given of, so that there is one each. Any thread. */
final class StallPlaces {

  /** In a program with so many places that block, another one is no news. */
  private static final int MOST = 1_000;

  private final Set<StackTraceElement> told = new HashSet<>();

  synchronized boolean isNew(StackTraceElement line) {
    return told.size() < MOST && told.add(line);
  }
}
