package dev.weft.internal.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who wants coroutines to be observed: somebody who has asked for that, or samplers, for as long as
 * they sample. What was begun before is known to neither. Any thread; changes are made under the
 * class.
 */
public final class Observers {

  private static volatile boolean observed;

  /** Since when; null if not, or from the start. */
  private static volatile @Nullable Instant since;

  private static int samplers;

  private Observers() {}

  /** Observes coroutines that are made from now on. */
  public static synchronized void observe(boolean withOrigins) {
    if (!observed) {
      since = Instant.now();
    }
    observed = true;
    CoroutineRegistry.on(withOrigins);
  }

  /** The same before there is any. */
  public static synchronized void observeFromStart(boolean withOrigins) {
    observe(withOrigins);
    since = null;
  }

  /** Observes none any more, but for samplers, and forgets what was found. */
  public static synchronized void stopObserving() {
    observed = false;
    since = null;
    LeakLog.clear();
    if (samplers == 0) {
      CoroutineRegistry.off();
    }
  }

  /** Has coroutines registered for a sampler. */
  public static synchronized void sample() {
    samplers++;
    if (!CoroutineRegistry.isOn()) {
      CoroutineRegistry.on(false);
    }
  }

  /** Ends what {@link #sample} began. */
  public static synchronized void stopSampling() {
    samplers--;
    if (samplers == 0 && !observed) {
      CoroutineRegistry.off();
    }
  }

  /** Whether somebody has asked for it; samplers do not count. */
  public static boolean isObserved() {
    return observed;
  }

  /** Since when coroutines are observed; null if they are not, or from the start. */
  public static @Nullable Instant since() {
    return since;
  }
}
