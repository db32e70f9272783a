package dev.weft.internal.util;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do, first come first served, what may block: at most so many, each made when no
 * other is idle, gone when idle for a time; what they cannot take yet waits in a queue.
 *
 * <p>Not one of the JDK's pools. Those start a thread for each piece of work up to their limit,
 * however many are idle, or queue all of it behind one. Their threads need memory to wait for work,
 * die where there is none, and are replaced only when more is brought; what lies in the queue stays
 * there for ever then. Here memory is needed to bring something, and not to take or to await it; so
 * what was accepted is done.
 *
 * <h2>Protocol</h2>
 *
 * <p>All fields are guarded by this object's monitor; nothing of anybody else's runs while it is
 * held, a thread factory apart. Each thread that counts in {@code threads} has been started, with a
 * piece of work of its own, and has still to call {@link #next}, which hands it another one or
 * strikes it off. So what is put into the queue while {@code threads} is not zero will be taken. Of
 * the threads that wait, {@code idle}, each piece of work in the queue is going to occupy one; only
 * what is over makes a new thread unnecessary. The queue is a ring, from which work can be taken
 * out at any place.
 */
public final class HelperThreads {

  private static final long IDLE_SECONDS = 5;

  private final String name;
  private final ThreadFactory factory;
  private final int most;
  private final int capacity;
  private final long idleNanos;
  private final String whenFull;

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

    /**
     * Gives it up, if no thread has it yet. Any thread, any number of times.
     *
     * @return whether this call did
     */
    public boolean cancel() {
      synchronized (HelperThreads.this) {
        return takeOut(this);
      }
    }
  }

  /** So many daemon threads of that name at most, for any amount of work. */
  public HelperThreads(String name, int most) {
    this(name, work -> daemon(work, name), most, Integer.MAX_VALUE, idleNanos(), "");
  }

  /**
   * No threads yet.
   *
   * @param name of all of them, for messages
   * @param factory makes daemon threads, which are not started
   * @param most how many threads at most
   * @param capacity how many pieces of work may wait for a thread
   * @param idleNanos how long a thread waits for more work before it ends
   * @param whenFull what to do where more is brought, as the end of a message
   */
  public HelperThreads(
      String name, ThreadFactory factory, int most, int capacity, long idleNanos, String whenFull) {
    this.name = name;
    this.factory = factory;
    this.most = most;
    this.capacity = capacity;
    this.idleNanos = idleNanos;
    this.whenFull = whenFull;
    ring.older = ring;
    ring.newer = ring;
  }

  /** How long threads mostly wait for more work. */
  public static long idleNanos() {
    return TimeUnit.SECONDS.toNanos(IDLE_SECONDS);
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Has {@code action} done, soon. Any thread. If this throws, it never is.
   *
   * @throws RejectedExecutionException if all threads are busy and the queue is full, or after
   *     {@link #close}
   * @throws OutOfMemoryError if there is no memory, or no thread to be had
   */
  public Work execute(Runnable action) {
    var work = new Work(action);
    synchronized (this) {
      if (closed) {
        throw new RejectedExecutionException(
            "the threads "
                + name
                + " have ended"
                + CallSites.atCallerIfPossible()
                + "; hand work to them before what they belong to is closed");
      }
      if (idle > queued) {
        append(work);
        notify();
      } else if (threads < most) {
        startFor(work);
      } else {
        append(work);
      }
    }
    return work;
  }

  private void startFor(Work first) {
    try {
      factory.newThread(() -> workFrom(first)).start();
    } catch (OutOfMemoryError noThread) { // the process may have as many as it can
      if (threads == 0) {
        throw noThread;
      }
      append(first);
      return;
    }
    threads++;
  }

  /** Takes nothing more; what was brought is done, and the threads end. Any thread. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** How many threads there are. For looking. Any thread. */
  public synchronized int threads() {
    return threads;
  }

  private void append(Work work) {
    if (queued >= capacity) {
      throw new RejectedExecutionException(
          "no thread for "
              + name
              + ": "
              + most
              + " threads are busy and "
              + queued
              + " pieces of work wait"
              + whenFull);
    }
    Work last = ring.older;
    if (last != null) {
      work.older = last;
      work.newer = ring;
      last.newer = work;
      ring.older = work;
      queued++;
    }
  }

  private boolean takeOut(Work work) {
    Work before = work.older;
    Work behind = work.newer;
    if (before == null || behind == null) {
      return false;
    }
    before.newer = behind;
    behind.older = before;
    work.older = null;
    work.newer = null;
    queued--;
    return true;
  }

  // ---- a thread ----

  private void workFrom(Work first) {
    Work work = first;
    do {
      try {
        work.action.run();
      } catch (Throwable failure) {
        UncaughtExceptions.report(Thread.currentThread(), failure);
      }
      work = null; // which would be kept while this waits
      work = next();
    } while (work != null);
  }

  /** Waits for work; null if the thread is to end, and then it counts no more. */
  private synchronized @Nullable Work next() {
    long since = System.nanoTime();
    while (true) {
      boolean unused = Thread.interrupted(); // what was done before has left it, or somebody else
      Work first = ring.newer;
      if (first != null && first != ring) {
        boolean unusedTaken = takeOut(first); // it stands in the queue: it was found there
        return first;
      }
      long left = idleNanos - (System.nanoTime() - since);
      if (closed || left <= 0) {
        threads--;
        return null;
      }
      await(left);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // next has the loop
  private void await(long nanos) {
    idle++;
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException | OutOfMemoryError again) {
      return; // not what this waits for: it looks again
    } finally {
      idle--;
    }
  }
}
