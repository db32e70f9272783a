package dev.weft.observe;

import dev.weft.internal.observe.CoroutineRegistry;
import dev.weft.internal.observe.LeakLog;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the collector for coroutines that nothing can wake. What is collected cannot be looked at,
 * so where each stands is noted before.
 */
final class LeakSearch {

  private static final int COLLECTIONS = 5;

  private LeakSearch() {}

  /** One search at a time: there is one place for the notes. */
  static synchronized List<LeakedCoroutines> run() {
    LeakLog.describe(places(Coroutines.dump()));
    try {
      collect();
      var unused = CoroutineRegistry.live(); // which sweeps
    } finally {
      LeakLog.describe(Map.of());
    }
    return DumpBuilder.leaks();
  }

  /** Of a dump, since that also notes deadlocks; it refers to coroutines weakly. */
  private static Map<Long, List<StackTraceElement>> places(CoroutineDump dump) {
    Map<Long, List<StackTraceElement>> places = new HashMap<>();
    for (CoroutineView each : dump.coroutines()) {
      if (each.state() == CoroutineView.State.SUSPENDED) {
        places.put(each.number(), each.stack().stream().map(CoroutineView.Call::place).toList());
      }
    }
    return places;
  }

  /** Until the collector has been at work, which it may refuse ({@code -XX:+DisableExplicitGC}). */
  private static void collect() {
    var canary = new WeakReference<>(new Object());
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      if (canary.refersTo(null)) {
        return;
      }
    }
  }
}
