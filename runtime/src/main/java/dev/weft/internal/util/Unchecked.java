package dev.weft.internal.util;

import org.jspecify.annotations.Nullable;

/** The one place where an untyped result becomes a typed one. */
public final class Unchecked {

  private Unchecked() {}

  /** {@code result} as what its producer said it is; null passes where T admits null. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  public static <T extends @Nullable Object> T cast(@Nullable Object result) {
    return (T) result;
  }
}
