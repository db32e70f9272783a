package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.util.CallSites;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link StallMonitor} has seen of one thread. The step that it is in is known by what changes
 * with the next: of an event loop the number of its turn and the place in its queue, which stays if
 * the only coroutine that is ready yields, so those are asked to leave a sign; of another thread
 * the coroutine that it runs and how often that has been suspended, and since one that only yields
 * is not, also the place where it is.
 */
abstract class WatchedThread {

  /** How often a step is seen before it counts as stalled. */
  static final int LOOKS = 5;

  final Thread thread;

  /** What tells the step from others that was seen last; null if there was none. */
  private @Nullable Object step;

  private int looks;
  private long since;

  /** Told of the end of the step; null if it was not told of. */
  private @Nullable LongConsumer ending;

  private WatchedThread(Thread thread) {
    this.thread = thread;
  }

  /**
   * What the thread is in now; null if nothing. Not of a record of this loader's: the JDK keeps how
   * such ones are compared, softly, and the loader with it.
   */
  abstract @Nullable Object step();

  /** Whether a stall is told of, whatever its place. */
  abstract boolean tellsAll();

  /** Tells of a step that goes on; returns who is told when it is over. */
  abstract LongConsumer tell(
      long nanos, StackTraceElement line, StackTraceElement[] stack, @Nullable Coroutine runs);

  /**
   * Looks at the thread again.
   *
   * @param teller runs what tells somebody of a step
   */
  void look(long now, StallPlaces places, Executor teller) {
    Object current = step();
    if (current == null || !current.equals(step)) {
      end(now, teller);
      step = current;
      since = now;
      looks = current == null ? 0 : 1;
    } else if (looks < LOOKS && ++looks == LOOKS) {
      stalled(current, now - since, places, teller);
    }
  }

  /** The step that was seen last is over. */
  void end(long now, Executor teller) {
    LongConsumer told = ending;
    ending = null;
    if (told != null) {
      long nanos = now - since;
      teller.execute(() -> told.accept(nanos));
    }
  }

  /** The stack counts only if the step still ran when it was taken. */
  private void stalled(Object current, long nanos, StallPlaces places, Executor teller) {
    Coroutine runs = Carrier.seenOn(thread);
    StackTraceElement[] stack = thread.getStackTrace();
    Coroutine sure = Carrier.seenOn(thread) == runs ? runs : null;
    if (!current.equals(step()) || isElsewhere(stack)) {
      looks--;
      return;
    }
    StackTraceElement line = CallSites.ofUser(List.of(stack));
    if (tellsAll() || places.isNew(line)) {
      teller.execute(() -> ending = tell(nanos, line, stack, sure));
    }
  }

  /** Whether the thread was elsewhere at the look before. */
  boolean isElsewhere(StackTraceElement[] stack) {
    return false;
  }

  /** An event loop's. */
  static final class OfLoop extends WatchedThread {

    private final LoopScheduler loop;

    private final LoopSettings settings;

    OfLoop(LoopScheduler loop, LoopSettings settings) {
      super(loop.thread());
      this.loop = loop;
      this.settings = settings;
    }

    /** How often it was found to have yielded. */
    private int yields;

    @Override
    @Nullable Object step() {
      LoopRunner cycle = loop.cycle();
      if (cycle.hasYieldedSince()) {
        yields++;
      }
      return loop.busyThread() == null
          ? null
          : List.<Object>of(cycle.turns(), cycle.place(), yields);
    }

    @Override
    boolean tellsAll() {
      return settings.tellsAllStalls();
    }

    @Override
    LongConsumer tell(
        long nanos, StackTraceElement line, StackTraceElement[] stack, @Nullable Coroutine runs) {
      return settings.stalls().stalled(loop, nanos, stack, runs);
    }
  }

  /** One that other people's loop runs on. */
  static final class OfOthers extends WatchedThread {

    private final String name;
    private StackTraceElement[] before = {};

    OfOthers(Thread thread, String name) {
      super(thread);
      this.name = name;
    }

    @Override
    @Nullable Object step() {
      Coroutine runs = Carrier.seenOn(thread);
      return runs == null ? null : List.<Object>of(runs, runs.suspensions());
    }

    @Override
    boolean tellsAll() {
      return false;
    }

    @Override
    boolean isElsewhere(StackTraceElement[] stack) {
      boolean moved = !Arrays.equals(stack, before);
      before = stack;
      return moved;
    }

    @Override
    LongConsumer tell(
        long nanos, StackTraceElement line, StackTraceElement[] stack, @Nullable Coroutine runs) {
      before = new StackTraceElement[0];
      String who = name + " (thread " + thread.getName() + ")";
      Duration time = Duration.ofNanos(nanos);
      StallText.log(StallText.held(who, time, line, runs, List.of(stack)));
      return all -> StallText.log(StallText.over(who, Duration.ofNanos(all), line, runs));
    }
  }
}
