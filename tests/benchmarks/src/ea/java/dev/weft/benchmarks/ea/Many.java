package dev.weft.benchmarks.ea;

import static com.ea.async.Async.await;

import java.util.concurrent.CompletableFuture;

/** Very many coroutines suspended at once, each with one small frame or three. */
public final class Many {

  private static CompletableFuture<Void>[] ready;
  private static int end;
  private static long sum;

  private Many() {}

  /** Makes room for {@code n}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static void prepare(int n) {
    ready = new CompletableFuture[n];
  }

  private static CompletableFuture<Void> pause() {
    var future = new CompletableFuture<Void>();
    ready[end++] = future;
    return future;
  }

  private static CompletableFuture<Long> one(int i, long l, Object o) {
    await(pause());
    return CompletableFuture.completedFuture(i + l + (o == null ? 0 : 1));
  }

  private static CompletableFuture<Long> two(int i, long l, Object o) {
    return CompletableFuture.completedFuture(await(one(i, l, o)) + i + l + (o == null ? 0 : 1));
  }

  private static CompletableFuture<Void> single(int i, long l, Object o) {
    await(pause());
    sum += i + l + (o == null ? 0 : 1);
    return CompletableFuture.completedFuture(null);
  }

  private static CompletableFuture<Void> three(int i, long l, Object o) {
    long r = await(two(i, l, o)); // not in the next line: += reads the sum before it suspends
    sum += r + i + l + (o == null ? 0 : 1);
    return CompletableFuture.completedFuture(null);
  }

  /** Suspends {@code n} coroutines of {@code frames} frames each. */
  public static void suspend(int n, int frames, Object o) {
    for (int i = 0; i < n; i++) {
      CompletableFuture<Void> unused = frames == 1 ? single(i, 1, o) : three(i, 1, o);
    }
  }

  /** Resumes all of them; the sum of their results. */
  public static long resume() {
    for (int k = 0; k < end; k++) {
      CompletableFuture<Void> next = ready[k];
      ready[k] = null;
      next.complete(null);
    }
    return sum;
  }
}
