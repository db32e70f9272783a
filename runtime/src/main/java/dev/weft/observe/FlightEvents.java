package dev.weft.observe;

import dev.weft.internal.jfr.FlightRecording;

/**
 * The events that Weft has for JDK Flight Recorder, by their names in recordings and settings, and
 * what each is about. They are in the category <i>Weft</i>.
 *
 * <pre>{@code
 * java -XX:StartFlightRecording:filename=x.jfr,+dev.weft.CoroutineSuspend#enabled=true ...
 * jfr print --events CoroutineSuspend x.jfr
 * }</pre>
 *
 * <p><b>Which are on.</b> Those of event loops, unless a recording's settings say otherwise; they
 * cost nothing. All others a recording has to ask for ({@code enabled=true}), since they are made
 * for every step of every coroutine, as the JDK's own events of virtual threads are not on either.
 * Those with a duration have a threshold of 20 ms, also as the JDK's have. What the field {@code
 * logicalStack} has at most is said by the setting {@code stackDepth}, 64 calls.
 *
 * <p><b>Of which coroutines.</b> Those that are made while a recording wants any of them. All have
 * the fields {@code coroutine}, the number that dumps show, and {@code name}, see {@code
 * Task.withName}.
 *
 * <p><b>When recordings are noticed.</b> Always, if Flight Recorder runs when the first coroutine
 * is made, or the agent is there. In a program that was woven when it was built, recordings that
 * begin later are noticed if it runs with {@code -Dweft.jfr=true}, or calls {@link #offer}. For
 * Flight Recorder's classes are not loaded before somebody uses it. While none of these events is
 * recorded, coroutines cost what they cost without.
 */
public final class FlightEvents {

  /**
   * A coroutine was made. The event's stack trace shows where. Fields: {@code parent}, the number
   * of the coroutine that has made it, or 0; {@code scheduler}.
   */
  public static final String COROUTINE_START = "dev.weft.CoroutineStart";

  /**
   * A coroutine did not run: the event's duration is the time from where it was suspended until it
   * ran again, ready or not; its thread is the one on which it went on. Fields: {@code waitKind}, a
   * {@link CoroutineView.Kind} or {@code YIELD} if it only gave way to others; {@code waitsFor}, by
   * name; {@code awaited}, the number of the coroutine that had to get on first, or 0; {@code
   * logicalStack}, where it stood, one call a line, the innermost first.
   */
  public static final String COROUTINE_SUSPEND = "dev.weft.CoroutineSuspend";

  /**
   * A coroutine ran: the event's duration is the time from where it went on until it was suspended,
   * gave way or was done. Fields: {@code resumedAt}, the call where it went on, null if it began;
   * {@code last}, whether it was done then; {@code logicalStack}, how far it got, null if it was
   * done.
   */
  public static final String COROUTINE_STEP = "dev.weft.CoroutineStep";

  /**
   * A coroutine is done. Fields: {@code outcome}, which is {@code RETURNED}, {@code FAILED} or
   * {@code CANCELLED}; {@code lifetime}.
   */
  public static final String COROUTINE_END = "dev.weft.CoroutineEnd";

  /**
   * A coroutine has failed, and was not cancelled. Fields: {@code thrownClass}, {@code message},
   * {@code logicalStack}, that of the failure, with the suspended callers.
   */
  public static final String COROUTINE_FAILURE = "dev.weft.CoroutineFailure";

  /**
   * A coroutine found no room in a channel, and waited: the event's duration is the time until it
   * went on. Fields: {@code channel}, {@code logicalStack}.
   */
  public static final String CHANNEL_FULL = "dev.weft.ChannelFull";

  /**
   * A coroutine found no element in a channel, and waited: the event's duration is the time until
   * it went on. Fields: {@code channel}, {@code logicalStack}.
   */
  public static final String CHANNEL_EMPTY = "dev.weft.ChannelEmpty";

  /**
   * A {@code TaskScope} was opened. The event's stack trace shows where. Fields: {@code scope},
   * which tells scopes apart; {@code description}. The coroutine is that of the owner; 0 if that is
   * ordinary code.
   */
  public static final String SCOPE_OPEN = "dev.weft.ScopeOpen";

  /**
   * A {@code TaskScope} was closed: the event's duration is the time for which it was open. Fields:
   * those of {@link #SCOPE_OPEN}; {@code failure}, null if it has not failed.
   */
  public static final String SCOPE_CLOSE = "dev.weft.ScopeClose";

  /**
   * A step has held an event loop for its {@code stallThreshold}, and does so still; loops without
   * one have no such event. Fields: {@code loop}, its thread; {@code held}, for how long so far;
   * {@code line}, the innermost call of the application; {@code loopStack}.
   */
  public static final String STALLED_STEP = "dev.weft.StalledStep";

  /**
   * A step that has stalled its event loop is over: the event's duration is the time for which it
   * held the loop, give or take a quarter of the {@code stallThreshold}. Fields: those of {@link
   * #STALLED_STEP}, as they were when the stall was noticed, but {@code held}.
   */
  public static final String BLOCKED_LOOP = "dev.weft.BlockedLoop";

  private FlightEvents() {}

  /**
   * Has recordings noticed that begin from now on, and those that run. Loads Flight Recorder's
   * classes; where the JDK has none, does nothing. Any thread.
   */
  public static void offer() {
    FlightRecording.offer();
  }
}
