package dev.weft.observe;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.observe.CoroutineRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One look at the threads that run coroutines.
 *
 * <p>Of several coroutines that one thread runs, since each was begun within the last, the one that
 * was begun last is at the top of its stack. A thread goes on while it is looked at; the calls on
 * its stack were there at one instant, and of a coroutine that has made a step meanwhile only those
 * callers are added that belong to one of these calls ({@link RunningStacks}).
 */
final class RunningSample {

  private final SampledStacks to;
  private final long time;
  private final RunningStacks threads = new RunningStacks();

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

  void take() {
    Map<Thread, ObservedCoroutine> innermost = new HashMap<>();
    for (ObservedCoroutine each : CoroutineRegistry.running()) {
      Thread thread = each.thread();
      if (thread != null) {
        var unused = innermost.merge(thread, each, RunningSample::later);
      }
    }
    innermost.forEach(this::count);
  }

  private static ObservedCoroutine later(ObservedCoroutine one, ObservedCoroutine other) {
    return one.since() - other.since() > 0 ? one : other;
  }

  private void count(Thread thread, ObservedCoroutine entry) {
    Coroutine coroutine = entry.get();
    if (coroutine == null || coroutine.suspension() != 0) {
      return;
    }
    List<StackTraceElement> calls = threads.stack(thread, coroutine.leaf());
    Thread.State state = thread.getState();
    if (calls.isEmpty()) {
      return; // the step has ended
    }
    var stack = new ArrayList<StackTraceElement>();
    if (state != Thread.State.RUNNABLE && state != Thread.State.TERMINATED) {
      stack.add(SampledStacks.state(state.name()));
    }
    stack.addAll(calls);
    to.add(stack, time);
  }
}
