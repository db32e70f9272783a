package dev.weft.benchmarks.handwritten;

import dev.weft.benchmarks.common.Pending;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * {@link Futures}, of a coroutine that can be {@linkplain Cancellable cancelled}, and that goes on
 * where its future completes: the queue is run there.
 */
public final class CancellableFutures {

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

  private final class Waiting extends Cancellable implements BiConsumer<Integer, Throwable> {
    private final Pending source;
    private final int n;
    private CompletableFuture<Integer> future;
    private int i;
    private long sum;

    Waiting(Pending source, int n) {
      super(ready);
      this.source = source;
      this.n = n;
    }

    @Override
    public void accept(Integer value, Throwable failure) {
      if (wake()) {
        runAll(ready);
      }
    }

    @Override
    void resume() {
      if (future != null) {
        sum += future.join();
        future = null;
        i++;
      }
      for (; i < n; i++) {
        CompletableFuture<Integer> next = source.next();
        if (!next.isDone()) {
          future = next;
          suspend();
          var unused = next.whenComplete(this);
          return;
        }
        sum += next.join();
      }
    }
  }

  /** Waits for {@code n} futures of {@code source}, one after the other. */
  public long run(Pending source, int n) {
    var waiting = new Waiting(source, n);
    Cancellable.runAll(ready);
    boolean more;
    do {
      more = source.completeOne();
    } while (more);
    return waiting.sum;
  }
}
