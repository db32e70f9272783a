package dev.weft.internal.tasks;

import dev.weft.internal.util.UncaughtExceptions;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run blocking work: at most so many, each made when no other is idle, gone when
 * idle for some seconds; what they cannot take yet waits in a queue.
 *
 * <h2>Protocol</h2>
 *
 * <p>All fields are guarded by this object's monitor; nothing of anybody else's runs while it is
 * held, a thread factory apart. Each thread that counts in {@code threads} has been started and has
 * still to call {@link #take}, which hands it a piece of work or strikes it off. So what is put
 * into the queue while {@code threads} is not zero will be taken. Of the threads that wait, {@code
 * idle}, each piece of work in the queue is going to occupy one; only what is over makes a new
 * thread unnecessary.
 *
 * <p>The JDK's {@code ThreadPoolExecutor} would start a thread for each piece of work up to the
 * limit, however many are idle, or queue all of them behind one.
 */
final class BlockingThreads {

  private final ThreadFactory factory;
  private final int most;
  private final int capacity;
  private final long idleNanos;

  /** What no thread has taken yet, the oldest first; a set, since what is cancelled is removed. */
  private final Set<Runnable> queue = new LinkedHashSet<>();

  private int threads;
  private int idle;

  /**
   * No threads yet.
   *
   * @param factory makes daemon threads, which are not started
   * @param most how many threads at most
   * @param capacity how many pieces of work may wait for a thread
   * @param idleNanos how long a thread waits for more work before it ends
   */
  BlockingThreads(ThreadFactory factory, int most, int capacity, long idleNanos) {
    this.factory = factory;
    this.most = most;
    this.capacity = capacity;
    this.idleNanos = idleNanos;
  }

  /**
   * Has {@code work} run by one of the threads, soon. Any thread.
   *
   * @throws RejectedExecutionException if all threads are busy and the queue is full
   */
  synchronized void execute(Runnable work) {
    if (idle > queue.size()) {
      enqueue(work);
      notify();
    } else if (threads < most) {
      startThread(work);
    } else {
      enqueue(work);
    }
  }

  private void enqueue(Runnable work) {
    if (queue.size() >= capacity) {
      throw new RejectedExecutionException(
          "no thread for blocking work: "
              + most
              + " threads are busy and "
              + queue.size()
              + " pieces of work wait; raise -D"
              + BlockingSettings.THREADS
              + " or -D"
              + BlockingSettings.QUEUE
              + ", or start fewer at once");
    }
    boolean unused = queue.add(work);
  }

  private void startThread(Runnable first) {
    try {
      factory.newThread(() -> workFrom(first)).start();
    } catch (OutOfMemoryError noThread) { // the process may have as many as it can
      if (threads == 0) {
        throw noThread;
      }
      enqueue(first);
      return;
    }
    threads++;
  }

  /** Takes {@code work} back; false if a thread has it already, or had. Any thread. */
  synchronized boolean remove(Runnable work) {
    return queue.remove(work);
  }

  /** How many threads there are. For looking. Any thread. */
  synchronized int threads() {
    return threads;
  }

  // ---- a thread ----

  private void workFrom(Runnable first) {
    Runnable work = first;
    do {
      try {
        work.run();
      } catch (Throwable failure) {
        UncaughtExceptions.report(Thread.currentThread(), failure);
      }
      work = null; // which would be kept while this waits
      work = take();
    } while (work != null);
  }

  /** The next piece of work; null if the thread is to end, and then it counts no more. */
  private synchronized @Nullable Runnable take() {
    long begun = System.nanoTime();
    while (queue.isEmpty()) {
      long left = idleNanos - (System.nanoTime() - begun);
      if (left <= 0) {
        threads--;
        return null;
      }
      await(left);
    }
    Iterator<Runnable> oldest = queue.iterator();
    Runnable work = oldest.next();
    oldest.remove();
    return work;
  }

  @SuppressWarnings("WaitNotInLoop") // take has the loop
  private void await(long nanos) {
    idle++;
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException stray) { // meant for work that is over
      boolean unused = Thread.interrupted();
    } finally {
      idle--;
    }
  }
}
