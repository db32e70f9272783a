package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Something that belongs to a thread, a thread-local most often, and is to belong to coroutines
 * instead. Those registered are asked around each step; see {@link ThreadElements}.
 */
public interface ThreadElement {

  /** What the current thread has. */
  @Nullable Object capture();

  /** Gives the current thread what {@link #capture} has returned, on whatever thread. */
  void restore(@Nullable Object state);
}
