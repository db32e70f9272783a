package dev.weft.internal.loop;

import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a loop's thread has been in one step for longer than a threshold. A thread of its
 * own that looks several times per threshold, from the first step until the loop ends.
 *
 * <p>The loop counts steps: odd while one runs. The watchdog takes the time at which it first saw a
 * number; if it sees an odd one again after the threshold, it reports, once for that step. So the
 * loop reads no clock, and a step is reported between one and one and a quarter thresholds after it
 * was first seen.
 *
 * <p>When no step has run for a threshold, the thread dozes until the next one, so that a loop that
 * sleeps does not keep it busy. It says so and looks at the number once more; the loop, after the
 * first step of a turn has made the number odd, looks whether it dozes. One of the two sees the
 * other's write.
 *
 * <p>Somebody may want to have all that recorded ({@link #recordBy}): then a record is begun for
 * each step that is seen, and ended by who sees that it is over.
 *
 * <p>The loop's end waits for the thread, except while that tells of a step: what is told may take
 * its time, or wait for the loop's end itself. The thread then ends when it returns from that.
 */
public final class Watchdog implements AutoCloseable {

  private static final int LOOKS_PER_THRESHOLD = 4;

  private static final VarHandle STEPS;

  static {
    try {
      STEPS = MethodHandles.lookup().findVarHandle(Watchdog.class, "steps", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Records steps that hold a loop for too long. Any thread. */
  public interface Recorder {
    /** A step has begun on {@code loop}, or did some time before. On the watchdog's thread. */
    Hold begins(Thread loop);
  }

  /** The record of one step. On the watchdog's thread. */
  public interface Hold {
    /** The step holds its loop for longer than the threshold, and does so still. */
    void stalled(long nanos, StackTraceElement[] stack);

    /** It was stalled, and is over. */
    void ended();
  }

  /** Null if nobody wants that. */
  private static volatile @Nullable Recorder recorder;

  private final Thread watched;
  private final long threshold;
  private final BiConsumer<Long, StackTraceElement[]> report;
  private volatile @Nullable Thread thread;
  private long steps; // opaque
  private volatile boolean closed;
  private volatile boolean telling;
  private volatile boolean dozing;

  /** The record of the step that was seen last. The watchdog's thread. */
  private @Nullable Hold hold;

  /**
   * A watchdog that sleeps until the first step.
   *
   * @param watched the loop's thread
   * @param threshold nanoseconds
   * @param report told how long the step has run for, in nanoseconds, and its stack; on the
   *     watchdog's thread
   */
  public Watchdog(Thread watched, long threshold, BiConsumer<Long, StackTraceElement[]> report) {
    this.watched = watched;
    this.threshold = threshold;
    this.report = report;
  }

  /** Has stalled steps recorded from now on; not any more, if {@code told} is null. Any thread. */
  public static void recordBy(@Nullable Recorder told) {
    recorder = told;
  }

  /** A step begins; the one before, if any, has ended. The loop's thread. */
  public void begin() {
    if (thread == null && !closed) {
      thread = new Thread(this::watch, watched.getName() + "-watchdog");
      thread.setDaemon(true);
      thread.start();
    }
    boolean first = (steps & 1) == 0;
    STEPS.setOpaque(this, (steps + 1) | 1);
    if (first) {
      VarHandle.fullFence();
      if (dozing) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** The last step that began has ended, and none follows at once. The loop's thread. */
  public void end() {
    STEPS.setOpaque(this, (steps + 1) & ~1);
  }

  private void watch() {
    long seen = -1;
    long since = 0;
    boolean reported = false;
    while (!closed) {
      long now = System.nanoTime();
      long current = (long) STEPS.getOpaque(this);
      if (current != seen) {
        record(current, reported);
        seen = current;
        since = now;
        reported = false;
      } else if (!reported && (seen & 1) == 1 && now - since >= threshold) {
        reported = tell(seen, now - since);
      }
      if ((seen & 1) == 0 && now - since >= threshold) {
        doze(seen);
      } else {
        LockSupport.parkNanos(this, Math.max(1, threshold / LOOKS_PER_THRESHOLD));
      }
    }
  }

  /** The step before {@code current} is over. */
  private void record(long current, boolean wasStalled) {
    Hold before = hold;
    hold = null;
    try {
      if (before != null && wasStalled) {
        before.ended();
      }
      if ((current & 1) == 1) {
        beginRecord();
      }
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  private void beginRecord() {
    Recorder told = recorder;
    hold = told == null ? null : told.begins(watched);
  }

  private void doze(long seen) {
    dozing = true;
    VarHandle.fullFence();
    if ((long) STEPS.getOpaque(this) == seen && !closed) {
      LockSupport.park(this);
    }
    dozing = false;
  }

  /** The stack counts only if the step still ran when it was taken. */
  private boolean tell(long step, long nanos) {
    StackTraceElement[] stack = watched.getStackTrace();
    if ((long) STEPS.getOpaque(this) != step) {
      return false;
    }
    telling = true;
    try {
      if (!closed) {
        recordStall(nanos, stack);
        report.accept(nanos, stack);
      }
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    } finally {
      telling = false;
    }
    return true;
  }

  private void recordStall(long nanos, StackTraceElement[] stack) {
    if (hold == null) {
      beginRecord(); // somebody has begun to want it since the step began
    }
    Hold record = hold;
    if (record != null) {
      record.stalled(nanos, stack);
    }
  }

  /** The watchdog's thread, or null if there has been no step; for tests. */
  @Nullable Thread thread() {
    return thread;
  }

  /** Whether the calling thread is the watchdog's. Any thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Ends the watchdog's thread, and waits for it unless it tells of a step. The loop's thread, or
   * if it never ran, any.
   */
  @Override
  public void close() {
    closed = true;
    Thread watching = thread;
    if (watching == null) {
      return;
    }
    boolean interrupted = false;
    while (watching.isAlive() && !telling) {
      LockSupport.unpark(watching);
      try {
        watching.join(1); // it may be about to park
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
