package dev.weft.benchmarks.weft;

import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;

/**
 * Very many coroutines suspended at once, each with one small frame or three. Static, so that the
 * frames keep an int, a long and a reference and nothing else.
 */
public final class Many {

  private static Runnable[] ready;
  private static int first;
  private static int end;
  private static long sum;

  private Many() {}

  /** Makes room for {@code n} in the ready queue. */
  public static void prepare(int n) {
    ready = new Runnable[n + 1];
  }

  private static final class Queue implements Scheduler {
    @Override
    public void schedule(Runnable step) {
      ready[end] = step;
      end++;
    }
  }

  @Async
  private static Task<Void> one(int i, long l, Object o) {
    Weft.yieldNow();
    sum += i + l + (o == null ? 0 : 1);
    return Task.completed(null);
  }

  @Async
  private static long inner(int i, long l, Object o) {
    Weft.yieldNow();
    return i + l + (o == null ? 0 : 1);
  }

  @Async
  private static long outer(int i, long l, Object o) {
    return inner(i, l, o) + i + l + (o == null ? 0 : 1);
  }

  @Async
  private static Task<Void> three(int i, long l, Object o) {
    long r = outer(i, l, o); // not in the next line: += reads the sum before it suspends
    sum += r + i + l + (o == null ? 0 : 1);
    return Task.completed(null);
  }

  @Async
  private static void all(int n, int frames, Object o) {
    for (int i = 0; i < n; i++) {
      Task<Void> unused = frames == 1 ? one(i, 1, o) : three(i, 1, o);
    }
  }

  /** Suspends {@code n} coroutines of {@code frames} frames each. */
  public static void suspend(int n, int frames, Object o) {
    start(() -> all(n, frames, o));
  }

  /** Starts a coroutine that starts all the others. */
  static void start(AsyncRunnable all) {
    Task<Void> unused = Weft.start(new Queue(), all);
    step();
  }

  private static void step() {
    Runnable step = ready[first];
    ready[first] = null;
    first++;
    step.run();
  }

  /** Resumes all of them; the sum of their results. */
  public static long resume() {
    while (first < end) {
      step();
    }
    return sum;
  }
}
