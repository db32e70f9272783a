package dev.weft.internal.util;

import org.jspecify.annotations.Nullable;

/** Casts untyped results to typed ones; the one place where that is done. */
public final class Unchecked {

  private Unchecked() {}

  /** {@code result} as what its producer said it is; null passes where T admits null. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  public static <T extends @Nullable Object> T cast(@Nullable Object result) {
    return (T) result;
  }
}
