package dev.weft.internal.loop;

import org.openjdk.jcstress.annotations.State;

/** A queue whose segment is used up: both producers want to append the next one. */
@State
public class HandedFull extends Handed {
  public HandedFull() {
    super(MpscQueue.SIZE);
  }
}
