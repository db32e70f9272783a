package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.State;

/** A coroutine whose first step, at the end of which it suspends, is still to be run. */
@State
public class NotBegun extends Suspended {
  public NotBegun() {
    super(2);
  }
}
