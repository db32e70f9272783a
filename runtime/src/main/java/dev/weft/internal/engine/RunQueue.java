package dev.weft.internal.engine;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The FIFO queue of the steps that are ready on one thread. Confined to its thread.
 *
 * <h2>Why this shape</h2>
 *
 * <p>Each reference that is written passes a write barrier of the garbage collector, which costs
 * more than all else that a queue does. So this one writes as few as it can. The steps of a round
 * lie in one half of an array while those that become ready meanwhile go into the other; then the
 * halves change their parts. What a round has run stays in its half: coroutines that take turns
 * stand in the same places two rounds later, and a place that holds the right step already is not
 * written. The step that runs is known from its place, so the thread need not note it either.
 *
 * <h2>What is kept</h2>
 *
 * <p>A step stays reachable from here until its place is used again, for two rounds at most. A
 * queue in which nothing is ready, or one step alone, keeps nothing else once that has been
 * noticed, by {@link #advance} or {@link #releaseSteps}.
 */
public final class RunQueue {

  private @Nullable Runnable[] items;

  // The rest are places in it.

  /** The round: it has run below here, */
  private int at;

  /** and is still to run up to here. */
  private int end;

  /** The next round: it begins here, */
  private int nextStart;

  /** it ends here, where the next step is put, */
  private int put;

  /** and behind it, up to here, lie the steps of a round ago. */
  private int old;

  /** Where the half of the next round ends. */
  private int limit;

  /** An empty queue. */
  public RunQueue() {
    this(64);
  }

  /** An empty queue that has room for a round of so many steps before it grows. */
  RunQueue(int round) {
    items = new @Nullable Runnable[2 * round];
    nextStart = round;
    put = round;
    old = round;
    limit = 2 * round;
  }

  /** Whether nothing is ready. */
  public boolean isEmpty() {
    return at == end && put == nextStart;
  }

  /** Shows all steps that are ready, the first in first. */
  public void forEach(Consumer<Runnable> action) {
    for (int i = at; i < end; i++) {
      action.accept(Objects.requireNonNull(items[i]));
    }
    for (int i = nextStart; i < put; i++) {
      action.accept(Objects.requireNonNull(items[i]));
    }
  }

  /** How many steps are ready. */
  public int size() {
    return end - at + put - nextStart;
  }

  /**
   * Makes room for one step more, so that the next {@link #add} allocates nothing and cannot fail.
   */
  public void makeRoom() {
    if (put == limit) {
      int unused = grow();
    }
  }

  /** Puts {@code step} behind all others. If there is no memory for it, nothing has changed. */
  public void add(Runnable step) {
    int place = put;
    if (place == limit) {
      place = grow();
    }
    if (items[place] != step) {
      items[place] = step;
    }
    put = place + 1;
  }

  /** Makes the {@link #current} step the next one. */
  public void stepBack() {
    at--;
  }

  /** Goes on to the next step, which then is the {@link #current} one; false if none is ready. */
  public boolean advance() {
    if (at == end && !beginRound()) {
      return false;
    }
    at++;
    return true;
  }

  /** The step that {@link #advance} has gone on to. */
  public Runnable current() {
    return Objects.requireNonNull(items[at - 1]);
  }

  /** The coroutine whose step is the current one, or null. */
  @Nullable Coroutine coroutine() {
    return at > 0 && items[at - 1] instanceof Coroutine running ? running : null;
  }

  /**
   * {@link #coroutine()} for another thread: the one whose step is, or a moment ago was, the
   * current one. The fields are read as they come, so what this finds is a coroutine, and no more
   * is sure.
   */
  @Nullable Coroutine seenCoroutine() {
    @Nullable Runnable[] seen = items;
    int place = at - 1;
    return place >= 0 && place < seen.length && seen[place] instanceof Coroutine one ? one : null;
  }

  /** Changes with each step, mostly: for another thread, which looks from time to time. */
  public int seenPlace() {
    return at;
  }

  /** {@link #forEach} for another thread, which may miss steps and see some that have run. */
  public void forEachSeen(Consumer<Runnable> action) {
    @Nullable Runnable[] seen = items;
    showSeen(seen, at, end, action);
    showSeen(seen, nextStart, put, action);
  }

  private static void showSeen(
      @Nullable Runnable[] seen, int from, int to, Consumer<Runnable> action) {
    for (int i = Math.max(0, from); i < Math.min(to, seen.length); i++) {
      Runnable step = seen[i];
      if (step != null) {
        action.accept(step);
      }
    }
  }

  /** Lets go of what has run if nothing is ready, or one step alone. */
  public void releaseSteps() {
    if (put != nextStart) {
      return;
    }
    if (at == end) {
      clear();
    } else if (at + 1 == end && (old > nextStart || at > roundStart())) {
      Runnable alone = Objects.requireNonNull(items[at]);
      clear();
      add(alone);
    }
  }

  private boolean beginRound() {
    if (put == nextStart) {
      clear();
      return false;
    }
    if (old > put) {
      Arrays.fill(items, put, old, null);
    }
    int ran = end;
    at = nextStart;
    end = put;
    nextStart = roundStart();
    limit = nextStart + items.length / 2;
    put = nextStart;
    old = ran;
    return true;
  }

  private void clear() {
    Arrays.fill(items, roundStart(), end, null);
    Arrays.fill(items, nextStart, old, null);
    at = roundStart();
    end = at;
    old = nextStart;
  }

  private int roundStart() {
    return items.length / 2 - nextStart;
  }

  /** Makes both halves twice as long; returns where the next step is put. */
  private int grow() {
    int half = items.length / 2;
    @Nullable Runnable[] larger = new @Nullable Runnable[4 * half];
    System.arraycopy(items, 0, larger, 0, half);
    System.arraycopy(items, half, larger, 2 * half, half);
    int roundMoves = nextStart == 0 ? half : 0;
    int nextMoves = half - roundMoves;
    at += roundMoves;
    end += roundMoves;
    nextStart += nextMoves;
    put += nextMoves;
    old += nextMoves;
    limit = nextStart + 2 * half;
    items = larger;
    return put;
  }
}
