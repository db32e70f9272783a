package dev.weft.internal.util;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A few daemon threads that do, first come first served, what may block. They start when needed and
 * end when idle.
 *
 * <p>Not one of the JDK's pools: their threads need memory to wait for work, die where there is
 * none, and are replaced only when more is brought. What lies in the queue stays there for ever
 * then. Here memory is needed to bring something, and not to take or to await it; so what was
 * accepted is done.
 *
 * <h2>Protocol</h2>
 *
 * All fields are guarded by this. Work lies in a ring, from which it can be taken out at any place.
 * Whoever brings some wakes a thread that is idle, or starts one; if neither can be had, the work
 * waits for the threads that there are, and is refused if there are none.
 */
public final class HelperThreads {

  private static final long IDLE_NANOS = 5_000_000_000L;

  private final String name;
  private final int most;
  private final Work ring = new Work(() -> {});
  private int queued;
  private int threads;
  private int idle;
  private boolean closed;

  /** Something to be done. */
  public final class Work {
    private final Runnable action;
    private @Nullable Work older;
    private @Nullable Work newer;

    private Work(Runnable action) {
      this.action = action;
    }

    /** Gives it up, if it has not begun. Any thread, any number of times. */
    public void cancel() {
      synchronized (HelperThreads.this) {
        takeOut(this);
      }
    }
  }

  private final class Helper extends Thread {
    Helper() {
      super(name);
      setDaemon(true);
    }

    @Override
    public void run() {
      for (Work each = next(); each != null; each = next()) {
        try {
          each.action.run();
        } catch (Throwable failure) {
          UncaughtExceptions.report(this, failure);
        }
      }
    }
  }

  /** So many threads of that name at most. */
  public HelperThreads(String name, int most) {
    this.name = name;
    this.most = most;
    ring.older = ring;
    ring.newer = ring;
  }

  /**
   * Has {@code action} done. Any thread. If this throws, it never is.
   *
   * @throws RejectedExecutionException after {@link #close}
   * @throws OutOfMemoryError if there is no memory, or no thread to be had
   */
  public Work execute(Runnable action) {
    var work = new Work(action);
    synchronized (this) {
      if (closed) {
        throw new RejectedExecutionException("the threads " + name + " have ended");
      }
      append(work);
      if (idle >= queued) {
        notify();
      } else if (threads < most) {
        startFor(work);
      }
    }
    return work;
  }

  private void startFor(Work work) {
    boolean started = false;
    try {
      new Helper().start();
      started = true;
      threads++;
    } catch (Throwable noThread) {
      if (threads == 0) {
        throw noThread;
      }
    } finally {
      if (!started && threads == 0) {
        takeOut(work);
      }
    }
  }

  /** Takes nothing more; what was brought is done, and the threads end. Any thread. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void append(Work work) {
    Work last = ring.older;
    if (last != null) {
      work.older = last;
      work.newer = ring;
      last.newer = work;
      ring.older = work;
      queued++;
    }
  }

  private void takeOut(Work work) {
    Work before = work.older;
    Work behind = work.newer;
    if (before != null && behind != null) {
      before.newer = behind;
      behind.older = before;
      work.older = null;
      work.newer = null;
      queued--;
    }
  }

  /** Waits for work; null when the calling thread is to end. */
  private synchronized @Nullable Work next() {
    long since = System.nanoTime();
    while (true) {
      boolean unused = Thread.interrupted(); // what was done before has left it, or somebody else
      Work first = ring.newer;
      if (first != null && first != ring) {
        takeOut(first);
        return first;
      }
      long left = IDLE_NANOS - (System.nanoTime() - since);
      if (closed || left <= 0) {
        threads--;
        return null;
      }
      idle++;
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException | OutOfMemoryError again) {
        left = 0; // not what this waits for: it looks again
      } finally {
        idle--;
      }
    }
  }
}
