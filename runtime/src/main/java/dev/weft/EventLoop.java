package dev.weft;

import dev.weft.runtime.Carrier;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that is one thread: a queue of steps that are ready, and timers.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li>Steps scheduled by the loop's own thread go to {@code ready}, which only that thread
 *       touches; steps from elsewhere go to {@code handedOver}, a lock-free queue.
 *   <li>Each turn runs what was ready when the turn began, at most, then takes over what was handed
 *       over and what timers are due; so none of the three can starve the others.
 *   <li>Before it sleeps, the loop sets {@code asleep} and looks at {@code handedOver} once more;
 *       whoever hands a step over looks at {@code asleep} after adding and wakes the thread. One of
 *       the two sees the other's write.
 *   <li>The thread starts with the first step. Being a daemon, it does not keep the JVM alive.
 * </ul>
 *
 * <p>A step that throws (woven coroutines never do: their failures are in their tasks) goes to the
 * thread's uncaught exception handler, and the loop goes on.
 */
public final class EventLoop implements TimedScheduler, AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private enum Phase {
    NEW,
    RUNNING,
    CLOSING
  }

  private final Thread thread;
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Object starting = new Object();
  private long timerCount;
  private volatile boolean asleep;
  private volatile Phase phase = Phase.NEW;

  EventLoop() {
    thread = new Thread(this::loop, "weft-loop-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
  }

  /** A due time; ties go in the order of arming. Touched by the loop's thread alone, save gone. */
  private final class Timer implements Comparable<Timer>, Runnable {
    final long due;
    @Nullable Runnable action;
    long order;

    Timer(long due, Runnable action) {
      this.due = due;
      this.action = action;
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.signum(due - other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }

    /** Arms the timer. */
    @Override
    public void run() {
      if (action != null) {
        order = timerCount++;
        timers.add(this);
      }
    }

    void giveUp() {
      action = null;
      timers.remove(this);
    }
  }

  @Override
  public void schedule(Runnable step) {
    Objects.requireNonNull(step, "step");
    if (Thread.currentThread() == thread) {
      refuseWhenClosed();
      ready.add(step);
      return;
    }
    handOver(step);
  }

  private void handOver(Runnable step) {
    refuseWhenClosed();
    handedOver.add(step);
    if (phase != Phase.RUNNING) {
      startOrRefuse(step);
    }
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private void refuseWhenClosed() {
    if (phase == Phase.CLOSING) {
      throw new RejectedExecutionException(this + " has been closed");
    }
  }

  private void startOrRefuse(Runnable step) {
    synchronized (starting) {
      if (phase == Phase.NEW) {
        phase = Phase.RUNNING;
        thread.start();
      } else if (phase == Phase.CLOSING && handedOver.remove(step)) {
        refuseWhenClosed();
      }
    }
  }

  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    long now = System.nanoTime();
    var timer = new Timer(now + Math.min(nanos, Long.MAX_VALUE / 2), action);
    if (Thread.currentThread() == thread) {
      refuseWhenClosed();
      timer.run();
    } else {
      handOver(timer);
    }
    return () -> giveUp(timer);
  }

  private void giveUp(Timer timer) {
    if (Thread.currentThread() == thread) {
      timer.giveUp();
    } else if (phase != Phase.CLOSING) {
      handOver(timer::giveUp);
    }
  }

  private void loop() {
    Carrier.current().forbidBlocking("the event loop " + thread.getName());
    while (true) {
      turn();
      if (ready.isEmpty()) {
        if (phase == Phase.CLOSING && handedOver.isEmpty()) {
          fireAllTimers();
          return;
        }
        sleep();
      }
    }
  }

  private void turn() {
    for (int budget = ready.size(); budget > 0; budget--) {
      step(ready.remove());
    }
    for (Runnable step = handedOver.poll(); step != null; step = handedOver.poll()) {
      ready.add(step);
    }
    takeDueTimers();
  }

  private void takeDueTimers() {
    if (timers.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (Timer first = timers.peek();
        first != null && first.due - now <= 0;
        first = timers.peek()) {
      timers.remove();
      Runnable action = first.action;
      if (action != null) {
        ready.add(action);
      }
    }
  }

  /** Nobody else would ever wake who waits for them; being refused by now, they fail. */
  private void fireAllTimers() {
    for (Timer timer = timers.poll(); timer != null; timer = timers.poll()) {
      Runnable action = timer.action;
      if (action != null) {
        step(action);
      }
    }
  }

  private void step(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      try {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
      } catch (Throwable ignored) { // as the JVM does; the loop goes on
        return;
      }
    }
  }

  private void sleep() {
    asleep = true;
    if (handedOver.isEmpty() && phase == Phase.RUNNING) {
      Timer next = timers.peek();
      if (next == null) {
        LockSupport.park(this);
      } else {
        long nanos = next.due - System.nanoTime();
        if (nanos > 0) {
          LockSupport.parkNanos(this, nanos);
        }
      }
    }
    asleep = false;
    boolean unused = Thread.interrupted(); // a step left it set; park would not sleep any more
  }

  /**
   * Stops the loop: it refuses new steps, runs those that are ready, and ends its thread; a
   * coroutine that is woken later, or waits in a delay, fails with the refusal. Waits for the
   * thread unless called on it. Closing again does nothing more.
   */
  @Override
  public void close() {
    boolean started;
    synchronized (starting) {
      started = phase == Phase.RUNNING;
      phase = Phase.CLOSING;
    }
    LockSupport.unpark(thread);
    if (started && Thread.currentThread() != thread) {
      joinUninterruptibly();
    }
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return thread.getName();
  }
}
