package dev.weft.lincheck;

import dev.weft.AsyncCallable;
import dev.weft.Task;
import dev.weft.Weft;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Coroutines that make one call each, begun by the threads of a scenario. They go on, on whatever
 * thread wakes them, at once. Each thread has places of its own for a few.
 */
public final class Calls {

  /** How many calls a thread can begin; what it begins after that is nothing. */
  static final int PER_THREAD = 2;

  /** How many places there are, for all threads of a scenario. */
  static final int PLACES = 4 * PER_THREAD;

  private final AtomicReferenceArray<Task<Object>> tasks = new AtomicReferenceArray<>(PLACES);
  private final int[] begun = new int[PLACES];

  /** Makes a call, and returns when that has ended or is suspended. */
  public void begin(int thread, AsyncCallable<Object> body) {
    int place = place(thread, begun);
    if (place >= 0) {
      tasks.set(place, Weft.start(Runnable::run, body));
    }
  }

  /** The next place of {@code thread}; negative if it has none left. */
  static int place(int thread, int[] begun) {
    int used = begun[thread];
    if (used == PER_THREAD) {
      return -1;
    }
    begun[thread] = used + 1;
    return thread * PER_THREAD + used;
  }

  /** Where the call of {@code thread} is that it has begun as number 0 or 1. */
  public static int placeOf(int thread, int number) {
    return thread * PER_THREAD + number;
  }

  /**
   * Cancels what has been begun at {@code place}, unless that is still being begun. A call that is
   * cancelled as it begins may still be handed something, so that is no cancellation before it and
   * none after it: where others may see what has been begun, only who has begun it cancels it.
   */
  public void cancel(int place) {
    Task<Object> task = tasks.get(place);
    if (task != null) {
      task.cancel(false);
    }
  }

  /** Whether there is nothing at {@code place} that still waits. */
  public boolean isOver(int place) {
    Task<Object> task = tasks.get(place);
    return task == null || task.isDone();
  }

  /** Whether nothing waits any more. */
  public boolean areOver() {
    for (int place = 0; place < PLACES; place++) {
      if (!isOver(place)) {
        return false;
      }
    }
    return true;
  }

  /** What has become of all. When no other thread runs any more. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < PLACES; i++) {
      Task<Object> task = tasks.get(i);
      text.append(i == 0 ? "" : " ").append(task == null ? "-" : outcome(task));
    }
    return text.toString();
  }

  /** What a task has come to, in a word. */
  public static String outcome(Task<?> task) {
    if (!task.isDone()) {
      return SequentialCalls.WAITS;
    }
    return switch (task.state()) {
      case SUCCESS -> String.valueOf(task.resultNow());
      case CANCELLED -> SequentialCalls.CANCELLED;
      default -> task.exceptionNow().getClass().getSimpleName();
    };
  }
}
