package dev.weft.loop;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps that are ready on one thread, first in, first out: a ring that doubles when it is full
 * and never shrinks. Confined to its thread.
 *
 * <p>An {@link java.util.ArrayDeque} does the same; this one compiles to half the instructions, on
 * the path that every suspension takes.
 */
public final class StepQueue {

  /** Its length is a power of two, so that an index is wrapped by a mask. */
  private @Nullable Runnable[] ring = new @Nullable Runnable[64];

  /** How many have been taken, and put in, since the beginning; they may overflow. */
  private int taken;

  private int put;

  /** An empty queue. */
  public StepQueue() {}

  /** Whether nothing is in. */
  public boolean isEmpty() {
    return taken == put;
  }

  /** Puts {@code step} behind all others. */
  public void add(Runnable step) {
    @Nullable Runnable[] items = ring;
    int at = put;
    items[at & (items.length - 1)] = step;
    put = at + 1;
    if (at + 1 - taken == items.length) {
      grow();
    }
  }

  /** Takes the first one; only called if the queue {@linkplain #isEmpty is not empty}. */
  public Runnable take() {
    @Nullable Runnable[] items = ring;
    int at = taken;
    int index = at & (items.length - 1);
    Runnable first = Objects.requireNonNull(items[index]);
    items[index] = null;
    taken = at + 1;
    return first;
  }

  private void grow() {
    @Nullable Runnable[] full = ring;
    int first = taken & (full.length - 1);
    @Nullable Runnable[] larger = Arrays.copyOfRange(full, first, first + 2 * full.length);
    System.arraycopy(full, 0, larger, full.length - first, first);
    ring = larger;
    taken = 0;
    put = full.length;
  }
}
