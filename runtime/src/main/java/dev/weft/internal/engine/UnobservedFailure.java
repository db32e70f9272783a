package dev.weft.internal.engine;

import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A failure that nobody has observed yet: a task failed, and it has not been awaited, asked, or
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
 * <h2>What keeps what</h2>
 *
 * <p>A {@link Cleaner}'s thread waits for unreachable tasks, from the first failure that is to be
 * watched until the class loader of the runtime is gone. It must not be what keeps that loader,
 * even while failed tasks are reachable (from a static field of that loader, say). So what it holds
 * are objects of the JDK only: for each task a {@link Runnable} that a method handle makes, which
 * reaches this object through a weak reference. {@code PENDING} keeps this object.
 */
public final class UnobservedFailure extends WeakReference<Completion> implements Runnable {

  private static final Set<UnobservedFailure> PENDING = ConcurrentHashMap.newKeySet();

  /** Made when the first failure is to be watched, and only then. */
  private static final class Watching {
    static final Cleaner CLEANER = Cleaner.create();

    /** {@code Reference -> void}: runs what the reference still holds. */
    static final MethodHandle RUN_IF_THERE = runIfThere();

    private static MethodHandle runIfThere() {
      try {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle get =
            lookup
                .findVirtual(Reference.class, "get", MethodType.methodType(Object.class))
                .asType(MethodType.methodType(Runnable.class, Reference.class));
        MethodHandle run =
            lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class));
        MethodHandle isThere =
            lookup
                .findStatic(
                    Objects.class, "nonNull", MethodType.methodType(boolean.class, Object.class))
                .asType(MethodType.methodType(boolean.class, Runnable.class));
        MethodHandle runOrNot =
            MethodHandles.guardWithTest(isThere, run, MethodHandles.empty(run.type()));
        return MethodHandles.filterArguments(runOrNot, 0, get);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    static Cleaner.Cleanable register(Completion task, UnobservedFailure unheard) {
      MethodHandle run = RUN_IF_THERE.bindTo(new WeakReference<Runnable>(unheard));
      return CLEANER.register(task, MethodHandleProxies.asInterfaceInstance(Runnable.class, run));
    }
  }

  private static volatile @Nullable Consumer<? super Throwable> handler;

  private final SoftReference<Throwable> failure;
  private final String failureClass;

  /** Where the coroutine was made; null if that is not known. */
  private final @Nullable TaskOrigin origin;

  private volatile boolean heard;

  /** What tells that the task is unreachable. */
  private volatile Cleaner.@Nullable Cleanable watched;

  private UnobservedFailure(Completion task, Throwable failure) {
    super(task);
    this.failure = new SoftReference<>(failure);
    failureClass = failure.getClass().getName();
    origin = TaskOrigin.of(task);
  }

  /** Who is told of such failures from now on; null for the thread's handler. */
  public static void handler(@Nullable Consumer<? super Throwable> next) {
    handler = next;
  }

  /**
   * One for {@code task}, still to be {@linkplain #watch watched}; null if the failure is only a
   * cancellation.
   */
  static @Nullable UnobservedFailure of(Completion task, Throwable failure) {
    if (failure instanceof CancellationException) {
      return null;
    }
    try {
      return new UnobservedFailure(task, failure);
    } catch (Throwable noRoom) {
      return null; // rather unsaid than not failed
    }
  }

  /** Begins to watch, now that the task has failed. */
  void watch() {
    try {
      Completion task = get();
      if (task == null) { // heard
        return;
      }
      PENDING.add(this);
      watched = Watching.register(task, this);
      if (heard) { // before it was added
        heard();
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
    stopWatching();
  }

  private void stopWatching() {
    Cleaner.Cleanable known = watched;
    if (known != null) {
      watched = null;
      known.clean(); // which runs this, to no effect
    }
  }

  /** The task has become unreachable, or nobody watches it any more. */
  @Override
  public void run() {
    report(Thread.currentThread());
  }

  /**
   * Reports the failures of those tasks that {@code ended} chooses: nobody is going to ask them.
   *
   * @param on whose uncaught exception handler is told if there is no other
   */
  public static void reportAll(Predicate<? super Completion> ended, Thread on) {
    for (UnobservedFailure each : PENDING) {
      Completion task = each.get();
      if (task != null && ended.test(task)) {
        each.clear();
        each.report(on);
        each.stopWatching();
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
    if (origin != null) {
      origin.addTo(unheard);
    }
    Consumer<? super Throwable> known = handler;
    if (known == null) {
      UncaughtExceptions.report(on, unheard);
      return;
    }
    try {
      known.accept(unheard);
    } catch (Throwable broken) {
      UncaughtExceptions.report(on, broken);
    }
  }
}
