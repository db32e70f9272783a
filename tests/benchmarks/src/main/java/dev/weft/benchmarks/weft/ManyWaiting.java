package dev.weft.benchmarks.weft;

import dev.weft.Resumption;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;

/**
 * Very many coroutines of one small frame that wait at once for what is completed by hand. They
 * keep an int, a long and a reference, as those of {@link Many}.
 */
public final class ManyWaiting {

  private static Object[] waiting;
  private static long sum;

  private ManyWaiting() {}

  /** Makes room for {@code n}. */
  public static void prepare(int n) {
    Many.prepare(n);
    waiting = new Object[n];
  }

  @Async
  private static Task<Void> forResumption(int i, long l, Object o) {
    Weft.<Void>suspend(resumption -> waiting[i] = resumption);
    sum += i + l + (o == null ? 0 : 1);
    return Task.completed(null);
  }

  @Async
  private static Task<Void> forCompleter(int i, long l, Object o) {
    var completer = new Task.Completer<Void>();
    waiting[i] = completer;
    Weft.await(completer.task());
    sum += i + l + (o == null ? 0 : 1);
    return Task.completed(null);
  }

  @Async
  private static void all(int n, boolean completers, Object o) {
    for (int i = 0; i < n; i++) {
      Task<Void> unused = completers ? forCompleter(i, 1, o) : forResumption(i, 1, o);
    }
  }

  /** Suspends {@code n}, each with a completer or with {@code Weft.suspend}. */
  public static void suspend(int n, boolean completers, Object o) {
    Many.start(() -> all(n, completers, o));
  }

  @SuppressWarnings("unchecked")
  private static void wake(Object next) {
    if (next instanceof Task.Completer) {
      ((Task.Completer<Void>) next).complete(null);
    } else {
      ((Resumption<Void>) next).resume(null);
    }
  }

  /** Resumes all of them; the sum of their results. */
  public static long resume() {
    for (int i = 0; i < waiting.length; i++) {
      Object next = waiting[i];
      waiting[i] = null;
      wake(next);
    }
    long none = Many.resume();
    return sum + none;
  }
}
