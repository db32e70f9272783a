package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.FrameLayout;
import dev.weft.runtime.Operation;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
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

  /** One piece of work and the coroutine that waits for it. */
  @FrameLayout(
      owner = "dev.weft.EventLoop",
      method = "offload",
      descriptor = "(Ljava/util/concurrent/Callable;)Ljava/lang/Object;",
      file = "EventLoop.java",
      points = {})
  private final class Call extends Operation implements Runnable {
    private final Callable<?> work;
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
    protected void abandon() {
      pool.remove(this);
    }

    @Override
    public void run() {
      try {
        result = work.call();
      } catch (Throwable thrown) {
        failure = thrown;
      }
      if (!wake() && result instanceof AutoCloseable late) {
        close(late);
      }
    }

    private void close(AutoCloseable late) {
      try {
        late.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close what came too late: " + late, e);
      }
    }

    @Override
    protected void goOn(Carrier carrier) throws Throwable {
      if (failure != null) {
        throw failure;
      }
      carrier.putObject(result);
    }

    @Override
    protected void failed() {
      // what comes late is closed where it comes
    }
  }
}
