package dev.weft.internal.loop;

import org.openjdk.jcstress.annotations.State;

/** A queue with one place left in its segment. */
@State
public class HandedAtBorder extends Handed {
  public HandedAtBorder() {
    super(MpscQueue.SIZE - 1);
  }
}
