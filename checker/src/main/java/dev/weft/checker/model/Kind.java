package dev.weft.checker.model;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of coroutines, with what the weaver says when it refuses one.
 *
 * <p>The texts are the weaver's, word for word; a test compares them.
 */
public enum Kind {
  /** Returns a task, stage or future. */
  TASK {
    @Override
    public String refusalToEmit() {
      return "in a task method, but only generators emit; let the method return Generator or"
          + " AsyncGenerator";
    }
  },

  /** Returns a generator, which runs when asked. */
  GENERATOR {
    @Override
    public String refusalToAwait() {
      return "in a generator method, but a generator suspends only to emit; await before the"
          + " generator is made and pass it the results, emit tasks, or let the method return"
          + " AsyncGenerator";
    }
  },

  /** Returns a generator whose body may also wait. */
  ASYNC_GENERATOR,

  /** Returns anything else; a call from ordinary code blocks. */
  SUSPENDING;

  /** Why a body may not await, to follow "calls ..."; null if it may. */
  public @Nullable String refusalToAwait() {
    return null;
  }

  /** Why a body may not emit, to follow "calls ..."; null if it may. */
  public @Nullable String refusalToEmit() {
    return null;
  }

  /** Whether such a method makes a generator. */
  public boolean isGenerator() {
    return this == GENERATOR || this == ASYNC_GENERATOR;
  }
}
