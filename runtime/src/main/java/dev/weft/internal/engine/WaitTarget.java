package dev.weft.internal.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a suspended coroutine waits for, as far as it can be told: for whoever looks, who reads it
 * while it may be changing.
 *
 * @param kind what sort of thing
 * @param text what it is, by name
 * @param needed what has to get on before this can: coroutines, or other completions
 * @param any whether one of {@code needed} is enough; otherwise all are needed
 * @param due of a time, when it is due by {@link System#nanoTime}, or how long it is if that is not
 *     {@code absolute}
 * @param absolute see {@code due}
 */
public record WaitTarget(
    Kind kind,
    String text,
    List<? extends Completion> needed,
    boolean any,
    long due,
    boolean absolute) {

  /** What sort of thing is waited for; the public API has the same names. */
  public enum Kind {
    TASK,
    COMPLETER,
    STAGE,
    TIMER,
    SEND,
    RECEIVE,
    SELECT,
    LOCK,
    SYNCHRONIZER,
    IO,
    SCOPE,
    TASKS,
    BLOCKING,
    OTHER
  }

  /** Code that blocks another thread. */
  public static final WaitTarget BLOCKING_CODE =
      of(Kind.BLOCKING, "code that blocks another thread");

  /** Something that is only named. */
  public static WaitTarget of(Kind kind, String text) {
    return new WaitTarget(kind, text, List.of(), false, 0, false);
  }

  /** Something that one other has to do. */
  public static WaitTarget of(Kind kind, String text, @Nullable Completion needed) {
    List<Completion> all = needed == null ? List.of() : List.of(needed);
    return new WaitTarget(kind, text, all, false, 0, false);
  }

  /** Something that several others have to do. */
  public static WaitTarget of(
      Kind kind, String text, List<? extends Completion> needed, boolean any) {
    return new WaitTarget(kind, text, needed, any, 0, false);
  }

  /** A time to pass. */
  public static WaitTarget timer(long due, boolean absolute) {
    return new WaitTarget(Kind.TIMER, "a time to pass", List.of(), false, due, absolute);
  }

  /** Tells apart things that have no name. */
  public static String identity(Object thing) {
    return "@" + Integer.toHexString(System.identityHashCode(thing));
  }
}
