package dev.weft.observe;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.loop.Loops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls of coroutines that run: those on their thread's stack, then the callers that are still
 * suspended. Each thread is asked once for a dump, so that what is told of it is of one instant.
 */
final class RunningStacks {

  private static final int TRIES = 10;

  private final Map<Thread, Taken> taken = new HashMap<>();

  /** Those that event loops ran; coroutines are equal only to themselves. */
  private final Map<Coroutine, OnLoop> onLoops = new HashMap<>();

  /** What a loop's thread ran, and its calls. */
  record OnLoop(Thread thread, List<StackTraceElement> calls) {}

  /** A thread's stack at an instant; only what ran before that, and does so after, ran then. */
  private static final class Taken {
    final Thread thread;
    final @Nullable Coroutine before;
    final long at = System.nanoTime();
    final ThreadStack stack;

    /** Whether a coroutine was found that ran then. */
    boolean isKnown;

    Taken(Thread thread) {
      this.thread = thread;
      before = Carrier.seenOn(thread);
      stack = ThreadStack.of(thread.getStackTrace());
    }

    /** What the loop ran all the time; null if nothing, or if that has changed. */
    @Nullable Coroutine owner() {
      return Carrier.seenOn(thread) == before ? before : null;
    }
  }

  /** Looks at event loops that are busy, a few times if they go from step to step meanwhile. */
  void takeLoops() {
    for (Thread thread : Loops.busyThreads()) {
      boolean isTaken = false;
      for (int i = 0; i < TRIES && !isTaken; i++) {
        isTaken = isTaken(new Taken(thread));
      }
    }
  }

  private boolean isTaken(Taken look) {
    Coroutine owner = look.owner();
    List<StackTraceElement> calls = owner == null ? null : callsIn(look.stack, owner);
    if (owner == null || calls == null) {
      return false;
    }
    look.isKnown = true;
    taken.put(look.thread, look);
    onLoops.put(owner, new OnLoop(look.thread, calls));
    return true;
  }

  /** Where a loop ran {@code one} when it was looked at; null if none did. */
  @Nullable OnLoop onLoop(Coroutine one) {
    return onLoops.get(one);
  }

  /**
   * The calls of a coroutine that runs on {@code thread}; null if it did not when the stack of that
   * was taken.
   *
   * @param since when it has begun to
   */
  @Nullable List<StackTraceElement> calls(Thread thread, Coroutine runs, long since) {
    Taken of = taken.computeIfAbsent(thread, Taken::new);
    return since - of.at <= 0 ? callsIn(of.stack, runs) : null;
  }

  /** Says whether the coroutine that {@link #calls} was asked for did run then, and still does. */
  void confirm(Thread thread, boolean ran) {
    Taken of = Objects.requireNonNull(taken.get(thread));
    of.isKnown |= ran;
    if (!of.isKnown) {
      taken.remove(thread); // the next one has a chance
    }
  }

  /** The calls of a coroutine that ran when the stack was taken; null if that is not so. */
  static @Nullable List<StackTraceElement> callsIn(ThreadStack stack, Coroutine runs) {
    if (!stack.isInStep()) {
      return stack.isUndriven() && runs.leaf() == null ? stack.calls() : null;
    }
    return stack.resumed() == null ? stack.calls() : callsOf(runs, stack);
  }

  /**
   * The calls of {@code stack}, with the callers that are suspended, if it may be one of {@code
   * runs}: there is a frame in its chain of the class that the driver has resumed.
   */
  static @Nullable List<StackTraceElement> callsOf(Coroutine runs, ThreadStack stack) {
    ObservedCoroutine known = runs.observed();
    Frame leaf = runs.leaf();
    Frame resumed = known == null ? null : known.resumed();
    Frame found = find(leaf, stack.resumed());
    if (found == null) {
      found = find(resumed, stack.resumed());
    }
    if (found == null && leaf == null && resumed != null) {
      found = find(resumed.caller(), stack.resumed()); // the leaf is done, its callers run
    }
    return found == null ? null : join(stack.calls(), found);
  }

  private static @Nullable Frame find(@Nullable Frame leaf, @Nullable String type) {
    for (Frame each = leaf; each != null; each = each.caller()) {
      if (each.getClass().getName().equals(type)) {
        return each;
      }
    }
    return null;
  }

  /** What is on the stack, and in the chain behind the frame that was resumed. */
  private static List<StackTraceElement> join(List<StackTraceElement> onStack, Frame resumed) {
    var all = new ArrayList<StackTraceElement>();
    for (StackTraceElement each : onStack) {
      all.add(ThreadStack.isResumption(each) ? method(FrameSnapshot.place(resumed)) : each);
    }
    boolean isOnStack = ThreadStack.isFrame(resumed.getClass().getName());
    all.addAll(FrameSnapshot.places(isOnStack ? resumed.caller() : resumed));
    return all;
  }

  /** A call of which is not known where in its method it is. */
  private static StackTraceElement method(StackTraceElement place) {
    return new StackTraceElement(
        place.getClassName(), place.getMethodName(), place.getFileName(), -1);
  }
}
