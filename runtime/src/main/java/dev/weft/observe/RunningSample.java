package dev.weft.observe;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.loop.Loops;
import dev.weft.internal.observe.CoroutineRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at the threads that run coroutines.
 *
 * <p>A thread goes on while it is looked at. The calls on its stack were there at one instant;
 * whose they are is asked before and after. If it is not the same coroutine, it is one whose
 * suspended calls go with the stack. Where several do, with callers that differ, or none, the
 * callers are not known, and the calls are counted below {@link #UNATTRIBUTED}. So whatever is
 * found in a step is counted, however short the steps are.
 */
final class RunningSample {

  /** In the place of callers that are not known. */
  static final StackTraceElement UNATTRIBUTED = SampledStacks.state("callers not known");

  /** A thread that goes from one step to the next. */
  static final StackTraceElement BETWEEN = SampledStacks.state("between steps");

  private final SampledStacks to;
  private final long time;
  private final Map<Thread, Set<Coroutine>> seen = new HashMap<>();

  /** Since when they run, as was seen before the stacks were taken. */
  private final Map<Coroutine, Long> since = new HashMap<>();

  private boolean isSeenAgain;

  /**
   * Prepares a look.
   *
   * @param to where the stacks are counted
   * @param time since the last look, in nanoseconds
   */
  RunningSample(SampledStacks to, long time) {
    this.to = to;
    this.time = time;
  }

  /**
   * Looks.
   *
   * @param known threads that have run coroutines lately, and may do so between two looks
   * @return those of now
   */
  Set<Thread> take(Set<Thread> known) {
    addRunning();
    Set<Thread> running = new HashSet<>(seen.keySet());
    var all = new HashSet<>(running);
    all.addAll(Loops.busyThreads());
    known.stream().filter(Thread::isAlive).forEach(all::add);
    for (Thread each : all) {
      count(each);
    }
    return running;
  }

  private void addRunning() {
    for (ObservedCoroutine each : CoroutineRegistry.running()) {
      Thread thread = each.thread();
      Coroutine coroutine = each.get();
      if (thread != null && coroutine != null) {
        var unused = candidates(thread).add(coroutine);
        var unusedToo = since.putIfAbsent(coroutine, each.since());
      }
    }
  }

  /** A set of a few, which are equal only to themselves. */
  private Set<Coroutine> candidates(Thread thread) {
    return seen.computeIfAbsent(thread, any -> new HashSet<>());
  }

  private void count(Thread thread) {
    Coroutine before = Carrier.seenOn(thread);
    ThreadStack stack = ThreadStack.of(thread.getStackTrace());
    Thread.State state = thread.getState();
    Coroutine after = Carrier.seenOn(thread);
    List<StackTraceElement> calls =
        stack.isInStep()
            ? ofStep(thread, stack, before, after)
            : ofOther(thread, stack, before != null || after != null);
    if (calls.isEmpty()) {
      return;
    }
    var all = new ArrayList<StackTraceElement>();
    if (state != Thread.State.RUNNABLE && state != Thread.State.TERMINATED) {
      all.add(SampledStacks.state(state.name()));
    }
    all.addAll(calls);
    to.add(all, time);
  }

  private List<StackTraceElement> ofStep(
      Thread thread, ThreadStack stack, @Nullable Coroutine before, @Nullable Coroutine after) {
    if (stack.resumed() == null) {
      return stack.calls();
    }
    Coroutine sure = before != null ? (before == after ? before : null) : runsStill(thread);
    List<StackTraceElement> calls = sure == null ? null : RunningStacks.callsOf(sure, stack);
    if (calls == null) {
      add(before, candidates(thread));
      add(after, candidates(thread));
      seeAgain();
      calls = only(candidates(thread), stack);
    }
    return calls == null ? unattributed(stack) : calls;
  }

  /** The one that was begun last on {@code thread}, if it has been in that step all the time. */
  private @Nullable Coroutine runsStill(Thread thread) {
    Coroutine last = null;
    long begun = Long.MIN_VALUE;
    for (Coroutine each : candidates(thread)) {
      ObservedCoroutine known = each.observed();
      long now =
          known == null || known.thread() != thread ? ObservedCoroutine.UNKNOWN : known.since();
      boolean isStill = now != ObservedCoroutine.UNKNOWN && Objects.equals(since.get(each), now);
      if (isStill && (last == null || now - begun > 0)) {
        last = each;
        begun = now;
      }
    }
    return last;
  }

  /** Those that run by now may be what was found on the stacks. */
  private void seeAgain() {
    if (!isSeenAgain) {
      isSeenAgain = true;
      addRunning();
    }
  }

  private static void add(@Nullable Coroutine one, Set<Coroutine> to) {
    if (one != null) {
      var unused = to.add(one);
    }
  }

  /** The calls of the one that the stack goes with, or of several that are alike. */
  private static @Nullable List<StackTraceElement> only(
      Set<Coroutine> candidates, ThreadStack stack) {
    List<StackTraceElement> found = null;
    for (Coroutine each : candidates) {
      List<StackTraceElement> calls = RunningStacks.callsOf(each, stack);
      if (calls != null && found != null && !calls.equals(found)) {
        return null;
      }
      found = calls == null ? found : calls;
    }
    return found;
  }

  private static List<StackTraceElement> unattributed(ThreadStack stack) {
    var calls = new ArrayList<>(stack.calls());
    calls.removeIf(ThreadStack::isResumption);
    calls.add(UNATTRIBUTED);
    return calls;
  }

  /** A first run, which no driver makes; or nothing of a coroutine's. */
  private List<StackTraceElement> ofOther(Thread thread, ThreadStack stack, boolean isLoopInStep) {
    for (Coroutine each : candidates(thread)) {
      List<StackTraceElement> calls = RunningStacks.callsIn(stack, each);
      if (calls != null) {
        return calls;
      }
    }
    return isLoopInStep ? List.of(BETWEEN) : List.of();
  }
}
