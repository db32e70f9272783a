package dev.weft.internal.linking;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextSnapshot;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Event;
import dev.weft.internal.engine.ResultHandoff;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.util.UncaughtExceptions;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary call that a thread of its own makes, since it may block, while the coroutine waits.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li>The first {@link #arm} starts the call; further ones, after a cancellation, only wait on.
 *   <li>The thread writes the outcome, then {@code done}, then looks who waits; the coroutine
 *       writes that it waits, then looks whether it is done. So at least one of them sees the
 *       other; if both do, the second wake-up is spurious and loses.
 *   <li>A cancellation interrupts the thread. The call is a callee like any other: it ends by
 *       itself, and the coroutine waits for that. So nothing of it is left running, and a result
 *       that it returns all the same is not lost. If the call leaves the interrupt as it is, or had
 *       ended before, the cancellation is still to be met.
 *   <li>The result is handed over by {@link ResultHandoff}: if the coroutine is gone when it comes
 *       (its loop has ended), what can be closed is closed.
 * </ul>
 *
 * <p>Threads are made as they are needed, as many as there are such calls: one that waits must not
 * keep another from running that it waits for. Idle ones end after seconds.
 */
final class OffloadedCall implements Event, Runnable {

  private static final int IDLE_SECONDS = 5;

  /** Made when the first such call is, and only then. */
  private static final class Threads {
    private static final AtomicInteger COUNT = new AtomicInteger();

    static final ExecutorService POOL =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Threads::daemon);

    private static Thread daemon(Runnable work) {
      var thread = new Thread(work, "weft-proxied-call-" + COUNT.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }

  private final OrdinaryCall.Site site;
  private final @Nullable Object[] arguments;
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final @Nullable ContextSnapshot context = ContextSnapshot.take();

  private boolean started;
  private volatile @Nullable Coroutine waiting;
  private volatile boolean done;
  private final ResultHandoff<Object> delivery = new ResultHandoff<>();
  private @Nullable Throwable failure;

  /** The thread that makes the call, while it does. */
  private @Nullable Thread thread;

  private boolean cancelled;

  /** Whether what the coroutine is going to meet next has been told to the call. */
  private boolean told;

  private boolean ended;

  /** Whether the cancellation has reached nobody. */
  private boolean unmet;

  OffloadedCall(OrdinaryCall.Site site, @Nullable Object[] arguments) {
    this.site = site;
    this.arguments = arguments;
  }

  @Override
  public WaitTarget target() {
    return WaitTarget.BLOCKING_CODE;
  }

  @Override
  public void arm(Coroutine coroutine) {
    waiting = coroutine;
    if (!started) {
      started = true;
      Threads.POOL.execute(this);
    } else if (done) {
      coroutine.resume(this, null, null);
    }
  }

  /** What was pending before the call began interrupts it, too. */
  @Override
  public void notArmed(Coroutine coroutine) {
    disarm(coroutine);
  }

  @Override
  public void disarm(Coroutine coroutine) {
    synchronized (this) {
      cancelled = true;
      told = true;
      if (thread != null) {
        thread.interrupt();
      } else if (ended) {
        unmet = true;
      }
    }
  }

  @Override
  public void run() {
    Thread current = Thread.currentThread();
    current.setContextClassLoader(loader);
    Carrier carrier = Carrier.current();
    ContextSnapshot before = ContextSnapshot.swap(context, carrier);
    begin(current);
    Object result = null;
    try {
      result = site.invoke(arguments);
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      end();
      var unused = ContextSnapshot.swap(before, carrier);
      current.setContextClassLoader(null);
    }
    hand(result);
  }

  private void hand(@Nullable Object result) {
    if (result != null && !delivery.put(result)) {
      close(result);
    }
    done = true;
    Coroutine coroutine = waiting;
    boolean woken = coroutine != null && coroutine.resume(this, null, null);
    if (!woken && coroutine != null && coroutine.isDone()) {
      dropResult();
    }
  }

  /** Nobody will take the result. */
  void dropResult() {
    Object late = delivery.abandon();
    if (late != null) {
      close(late);
    }
  }

  private static void close(Object late) {
    if (late instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (Throwable failure) {
        UncaughtExceptions.report(Thread.currentThread(), failure);
      }
    }
  }

  private synchronized void begin(Thread current) {
    thread = current;
    if (cancelled) {
      current.interrupt();
    }
  }

  /** From now on nobody interrupts this thread, which other calls will have. */
  private synchronized void end() {
    thread = null;
    ended = true;
    unmet = Thread.interrupted() && cancelled;
  }

  /** Whether the outcome is there. */
  boolean isDone() {
    return done;
  }

  /**
   * Whether the call has been told of what the coroutine meets now; it has not if that came when
   * the call had woken it already.
   */
  synchronized boolean takeTold() {
    boolean was = told;
    told = false;
    return was;
  }

  /** What the call threw; null if nothing. */
  @Nullable Throwable failure() {
    return failure;
  }

  /**
   * Whether a cancellation came that the call has not noticed. One that it throws itself it has.
   */
  synchronized boolean leavesCancellation() {
    return unmet && !(failure instanceof CancellationException);
  }

  /** What the call returned, or throws what it threw. */
  @Nullable Object take() throws Throwable {
    if (failure != null) {
      throw failure;
    }
    return delivery.take();
  }
}
