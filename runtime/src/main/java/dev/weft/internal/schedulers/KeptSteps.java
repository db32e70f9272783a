package dev.weft.internal.schedulers;

import dev.weft.internal.util.HelperThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives steps to the pool that a thread of a {@link WorkStealingScheduler} has kept for too long:
 * what one will not get to soon, judged by how many steps it has begun since it was looked at last.
 *
 * <p>One thread for all schedulers, while anything moves in one of them. It looks every
 * millisecond, and more often for a while after it has found one: who blocks in one step often does
 * so in the next.
 *
 * <h2>When nobody looks</h2>
 *
 * <p>A scheduler in which nothing has moved for some looks is not looked at any more. That is
 * written down first ({@code watched}), then everything is looked at once more; who keeps a step
 * writes it down first, and then asks for {@code watched}. So one of the two sees the other.
 */
final class KeptSteps {

  private static final String NAME = "weft-kept-steps";

  private static final long SHORTEST = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * So many are given to the pool as one turn. Each turn has the pool look for an idle thread, and
   * where hundreds follow each other the one of JDK 17 has been seen to leave that out.
   */
  private static final int GIVEN_TOGETHER = 16;

  /** After so many looks at which nothing has moved, a scheduler is left alone. */
  private static final int QUIET = 50;

  private static final HelperThreads THREAD =
      new HelperThreads(
          NAME, KeptSteps::thread, 1, Integer.MAX_VALUE, HelperThreads.idleNanos(), "");

  /** What is looked at. Guarded by the class. */
  private static final List<Watch> WATCHES = new ArrayList<>();

  private KeptSteps() {}

  /** Keeps nothing of whoever happens to start it: it may be there for as long as the program. */
  static Thread thread(Runnable work) {
    var thread = new Thread(null, work, NAME, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    return thread;
  }

  /** Looks at {@code scheduler} from now on. Any thread. */
  static synchronized void watch(WorkStealingScheduler scheduler) {
    if (!scheduler.watched) {
      var watch = new Watch(scheduler);
      if (WATCHES.isEmpty()) {
        HelperThreads.Work unused = THREAD.execute(KeptSteps::look);
      }
      WATCHES.add(watch);
      scheduler.watched = true;
    }
  }

  private static void look() {
    long pause = SHORTEST;
    boolean goesOn = true;
    while (goesOn) {
      LockSupport.parkNanos(pause);
      boolean unusedInterrupt = Thread.interrupted(); // nobody's business, and would make it spin
      try {
        pause = isAnyTaken() ? SHORTEST : Math.min(LONGEST, pause * 2);
        goesOn = leaveQuietOnes();
      } catch (OutOfMemoryError again) {
        pause = LONGEST;
      }
    }
  }

  private static boolean isAnyTaken() {
    boolean taken = false;
    for (Watch each : watches()) {
      taken |= each.look();
    }
    return taken;
  }

  private static synchronized List<Watch> watches() {
    return List.copyOf(WATCHES);
  }

  /** Whether any are left. */
  private static synchronized boolean leaveQuietOnes() {
    for (Iterator<Watch> each = WATCHES.iterator(); each.hasNext(); ) {
      Watch watch = each.next();
      if (watch.quiet >= QUIET) {
        watch.scheduler.watched = false; // volatile, before the last look
        if (watch.isAnythingKept()) {
          watch.scheduler.watched = true;
        } else {
          each.remove();
        }
      }
    }
    return !WATCHES.isEmpty();
  }

  /** What is known of one scheduler. Confined to the thread that looks. */
  private static final class Watch {
    private final WorkStealingScheduler scheduler;
    private int quiet;

    /** Taken from a thread, and not given to the pool yet. There is room for all of one thread. */
    private final Deque<Runnable> taken = new ArrayDeque<>(LocalQueue.CAPACITY);

    Watch(WorkStealingScheduler scheduler) {
      this.scheduler = scheduler;
    }

    /** Gives to the pool what has been kept since the last look; whether there was anything. */
    boolean look() {
      giveTaken();
      boolean moved = !taken.isEmpty();
      boolean found = false;
      for (WorkStealingThread thread : scheduler.threads()) {
        moved |= thread.hasMoved();
        if (taken.isEmpty()) {
          found |= thread.takeKeptForLong(taken);
          giveTaken();
        }
        thread.noteSeen();
        if (thread.isGone()) {
          scheduler.threads().remove(thread);
        }
      }
      quiet = moved ? 0 : quiet + 1;
      return found;
    }

    /** Where that fails, it is tried again at the next look; others do not wait for that. */
    private void giveTaken() {
      try {
        while (!taken.isEmpty()) {
          giveSome();
        }
      } catch (OutOfMemoryError | RejectedExecutionException again) {
        return;
      }
    }

    private void giveSome() {
      @Nullable Runnable[] some = new Runnable[Math.min(taken.size(), GIVEN_TOGETHER)];
      Iterator<Runnable> each = taken.iterator();
      for (int i = 0; i < some.length; i++) {
        some[i] = each.next();
      }
      scheduler.give(new Turn(some));
      for (int i = 0; i < some.length; i++) {
        taken.remove();
      }
    }

    boolean isAnythingKept() {
      return scheduler.threads().stream().anyMatch(WorkStealingThread::isKeeping);
    }
  }
}
