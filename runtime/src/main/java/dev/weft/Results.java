package dev.weft;

import org.jspecify.annotations.Nullable;

/** The one place where an untyped result becomes a typed one. */
final class Results {

  private Results() {}

  /** {@code result} as what its producer said it is; null passes where T admits null. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  static <T extends @Nullable Object> T cast(@Nullable Object result) {
    return (T) result;
  }
}
