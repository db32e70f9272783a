package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextSnapshot;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.ResultHandoff;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.util.HelperThreads;
import dev.weft.internal.util.LateResults;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The few threads on which an event loop has things done that block: files, name resolution. They
 * start when needed and end when idle.
 */
final class BlockingPool {

  private final HelperThreads threads;

  BlockingPool(String name, int most) {
    threads = new HelperThreads(name + "-blocking", most);
  }

  @Nullable Object call(Callable<?> work, Carrier carrier) {
    new Call(work).begin(carrier);
    return null;
  }

  void execute(Runnable work) {
    var unused = threads.execute(work);
  }

  /** Takes nothing more; what it has is done, and the threads end. */
  void close() {
    threads.close();
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
    private volatile HelperThreads.@Nullable Work queued;

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
    public WaitTarget target() {
      return WaitTarget.BLOCKING_CODE;
    }

    @Override
    protected void start() {
      queued = threads.execute(this);
      if (delivery.isAbandoned()) { // meanwhile, so that this was not known there
        queued.cancel();
      }
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
      HelperThreads.Work known = queued;
      if (known != null) {
        known.cancel();
      }
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
        var unused = threads.execute(this::closeResult);
      } catch (RejectedExecutionException | OutOfMemoryError noThread) {
        closeResult();
      }
    }

    private void closeResult() {
      LateResults.closeOrReport(result);
    }
  }
}
