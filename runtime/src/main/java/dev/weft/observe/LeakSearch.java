package dev.weft.observe;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.ObservedCoroutine;
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
    LeakLog.describe(places());
    try {
      collect();
      var unused = CoroutineRegistry.live(); // which sweeps
    } finally {
      LeakLog.describe(Map.of());
    }
    return DumpBuilder.leaks();
  }

  private static Map<Long, List<StackTraceElement>> places() {
    Map<Long, List<StackTraceElement>> places = new HashMap<>();
    for (Coroutine each : CoroutineRegistry.live()) {
      ObservedCoroutine entry = each.observed();
      int suspension = each.suspension();
      if (entry != null && suspension != 0) {
        List<StackTraceElement> stack = FrameSnapshot.places(each.leaf());
        if (each.suspension() == suspension) {
          places.put(entry.number(), stack);
        }
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
