package dev.weft.runtime;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A failure that nobody has heard of yet: a task failed, and it has not been awaited, asked, or
 * registered with. It is reported once, when its task has become unreachable or its event loop
 * ends.
 *
 * <h2>Protocol</h2>
 *
 * <p>One is made for a task that fails while nobody waits for it, before the outcome is published,
 * and {@linkplain #watch watched} afterwards; none for a task that succeeds, or is cancelled.
 * Whoever takes it out of {@code PENDING} has the last word: who hears of the failure does nothing
 * more, all others report it.
 *
 * <p>The failure is held softly, since it may itself refer to its task, which then would never
 * become unreachable; where there was no memory to keep it, its class is reported.
 *
 * <p>The thread that waits for unreachable tasks is a daemon. It starts with the first failure that
 * is to be watched and ends when there has been none for some seconds, so that it keeps no class
 * loader.
 */
public final class Unheard extends WeakReference<Completion> {

  private static final ReferenceQueue<Completion> UNREACHABLE = new ReferenceQueue<>();
  private static final Set<Unheard> PENDING = ConcurrentHashMap.newKeySet();
  private static final long IDLE_MILLIS = 5_000;

  private static final Object LOCK = new Object();

  /** Whether the thread runs; under {@code LOCK}. */
  private static boolean watched;

  private static volatile @Nullable Consumer<? super Throwable> handler;

  private final SoftReference<Throwable> failure;
  private final String failureClass;
  private volatile boolean heard;

  private Unheard(Completion task, Throwable failure) {
    super(task, UNREACHABLE);
    this.failure = new SoftReference<>(failure);
    failureClass = failure.getClass().getName();
  }

  /** Who is told of such failures from now on; null for the thread's handler. */
  public static void handler(@Nullable Consumer<? super Throwable> next) {
    handler = next;
  }

  /**
   * One for {@code task}, still to be {@linkplain #watch watched}; null if the failure is only a
   * cancellation.
   */
  static @Nullable Unheard of(Completion task, Throwable failure) {
    if (failure instanceof CancellationException) {
      return null;
    }
    try {
      return new Unheard(task, failure);
    } catch (OutOfMemoryError noMemory) {
      return null; // rather unsaid than not failed
    }
  }

  /** Begins to watch, now that the task has failed. */
  void watch() {
    try {
      PENDING.add(this);
      if (heard) { // before it was added
        PENDING.remove(this);
      } else {
        ensureWatched();
      }
    } catch (Throwable noRoom) {
      boolean unused = PENDING.remove(this); // the task has failed all the same
    }
  }

  /** Somebody has heard of the failure. */
  void heard() {
    heard = true;
    PENDING.remove(this);
    clear();
  }

  /**
   * Reports the failures of those tasks that {@code ended} chooses: nobody is going to ask them.
   *
   * @param on whose uncaught exception handler is told if there is no other
   */
  public static void reportAll(Predicate<? super Completion> ended, Thread on) {
    for (Unheard each : PENDING) {
      Completion task = each.get();
      if (task != null && ended.test(task)) {
        each.clear();
        each.report(on);
      }
    }
  }

  private void report(Thread on) {
    if (!PENDING.remove(this)) {
      return;
    }
    Throwable unheard = failure.get();
    if (unheard == null) {
      unheard = new IllegalStateException("a task failed with " + failureClass + ", unheard");
    }
    Consumer<? super Throwable> known = handler;
    if (known == null) {
      Uncaught.report(on, unheard);
      return;
    }
    try {
      known.accept(unheard);
    } catch (Throwable broken) {
      Uncaught.report(on, broken);
    }
  }

  private static void ensureWatched() {
    synchronized (LOCK) {
      if (!watched) {
        var thread = new Thread(null, Unheard::watchAll, "weft-unobserved-failures", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        watched = true;
      }
    }
  }

  private static void watchAll() {
    boolean needed = true;
    try {
      while (needed) {
        Object gone = nextUnreachable();
        if (gone instanceof Unheard unheard) {
          unheard.report(Thread.currentThread());
        }
        needed = isNeeded();
      }
    } finally {
      if (needed) {
        watchAnew();
      }
    }
  }

  /** This thread ends by an error, which the JVM reports; another one takes its place. */
  private static void watchAnew() {
    synchronized (LOCK) {
      watched = false;
    }
    ensureWatched();
  }

  private static @Nullable Object nextUnreachable() {
    try {
      return UNREACHABLE.remove(IDLE_MILLIS);
    } catch (InterruptedException meant) {
      return null; // nobody has this thread to interrupt it
    }
  }

  private static boolean isNeeded() {
    synchronized (LOCK) {
      watched = !PENDING.isEmpty();
      return watched;
    }
  }
}
