package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.loop.HandOver;
import dev.weft.loop.LoopThread;
import dev.weft.loop.Poller;
import dev.weft.loop.Watch;
import dev.weft.loop.Watchdog;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.Timer;
import dev.weft.runtime.Uncaught;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that is one thread: a queue of steps that are ready, timers, and a selector for
 * channels. Made by {@link Schedulers#eventLoop()} and {@link Schedulers#eventLoopBuilder()}.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Steps</b> scheduled by the loop's own thread go to {@code ready}, which only that thread
 *       touches; steps from elsewhere go to {@code handedOver}, which takes no lock and needs no
 *       node.
 *   <li><b>Turns.</b> A turn takes over at most {@value #BUDGET} steps that were handed over, fires
 *       at most as many timers that are due, then runs at most as many steps, first come first
 *       served. Between two turns the selector is asked which channels are ready. So none of the
 *       four can starve the others. What is ready is run by {@link ReadySteps}, which puts
 *       coroutines that yield behind the others without asking the loop.
 *   <li><b>Sleep.</b> The loop sets {@code asleep}, looks at {@code handedOver} once more, and
 *       sleeps. Whoever hands a step over looks at {@code asleep} after putting it in; who changes
 *       it back to false wakes the thread, so there is one wake-up for a sleep. One of the two
 *       threads sees the other's write.
 *   <li><b>Start.</b> The thread starts with the first step. It is a daemon unless a thread factory
 *       decides otherwise.
 *   <li><b>End.</b> See {@link #close} and {@link LoopEnd}.
 * </ul>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>ready, timers, live</td><td>the loop's thread</td><td>plain</td></tr>
 * <tr><td>handedOver</td><td>any thread</td><td>see {@link HandOver}</td></tr>
 * <tr><td>asleep</td><td>true: the loop's thread; false: any</td><td>volatile, compare-and-set</td></tr>
 * <tr><td>phase</td><td>under {@code phaseLock}</td><td>volatile</td></tr>
 * </table>
 *
 * <p>A step that throws (woven coroutines never do: their failures are in their tasks) goes to the
 * thread's uncaught exception handler, and the loop goes on.
 */
public final class EventLoop implements TimedScheduler, AutoCloseable {

  /** How much of each sort of work a turn does at most. */
  static final int BUDGET = 128;

  private static final VarHandle ASLEEP;

  static {
    try {
      ASLEEP = MethodHandles.lookup().findVarHandle(EventLoop.class, "asleep", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What the loop accepts. */
  enum Phase {
    /** Everything; the thread has not started. */
    NEW,
    /** Everything. */
    RUNNING,
    /** Steps of coroutines that have begun, so that their finally blocks can run. */
    CLOSING,
    /** Nothing. */
    CLOSED
  }

  private final Thread thread;
  private final EventLoopBuilder settings;
  private final ReadySteps ready = new ReadySteps(this);
  private final HandOver<Runnable> handedOver = new HandOver<>();
  private final LoopTimers timers = new LoopTimers(this);
  private final LiveCoroutines live = new LiveCoroutines();
  private final Poller poller = new Poller(new Own());
  private final Offload offload;
  private final @Nullable Watchdog watchdog;
  private final Object phaseLock = new Object();
  private volatile boolean asleep;
  private volatile Phase phase = Phase.NEW;

  EventLoop(EventLoopBuilder settings) {
    this.settings = settings;
    thread = settings.newThread(this::run);
    offload = new Offload(thread.getName(), settings.blockingThreads());
    watchdog = settings.watchdog(this, thread);
  }

  /** The loop as its parts see it: it takes their steps for as long as it lives. */
  private final class Own implements LoopThread {
    @Override
    public boolean isCurrent() {
      return isInside();
    }

    @Override
    public void execute(Runnable step) {
      if (phase == Phase.NEW) {
        start();
      }
      put(step);
    }
  }

  /**
   * The loop of the coroutine that calls this.
   *
   * @throws IllegalStateException if it runs on another scheduler, or this is not a coroutine
   */
  public static EventLoop current() {
    if (CoroutineTask.inherited(Carrier.current()) instanceof EventLoop loop) {
      return loop;
    }
    throw new IllegalStateException(
        "no event loop here: call this in a coroutine that was started on one, or pass the loop"
            + Callers.atCaller());
  }

  /** Whether the calling thread is this loop's own. */
  public boolean isInside() {
    return Thread.currentThread() == thread;
  }

  // ---- taking work ----

  @Override
  public void schedule(Runnable step) {
    Objects.requireNonNull(step, "step");
    if (Thread.currentThread() == thread) {
      if (phase != Phase.RUNNING) {
        admitWhileEnding(step);
      }
      ready.add(step);
      return;
    }
    Phase now = phase;
    if (now != Phase.RUNNING) {
      startOrRefuse(now, step);
    }
    put(step);
  }

  /** Coroutines may go on to their ends, but are asked to stop. */
  private void admitWhileEnding(Runnable step) {
    if (phase == Phase.CLOSING && step instanceof CoroutineTask<?> task) {
      boolean unused = task.cancel();
    } else {
      throw refusal();
    }
  }

  private void startOrRefuse(Phase now, Runnable step) {
    boolean goesOn = step instanceof CoroutineTask<?> task && task.isLive();
    if (now == Phase.NEW) {
      start();
    } else if (now == Phase.CLOSED || !goesOn) {
      throw refusal();
    }
  }

  private void start() {
    synchronized (phaseLock) {
      if (phase == Phase.NEW) {
        phase = Phase.RUNNING;
        try {
          thread.start();
        } catch (Throwable noThread) {
          phase = Phase.CLOSED;
          endUnstarted();
          throw noThread;
        }
      }
    }
  }

  /** For a loop whose thread never ran: whoever calls this has the thread's part. */
  private void endUnstarted() {
    handedOver.close(step -> LoopEnd.refuse(step, refusal()));
    endIo();
  }

  private void put(Runnable step) {
    if (!handedOver.put(step)) {
      throw refusal();
    }
    wake();
  }

  private void wake() {
    if (asleep && ASLEEP.compareAndSet(this, true, false)) {
      poller.wake(thread);
    }
  }

  RejectedExecutionException refusal() {
    return new RejectedExecutionException(this + " has been closed");
  }

  /**
   * {@inheritDoc}
   *
   * <p>A {@link Timer} lies in the loop's heap itself, and is given up by its own {@code cancel}.
   */
  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    return timers.set(nanos, action);
  }

  void refuseTimersAfterTheEnd() {
    Phase now = phase;
    if (now == Phase.CLOSED || (now == Phase.CLOSING && Carrier.current().coroutine() == null)) {
      throw refusal();
    }
  }

  /** Hands a step over that need not run if the loop has been closed. */
  void handOver(Runnable step) {
    handedOver.put(step);
    wake(); // also for one that could wait: behind it may stand one whose thread found us awake
  }

  // ---- the loop's thread ----

  private void run() {
    Carrier.current().forbidBlocking("the event loop " + thread.getName());
    Throwable death = null;
    try {
      while (phase == Phase.RUNNING) {
        turn();
        rest(Phase.RUNNING, Long.MAX_VALUE);
      }
    } catch (Throwable failure) {
      death = failure;
    }
    new LoopEnd(this, settings.grace()).run(death);
  }

  /** One turn; see the protocol. */
  void turn() {
    ready.takeOver(handedOver, BUDGET);
    if (timers.size() > 0) {
      timers.fire(BUDGET);
    }
    try {
      runReady(Carrier.current());
    } catch (Throwable failure) { // what is left waits for the next turn
      report(failure);
    }
  }

  private void runReady(Carrier carrier) {
    if (watchdog == null) {
      ready.run(BUDGET, carrier);
      return;
    }
    try {
      for (int i = 0; i < BUDGET && !ready.isEmpty(); i++) {
        watchdog.begin();
        ready.run(1, carrier);
      }
    } finally {
      watchdog.end();
    }
  }

  void step(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      report(failure);
    }
  }

  void report(Throwable failure) {
    Uncaught.report(thread, failure);
  }

  /** Looks for ready channels between two turns, and sleeps if there is nothing else to do. */
  void rest(Phase expected, long untilNanoTime) throws IOException {
    if (!ready.isEmpty()) {
      poller.poll();
      return;
    }
    asleep = true;
    if (handedOver.isEmpty() && phase == expected) {
      sleep(untilNanoTime);
    }
    asleep = false;
    boolean unused = Thread.interrupted(); // a step left it set; no sleep would last any more
  }

  private void sleep(long untilNanoTime) throws IOException {
    boolean limited = untilNanoTime != Long.MAX_VALUE;
    if (timers.size() == 0 && !limited) {
      poller.sleep(0);
      return;
    }
    long now = System.nanoTime();
    long nanos = timers.size() == 0 ? Long.MAX_VALUE : timers.firstDue() - now;
    nanos = limited ? Math.min(nanos, untilNanoTime - now) : nanos;
    if (nanos > 0) {
      poller.sleep(nanos);
    } else {
      poller.poll();
    }
  }

  // ---- coroutines that are suspended here ----

  /** Remembers a coroutine of this loop that suspends, so that closing can reach it. */
  void adopt(CoroutineTask<?> task) {
    if (isInside()) {
      live.add(task);
      if (phase != Phase.RUNNING) {
        boolean unused = task.cancel();
      }
    }
  }

  /** Forgets a coroutine that is done or moves away. */
  void release(CoroutineTask<?> task) {
    if (isInside()) {
      live.remove(task);
    }
  }

  // ---- input and output ----

  /**
   * Takes charge of a channel, for those who write suspending I/O of their own. The loop closes it
   * when it is closed itself. Any thread.
   *
   * @param channel in non-blocking mode, registered with no selector
   */
  public Watch watch(SelectableChannel channel) {
    return poller.watch(channel);
  }

  /** How many open channels the loop has in its charge. Any thread. */
  public int channels() {
    return poller.channels();
  }

  /**
   * Suspends while {@code work}, which may block, runs on one of this loop's few other threads.
   *
   * <p>A coroutine that is cancelled goes on at once; {@code work} is not interrupted, and what it
   * returns then is closed if it is {@link AutoCloseable}.
   *
   * @return what {@code work} returns
   * @throws Exception what it throws
   */
  @Async
  public <T extends @Nullable Object> T offload(Callable<T> work) throws Exception {
    Carrier carrier = Carrier.current();
    Object result = offload(work, Carrier.MAX_DEPTH, carrier);
    return Results.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /** For generated code: the body of {@link #offload(Callable)}. */
  public @Nullable Object offload(Callable<?> work, int room, Carrier carrier) {
    return offload.call(work, carrier);
  }

  /** Runs {@code work}, which may block, on one of this loop's few other threads. Any thread. */
  public void executeBlocking(Runnable work) {
    offload.execute(work);
  }

  // ---- the end ----

  /**
   * Ends the loop. It takes no new work, but runs what is ready. It cancels every coroutine that is
   * suspended on it; their finally blocks run here, and may await, for the loop's grace period (5
   * seconds unless set otherwise); what is still suspended then fails with a {@link
   * RejectedExecutionException}. Timers are dropped, channels closed, and the thread ends.
   *
   * <p>Waits for the thread. Called on the loop's own thread, or on that of any event loop, it does
   * not wait: the loop ends when the calling step is over. Closing again does nothing more but
   * wait.
   */
  @Override
  public void close() {
    boolean neverRan;
    synchronized (phaseLock) {
      neverRan = phase == Phase.NEW;
      if (phase == Phase.NEW || phase == Phase.RUNNING) {
        begin(neverRan ? Phase.CLOSED : Phase.CLOSING);
      }
    }
    if (neverRan) {
      endUnstarted();
    }
    wake();
    if (Carrier.current().mayBlock()) {
      LoopEnd.joinUninterruptibly(thread);
    }
  }

  void begin(Phase next) {
    synchronized (phaseLock) {
      phase = next;
      ready.askForYields(); // to be cancelled, or refused
    }
  }

  boolean isIdle() {
    return ready.isEmpty() && handedOver.isEmpty() && live.isEmpty();
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  LiveCoroutines live() {
    return live;
  }

  /** Refuses what is handed over from now on; what has been is ready. */
  void stopHandOver() {
    handedOver.close(ready::add);
  }

  /** Closes channels, helpers and the watchdog. */
  void endIo() {
    try {
      poller.close();
    } catch (IOException | RuntimeException failure) {
      report(failure);
    }
    offload.close();
    if (watchdog != null) {
      watchdog.close();
    }
  }

  @Override
  public String toString() {
    return thread.getName();
  }
}
