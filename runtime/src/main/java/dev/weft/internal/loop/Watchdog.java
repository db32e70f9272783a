package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a loop's thread has been in one step for longer than a threshold. A thread of its
 * own that looks several times per threshold, from the first step until the loop ends.
 *
 * <p>The loop counts steps: odd while one runs. The watchdog takes the time at which it first saw a
 * number; if it sees an odd one again after the threshold, it reports, once for that step, and once
 * more when it sees another number. So the loop reads no clock, a step is reported between one and
 * one and a quarter thresholds after it was first seen, and its end up to a quarter late.
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

  /** Told of steps that hold the loop for too long. On the watchdog's thread. */
  @FunctionalInterface
  public interface Report {
    /**
     * A step does so, and goes on.
     *
     * @param nanos for how long at least
     * @param stack what the loop's thread was doing, innermost first
     * @param runs the coroutine whose step it is; null if it is none's
     * @return told when the step is over, and how long it has taken, as far as that was noticed
     */
    LongConsumer stalled(long nanos, StackTraceElement[] stack, @Nullable Coroutine runs);
  }

  /** Records steps that hold a loop for too long. Any thread. */
  public interface Recorder {
    /** A step has begun on {@code loop}, or did some time before. On the watchdog's thread. */
    Hold begins(Thread loop);
  }

  /** The record of one step. On the watchdog's thread. */
  public interface Hold {
    /** The step holds its loop for longer than the threshold, and does so still. */
    void stalled(long nanos, StackTraceElement[] stack, @Nullable Coroutine runs);

    /** It was stalled, and is over. */
    void ended();
  }

  /** Null if nobody wants that. */
  private static volatile @Nullable Recorder recorder;

  private final Thread watched;
  private final long threshold;
  private final Report report;
  private volatile @Nullable Thread thread;
  private long steps; // opaque
  private volatile boolean closed;
  private final Telling telling = new Telling();
  private volatile boolean dozing;

  /** The record of the step that was seen last. The watchdog's thread. */
  private @Nullable Hold hold;

  /** Told of the end of the step that was seen last; null if it was not reported. The same. */
  private @Nullable LongConsumer ending;

  /**
   * A watchdog that sleeps until the first step.
   *
   * @param watched the loop's thread
   * @param threshold nanoseconds
   */
  public Watchdog(Thread watched, long threshold, Report report) {
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
        if (reported) {
          tellEnd(now - since);
        }
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
    if (reported) { // who closes this has no step any more
      tellEnd(System.nanoTime() - since);
      record(0, true);
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
    Coroutine runs = Carrier.seenOn(watched);
    StackTraceElement[] stack = watched.getStackTrace();
    Coroutine sure = Carrier.seenOn(watched) == runs ? runs : null;
    if ((long) STEPS.getOpaque(this) != step) {
      return false;
    }
    telling.run(
        () -> {
          if (!closed) {
            recordStall(nanos, stack, sure);
            ending = report.stalled(nanos, stack, sure);
          }
        });
    return true;
  }

  private void tellEnd(long nanos) {
    LongConsumer told = ending;
    ending = null;
    if (told != null) {
      telling.run(() -> told.accept(nanos));
    }
  }

  private void recordStall(long nanos, StackTraceElement[] stack, @Nullable Coroutine runs) {
    if (hold == null) {
      beginRecord(); // somebody has begun to want it since the step began
    }
    Hold record = hold;
    if (record != null) {
      record.stalled(nanos, stack, runs);
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
    if (watching != null) {
      telling.awaitEnd(watching, () -> true);
    }
  }
}
