package dev.weft.checker.model;

import com.sun.source.util.TreePath;
import org.jspecify.annotations.Nullable;

/**
 * Something in a source that suspends where coroutines do.
 *
 * @param path what is told of
 * @param at where the weaver sees the call: the same, or the argument of an {@code await} that is
 *     compiled into one call with it
 * @param callee the name of the method that suspends
 * @param intrinsic what the runtime says of it; null for {@code @Async} methods
 * @param form how it is written
 */
public record Suspension(
    TreePath path, TreePath at, String callee, @Nullable Intrinsic intrinsic, Form form) {

  /** How a suspension is written. */
  public enum Form {
    /** As a call. */
    CALL,
    /** As a {@code for} loop, which calls {@code hasNext} and {@code next}. */
    LOOP,
    /** As a resource, which is closed at the end of the block. */
    CLOSE
  }
}
