package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Delivery;
import dev.weft.runtime.FrameLayout;
import dev.weft.runtime.Operation;
import dev.weft.runtime.Uncaught;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The few threads on which an event loop has things done that block: files, name resolution. They
 * start when needed and end when idle.
 */
final class Offload {

  private static final int IDLE_SECONDS = 5;

  private final ThreadPoolExecutor pool;

  Offload(String name, int threads) {
    var queue = new LinkedBlockingQueue<Runnable>();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            queue,
            work -> daemon(work, name + "-blocking"));
    pool.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Nullable Object call(Callable<?> work, Carrier carrier) {
    new Call(work).begin(carrier);
    return null;
  }

  void execute(Runnable work) {
    pool.execute(work);
  }

  /** Takes nothing more; what it has is done, and the threads end. */
  void close() {
    pool.shutdown();
  }

  /**
   * One piece of work and the coroutine that waits for it. Whose the result is at each instant, the
   * {@link Delivery} decides: that of this pool until it is put down, the coroutine's once that has
   * taken it. What nobody takes is closed by whoever finds that out.
   */
  @FrameLayout(
      owner = "dev.weft.EventLoop",
      method = "offload",
      descriptor = "(Ljava/util/concurrent/Callable;)Ljava/lang/Object;",
      file = "EventLoop.java",
      points = {})
  private final class Call extends Operation implements Runnable {
    private final Callable<?> work;
    private final Delivery<Call> delivery = new Delivery<>();

    // What the work has ended with; the delivery hands it over.
    private @Nullable Object result;
    private @Nullable Throwable failure;

    Call(Callable<?> work) {
      this.work = work;
    }

    void begin(Carrier carrier) {
      suspend(carrier);
    }

    @Override
    protected void start() {
      pool.execute(this);
    }

    @Override
    public void run() {
      if (delivery.isGivenUp()) {
        return;
      }
      try {
        result = work.call();
      } catch (Throwable thrown) {
        failure = thrown;
      }
      if (!delivery.put(this)) {
        closeResult();
      } else if (!wakeDone() && delivery.giveUp() != null) {
        closeResult(); // cancelled in between
      }
    }

    @Override
    protected void goOn(Carrier carrier) throws Throwable {
      if (delivery.take() == null) {
        throw new IllegalStateException("woken without a result");
      }
      if (failure != null) {
        throw failure;
      }
      carrier.putObject(result);
    }

    @Override
    protected void abandon() {
      giveUp();
      pool.remove(this);
    }

    @Override
    protected void failed() {
      giveUp();
    }

    private void giveUp() {
      if (delivery.giveUp() != null && result instanceof AutoCloseable) {
        closeElsewhere();
      }
    }

    /** This thread may be one that must not block, and to close may take its time. */
    private void closeElsewhere() {
      try {
        pool.execute(this::closeResult);
      } catch (RejectedExecutionException ended) {
        closeResult();
      }
    }

    /** Hands back what nobody takes; a failure of that goes to the thread's handler. */
    private void closeResult() {
      if (result instanceof AutoCloseable late) {
        try {
          late.close();
        } catch (Throwable failed) {
          Uncaught.report(
              Thread.currentThread(),
              new IllegalStateException("cannot close what came too late: " + late, failed));
        }
      }
    }
  }
}
