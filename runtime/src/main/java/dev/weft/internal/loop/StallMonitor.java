package dev.weft.internal.loop;

import dev.weft.internal.util.UncaughtExceptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Notices steps that hold a thread which serves others, by default: those of event loops that have
 * no {@link Watchdog}, and those of other people's loops whose threads have said that they must not
 * block. One thread of the process looks at all of them, and ends with the last.
 *
 * <p>It costs those threads nothing: {@link WatchedThread} says what is looked at. A pause of the
 * whole process is no stall, however long it is: what counts is how often a step was seen.
 *
 * <p>When all event loops were found asleep a few times, and there is nobody else, the thread
 * dozes: it says so, and looks at them once more; a loop that wakes looks whether it dozes. One of
 * the two sees the other's write.
 */
public final class StallMonitor {

  private static final long DEFAULT = 2_000;

  static final String PROPERTY = "dev.weft.stallWarning";

  /** Milliseconds; 0 for no such warnings. */
  private static final long THRESHOLD = threshold(System.getProperty(PROPERTY));

  private static final Object LOCK = new Object();

  /** Those that run and have no watchdog. Guarded by the lock. */
  private static final Map<LoopScheduler, LoopSettings> LOOPS = new HashMap<>();

  /** Other threads that must not block, and what to call them. Guarded by the lock. */
  private static final Map<Thread, String> OTHERS = new WeakHashMap<>();

  /** Null while there is nobody to look at. Guarded by the lock. */
  private static @Nullable StallMonitor running;

  /** Of the whole process; whoever looks at loops that are opened later knows them, too. */
  private static final StallPlaces PLACES = new StallPlaces();

  private static volatile boolean dozing;

  private final Thread thread;
  private final long pause;

  /** What was seen of each at the last look. This thread. */
  private Map<Thread, WatchedThread> watched = new HashMap<>();

  /** How often nobody was found awake since somebody was. This thread. */
  private int quiet;

  private final Telling telling = new Telling();

  private StallMonitor() {
    thread = new Thread(null, this::run, "weft-stall-monitor", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    long nanos = TimeUnit.MILLISECONDS.toNanos(THRESHOLD);
    pause = Math.max(1, nanos / (WatchedThread.LOOKS - 1));
  }

  /** Who only mistypes a property for warnings is to have a program that runs, and a warning. */
  static long threshold(@Nullable String text) {
    if (text == null) {
      return DEFAULT;
    }
    try {
      long millis = Long.parseLong(text);
      if (millis >= 0) {
        return millis;
      }
    } catch (NumberFormatException wrong) {
      // as for one that is negative
    }
    StallText.log(
        "-D" + PROPERTY + "=" + text + " is not 0 or a number of milliseconds; it is " + DEFAULT);
    return DEFAULT;
  }

  // ---- any thread ----

  /** Looks at {@code loop} from now on, and tells as its settings say. Its thread. */
  static void begin(LoopScheduler loop, LoopSettings settings) {
    if (THRESHOLD > 0) {
      synchronized (LOCK) {
        LOOPS.put(loop, settings);
        start();
      }
    }
  }

  /** Looks at the current thread, which is called so, for as long as it lives. */
  public static void lookAtThisThread(String name) {
    if (THRESHOLD > 0) {
      synchronized (LOCK) {
        OTHERS.put(Thread.currentThread(), name);
        start();
      }
    }
  }

  private static void start() {
    StallMonitor monitor = running;
    if (monitor == null) {
      monitor = new StallMonitor();
      monitor.thread.start();
      running = monitor;
    }
    LockSupport.unpark(monitor.thread);
  }

  /**
   * Ends what {@link #begin} began. The last one waits for the end of the monitor's thread, unless
   * that tells of a step.
   */
  static void end(LoopScheduler loop) {
    StallMonitor monitor;
    synchronized (LOCK) {
      monitor = LOOPS.remove(loop) == null ? null : running;
    }
    if (monitor != null) {
      monitor.telling.awaitEnd(monitor.thread, () -> !isWanted());
    }
  }

  private static boolean isWanted() {
    synchronized (LOCK) {
      OTHERS.keySet().removeIf(each -> !each.isAlive());
      return !LOOPS.isEmpty() || !OTHERS.isEmpty();
    }
  }

  /** Whether the calling thread is that of the monitor. Any thread. */
  static boolean isCurrent() {
    synchronized (LOCK) {
      return running != null && running.thread == Thread.currentThread();
    }
  }

  /** A loop's thread does not sleep any more. */
  static void wokeUp() {
    if (dozing) {
      synchronized (LOCK) {
        if (running != null) {
          LockSupport.unpark(running.thread);
        }
      }
    }
  }

  // ---- the monitor's thread ----

  private void run() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        goesOn = goesOn();
        if (goesOn) {
          look();
          rest();
        }
      } catch (Throwable failure) { // no memory: there is another look
        UncaughtExceptions.report(thread, failure);
        dozing = false;
        pause();
      }
    }
    endAll(Set.of());
  }

  /** Those that are not looked at any more have ended. */
  private void endAll(Set<Thread> but) {
    watched.forEach(
        (each, known) -> {
          if (!but.contains(each)) {
            known.end(System.nanoTime(), telling::run);
          }
        });
  }

  private boolean goesOn() {
    synchronized (LOCK) {
      if (isWanted()) {
        return true;
      }
      running = null;
      return false;
    }
  }

  private void look() {
    long now = System.nanoTime();
    var seen = new HashMap<Thread, WatchedThread>();
    for (WatchedThread each : subjects()) {
      WatchedThread known = watched.getOrDefault(each.thread, each);
      seen.put(each.thread, known);
      known.look(now, PLACES, telling::run);
    }
    endAll(seen.keySet());
    watched = seen;
  }

  private static List<WatchedThread> subjects() {
    var subjects = new ArrayList<WatchedThread>();
    synchronized (LOCK) {
      LOOPS.forEach((loop, tells) -> subjects.add(new WatchedThread.OfLoop(loop, tells)));
      OTHERS.forEach((each, name) -> subjects.add(new WatchedThread.OfOthers(each, name)));
    }
    return subjects;
  }

  private void rest() {
    quiet = isAnybodyAwake() ? 0 : quiet + 1;
    if (quiet < WatchedThread.LOOKS) {
      pause();
      return;
    }
    clearInterrupt();
    dozing = true;
    if (!isAnybodyAwake()) {
      LockSupport.park(this);
    }
    dozing = false;
    quiet = 0;
  }

  private void pause() {
    clearInterrupt();
    LockSupport.parkNanos(this, pause);
  }

  /**
   * Who was told may have set it. No pause would last any more, so that looks would follow each
   * other at once, and any step be seen as often as one that is stalled.
   */
  private static void clearInterrupt() {
    boolean unused = Thread.interrupted();
  }

  private static boolean isAnybodyAwake() {
    synchronized (LOCK) {
      return !OTHERS.isEmpty()
          || LOOPS.keySet().stream().anyMatch(loop -> loop.busyThread() != null);
    }
  }
}
