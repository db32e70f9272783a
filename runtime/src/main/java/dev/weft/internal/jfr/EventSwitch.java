package dev.weft.internal.jfr;

import dev.weft.internal.loop.Watchdog;
import dev.weft.internal.observe.CoroutineRegistry;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;

/**
 * Has those events recorded that any recording wants. When this class is initialised, Flight
 * Recorder comes to know Weft's events.
 *
 * <p>Flight Recorder may call this, and is called by this when an event comes to be known, so that
 * happens outside the lock.
 */
final class EventSwitch {

  static final CoroutineStartEvent START = new CoroutineStartEvent();
  static final CoroutineSuspendEvent SUSPEND = new CoroutineSuspendEvent();
  static final ChannelFullEvent FULL = new ChannelFullEvent();
  static final ChannelEmptyEvent EMPTY = new ChannelEmptyEvent();
  static final CoroutineStepEvent STEP = new CoroutineStepEvent();
  static final CoroutineEndEvent END = new CoroutineEndEvent();
  static final CoroutineFailureEvent FAILURE = new CoroutineFailureEvent();
  static final ScopeOpenEvent SCOPE_OPEN = new ScopeOpenEvent();
  static final ScopeCloseEvent SCOPE_CLOSE = new ScopeCloseEvent();

  private static final List<Event> OF_STEPS = List.of(SUSPEND, FULL, EMPTY, STEP, END, FAILURE);
  private static final List<Event> OF_OTHERS = List.of(START, SCOPE_OPEN, SCOPE_CLOSE);
  private static final List<Event> OF_LOOPS =
      List.of(new StalledStepEvent(), new BlockedLoopEvent());

  /** What is told while events of coroutines or scopes are wanted. Guarded by the class. */
  private static @Nullable CoroutineEvents sink;

  private EventSwitch() {}

  /** Looks which events are enabled now. Any thread. */
  static synchronized void set() {
    boolean isAny = Stream.concat(OF_STEPS.stream(), OF_OTHERS.stream()).anyMatch(Event::isEnabled);
    if (isAny != (sink != null)) {
      sink = isAny ? new CoroutineEvents() : null;
      CoroutineRegistry.record(sink);
    }
    boolean ofLoops = OF_LOOPS.stream().anyMatch(Event::isEnabled);
    Watchdog.recordBy(ofLoops ? StallEvents::new : null);
  }

  /** Whether any event is wanted for which steps have to be looked at. */
  static boolean areStepsWanted() {
    return OF_STEPS.stream().anyMatch(Event::isEnabled);
  }
}
