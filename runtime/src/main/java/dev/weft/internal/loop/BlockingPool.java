package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextSnapshot;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.ResultHandoff;
import dev.weft.internal.util.UncaughtExceptions;
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
final class BlockingPool {

  private static final int IDLE_SECONDS = 5;

  private final ThreadPoolExecutor pool;

  BlockingPool(String name, int threads) {
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
   * {@link ResultHandoff} decides: that of this pool until it is put down, the coroutine's once
   * that has taken it. What nobody takes is closed by whoever finds that out.
   */
  @FrameLayout(
      owner = "dev.weft.EventLoop",
      method = "offload",
      descriptor = "(Ljava/util/concurrent/Callable;)Ljava/lang/Object;",
      file = "EventLoop.java",
      points = {})
  private final class Call extends OperationFrame implements Runnable {
    private final Callable<?> work;
    private final @Nullable ContextSnapshot context = ContextSnapshot.take();
    private final ResultHandoff<Call> delivery = new ResultHandoff<>();

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
      if (delivery.isAbandoned()) {
        return;
      }
      Carrier carrier = Carrier.current();
      ContextSnapshot before = ContextSnapshot.swap(context, carrier);
      try {
        result = work.call();
      } catch (Throwable thrown) {
        failure = thrown;
      } finally {
        var unused = ContextSnapshot.swap(before, carrier);
      }
      if (!delivery.put(this)) {
        closeResult();
      } else if (!wakeWithResult() && delivery.abandon() != null) {
        closeResult(); // cancelled in between
      }
    }

    @Override
    protected void proceed(Carrier carrier) throws Throwable {
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
      dropResult();
      pool.remove(this);
    }

    @Override
    protected void failed() {
      dropResult();
    }

    private void dropResult() {
      if (delivery.abandon() != null && result instanceof AutoCloseable) {
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
          UncaughtExceptions.report(
              Thread.currentThread(),
              new IllegalStateException("cannot close what came too late: " + late, failed));
        }
      }
    }
  }
}
