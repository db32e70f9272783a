package dev.weft.benchmarks.handwritten;

import dev.weft.benchmarks.common.Pending;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Waiting for the JDK's futures. */
public final class Futures {

  private final Carrier carrier = new Carrier();

  private static final class Waiting extends Frame implements BiConsumer<Integer, Throwable> {
    private final Carrier carrier;
    private final Pending source;
    private final int n;
    private CompletableFuture<Integer> future;
    private int i;
    private long sum;

    Waiting(Carrier carrier, Pending source, int n) {
      this.carrier = carrier;
      this.source = source;
      this.n = n;
    }

    @Override
    public void accept(Integer value, Throwable failure) {
      carrier.ready(this);
    }

    @Override
    void resume(Carrier c) {
      if (state == 1) {
        sum += future.join();
        i++;
      }
      for (; i < n; i++) {
        future = source.next();
        if (!future.isDone()) {
          state = 1;
          c.suspend(this);
          var unused = future.whenComplete(this);
          return;
        }
        sum += future.join();
      }
      c.longResult = sum;
    }
  }

  /** Waits for {@code n} futures of {@code source}, one after the other. */
  public long run(Pending source, int n) {
    carrier.ready(new Waiting(carrier, source, n));
    do {
      carrier.run();
    } while (source.completeOne());
    return carrier.longResult;
  }
}
