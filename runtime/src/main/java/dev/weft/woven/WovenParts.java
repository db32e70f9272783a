package dev.weft.woven;

import dev.weft.internal.engine.MissingParts;

/** What a woven class asks when a call of ordinary code fails to link. Called by generated code. */
public final class WovenParts {

  private WovenParts() {}

  /**
   * The same failure, or one that says what is missing and what to do.
   *
   * @param failure whatever the call has thrown
   */
  public static Throwable explain(Throwable failure) {
    return MissingParts.explain(failure);
  }
}
