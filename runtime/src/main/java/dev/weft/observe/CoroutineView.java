package dev.weft.observe;

import dev.weft.Task;
import dev.weft.internal.engine.ObservedCoroutine;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One coroutine, as it stood when a {@link CoroutineDump} was made.
 *
 * @param number tells it apart; lasting if it is observed, else only for one dump
 * @param name what it was {@linkplain Task#withName named}; null if it was not
 * @param task its task, held weakly
 * @param scheduler where it belongs; null if it goes on wherever what it awaited completes
 * @param state whether it runs
 * @param thread the thread that runs it; null if none does, or that is not known
 * @param since for how long it has run, or has not; null if it is not observed
 * @param waitsFor what it waits for; null if it is not suspended
 * @param stack its calls, the innermost first, also those that are on no thread's stack; empty if
 *     it has not begun, or moved on while it was looked at
 * @param scope the {@code TaskScope} that it was forked in; null if in none, or one that ordinary
 *     code has opened
 * @param parent the number of the coroutine that has made it, or whose scope it is in; null if
 *     none, or if that is not known
 * @param origin where it was made, if that {@linkplain Coroutines#observeWithOrigins is kept}; else
 *     empty
 * @param cancelRequested whether it has been asked to stop
 */
public record CoroutineView(
    long number,
    @Nullable String name,
    WeakReference<Task<?>> task,
    @Nullable String scheduler,
    State state,
    @Nullable String thread,
    @Nullable Duration since,
    @Nullable Wait waitsFor,
    List<Call> stack,
    @Nullable String scope,
    @Nullable Long parent,
    List<StackTraceElement> origin,
    boolean cancelRequested) {

  /** Whether a coroutine runs. */
  public enum State {
    /**
     * A thread runs it. Of those on one thread this is only one, at one instant, unless others were
     * begun within its step.
     */
    RUNNING,
    /**
     * It stands in its scheduler's queue; or it runs, but not at the instant that its thread was
     * looked at, or it is neither observed nor an event loop's, so that its thread is not known.
     */
    READY,
    /** It waits for something. */
    SUSPENDED
  }

  /**
   * One call.
   *
   * @param place where it stands
   * @param variables those that are kept while it is suspended; of one that runs, none
   */
  public record Call(StackTraceElement place, List<Variable> variables) {}

  /**
   * One variable.
   *
   * @param name as in the source, or {@code slotN} or {@code stackN}
   * @param value for people: of objects of the user's, their class
   */
  public record Variable(String name, String value) {
    @Override
    public String toString() {
      return name + "=" + value;
    }
  }

  /**
   * What a coroutine waits for.
   *
   * @param kind what sort of thing
   * @param what its name
   * @param coroutines the numbers of those that have to get on first: whose task is awaited, who
   *     holds the lock, who runs in the scope
   * @param any whether one of {@code coroutines} is enough
   * @param dueIn of a time, how long it still is; null if that is not known
   */
  public record Wait(
      Kind kind, String what, List<Long> coroutines, boolean any, @Nullable Duration dueIn) {}

  /** What sort of thing a coroutine waits for. */
  public enum Kind {
    /** The task of another coroutine. */
    TASK,
    /** A task that somebody completes by hand. */
    COMPLETER,
    /** A {@code CompletableFuture} or another stage. */
    STAGE,
    /** A time to pass. */
    TIMER,
    /** A channel to take an element. */
    SEND,
    /** An element of a channel. */
    RECEIVE,
    /** One of several things. */
    SELECT,
    /** A lock. */
    LOCK,
    /** A semaphore, a latch, a barrier, a condition and the like. */
    SYNCHRONIZER,
    /** The network, or a file. */
    IO,
    /** What was forked in a {@code TaskScope}. */
    SCOPE,
    /** Several tasks. */
    TASKS,
    /** Code that blocks another thread. */
    BLOCKING,
    /** Something else. */
    OTHER
  }

  /** {@code #17 "name"}. */
  public String label() {
    return ObservedCoroutine.label(number, name);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    DumpText.describe(this, text);
    return text.toString();
  }
}
