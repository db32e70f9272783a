package dev.weft.observe;

import java.util.HashMap;
import java.util.Map;

/**
 * The threads that run coroutines, as long as they are sampled. One that has run some is looked at
 * for a while longer: its steps may be so short that they fall between two looks at the coroutines.
 */
final class RunningThreads {

  private static final int LOOKS = 100;

  private final SampledStacks to;

  /** How many looks more each is looked at. */
  private final Map<Thread, Integer> lately = new HashMap<>();

  RunningThreads(SampledStacks to) {
    this.to = to;
  }

  /**
   * Looks at all.
   *
   * @param time since the last look, in nanoseconds
   */
  void look(long time) {
    for (Thread each : new RunningSample(to, time).take(lately.keySet())) {
      lately.put(each, LOOKS);
    }
    lately.replaceAll((thread, left) -> left - 1);
    lately.entrySet().removeIf(each -> each.getValue() == 0 || !each.getKey().isAlive());
  }
}
