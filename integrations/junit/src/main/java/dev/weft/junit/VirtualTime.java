package dev.weft.junit;

import dev.weft.Schedulers;
import dev.weft.spi.TimedScheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time passes when nothing else is to be done: as soon as no step is ready, the
 * next timer is due. A test may have it as a parameter.
 *
 * <pre>{@code
 * @Test
 * @Async
 * void waitsTwice(VirtualTime time) {
 *   client.callWithRetries(2);
 *   assertEquals(Duration.ofSeconds(20), time.elapsed());
 * }
 * }</pre>
 *
 * <p>{@code Weft.delay} of the test itself lets time pass, and whatever is due before runs first,
 * in the order of the times. Only timers of coroutines that belong to this scheduler are virtual.
 * It does not know what other threads do: if a coroutine waits for one ({@code Weft.blocking}, a
 * channel of the network) and another has a deadline, the deadline comes first. Where there are no
 * timers, other threads are waited for.
 *
 * <p><b>Protocol.</b> {@link #ready} is put to by any thread, and taken from by the one that
 * drives, which is JUnit's thread for as long as it waits for a method; {@link #driving} keeps out
 * another, which there is where JUnit has given up a thread that waited. {@link #timers} and {@link
 * #now} are guarded by the lock of {@code timers}; a timer's action is run outside of it.
 */
public final class VirtualTime implements TimedScheduler {

  /** How many steps run before the limit of real time is looked at. */
  private static final int STEPS = 128;

  private record Timer(long at, long number, Runnable action) {}

  /** Held by the one that drives. */
  private final ReentrantLock driving = new ReentrantLock();

  private final LinkedBlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
  private long now;
  private long made;

  VirtualTime() {}

  /** How much time has passed since the test began. Any thread. */
  public Duration elapsed() {
    synchronized (timers) {
      return Duration.ofNanos(now);
    }
  }

  @Override
  public void schedule(Runnable step) {
    ready.add(Objects.requireNonNull(step, "step"));
  }

  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    Objects.requireNonNull(action, "action");
    synchronized (timers) {
      long at = now + nanos;
      var timer = new Timer(at < now ? Long.MAX_VALUE : at, made++, action); // for ever
      timers.add(timer);
      return () -> {
        synchronized (timers) {
          timers.remove(timer);
        }
      };
    }
  }

  /** Runs what is ready, and lets no time pass. */
  void runReady(RealTime limit) throws InterruptedException {
    if (driving.tryLock(limit.left(), TimeUnit.NANOSECONDS)) {
      try {
        int ran = STEPS;
        while (ran == STEPS && !limit.isOver()) {
          ran = Schedulers.runSteps(ready, STEPS);
        }
      } finally {
        driving.unlock();
      }
    }
  }

  /**
   * Runs steps and timers until there is nothing more to wait for.
   *
   * @return false if the limit of real time was over before
   * @throws InterruptedException if this thread was interrupted
   */
  boolean runUntil(BooleanSupplier done, RealTime limit) throws InterruptedException {
    if (!driving.tryLock(limit.left(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      while (!done.getAsBoolean() && !limit.isOver()) {
        if (Thread.interrupted()) { // for a test that always has something to do
          throw new InterruptedException();
        }
        if (Schedulers.runSteps(ready, STEPS) == 0 && !runTimer()) {
          awaitOthers(limit);
        }
      }
      return done.getAsBoolean();
    } finally {
      driving.unlock();
    }
  }

  private void awaitOthers(RealTime limit) throws InterruptedException {
    Runnable step = ready.poll(limit.left(), TimeUnit.NANOSECONDS);
    if (step != null) {
      step.run();
    }
  }

  /** Goes on to the next timer's time, if there is one. */
  private boolean runTimer() {
    Timer next = nextTimer();
    if (next == null) {
      return false;
    }
    next.action.run();
    return true;
  }

  private @Nullable Timer nextTimer() {
    synchronized (timers) {
      Timer next = timers.poll();
      if (next != null) {
        now = Math.max(now, next.at);
      }
      return next;
    }
  }

  /** As coroutine dumps name it. */
  @Override
  public String toString() {
    return "VirtualTime@" + Integer.toHexString(System.identityHashCode(this));
  }
}
