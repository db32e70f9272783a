package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.loop.HandOver;
import dev.weft.loop.LoopThread;
import dev.weft.loop.Poller;
import dev.weft.loop.Watch;
import dev.weft.loop.Watchdog;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.Timer;
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
 *       touches; steps from elsewhere are handed over, which takes no lock and needs no node.
 *   <li><b>Turns.</b> A turn takes over at most {@value #BUDGET} steps that were handed over, fires
 *       at most as many timers that are due, then runs at most as many steps, first come first
 *       served. Between two turns the selector is asked which channels are ready, unless the thread
 *       sleeps in it. While very many steps are ready, a turn takes over and fires fewer than it
 *       runs ({@link ReadySteps#admits}): what is made ready by what comes in is not to crowd out
 *       the rest. So none of the four can starve the others, each of which gets on in every turn.
 *       What is ready is run by {@link ReadySteps}, which puts coroutines that yield behind the
 *       others without asking the loop.
 *   <li><b>Sleep.</b> The loop sets {@code asleep}, looks at what is handed over once more, and
 *       sleeps. Whoever hands a step over looks at {@code asleep} after putting it in; who changes
 *       it back to false wakes the thread, so there is one wake-up for a sleep. One of the two
 *       threads sees the other's write.
 *   <li><b>Start.</b> The thread starts with the first step. It is a daemon unless a thread factory
 *       decides otherwise. It begins to work when it counts as running, so that there is no step
 *       that was accepted for a thread which then could not start.
 *   <li><b>End.</b> See {@link #close} and {@link LoopEnd}.
 * </ul>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>ready, timers, live</td><td>the loop's thread</td><td>plain</td></tr>
 * <tr><td>what is handed over</td><td>any thread</td><td>see {@link HandOver}</td></tr>
 * <tr><td>asleep, in {@link LoopCycle}</td><td>true: the loop's thread; false: any; true again: who
 *     could not wake it</td><td>volatile, compare-and-set</td></tr>
 * <tr><td>phase</td><td>under {@code phaseLock}</td><td>volatile</td></tr>
 * </table>
 *
 * <p>A step that throws (woven coroutines never do: their failures are in their tasks) goes to the
 * thread's uncaught exception handler, and the loop goes on.
 */
public final class EventLoop implements TimedScheduler, AutoCloseable {

  /** How much of each sort of work a turn does at most. */
  static final int BUDGET = LoopCycle.BUDGET;

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
  private final LoopTimers timers = new LoopTimers(this);
  private final LiveCoroutines live = new LiveCoroutines();
  private final Poller poller = new Poller(new Own());
  private final Offload offload;
  private final @Nullable Watchdog watchdog;
  private final LoopCycle cycle;
  private final Object phaseLock = new Object();
  private volatile Phase phase = Phase.NEW;

  EventLoop(EventLoopBuilder settings) {
    this.settings = settings;
    thread = settings.newThread(this::run);
    offload = new Offload(thread.getName(), settings.blockingThreads());
    watchdog = settings.watchdog(this, thread);
    cycle = new LoopCycle(this, thread, ready, timers, poller, watchdog);
  }

  /** The loop as its parts see it: it takes their steps for as long as it lives. */
  private final class Own implements LoopThread {
    @Override
    public boolean isCurrent() {
      return isInside();
    }

    @Override
    public void execute(Runnable step) {
      if (phase == Phase.NEW && start() == Phase.CLOSED) {
        throw refusal();
      }
      put(step);
    }

    @Override
    public void report(Throwable failure) {
      cycle.report(failure);
    }
  }

  /**
   * The loop of the coroutine that calls this.
   *
   * @throws IllegalStateException if it runs on another scheduler, or this is not a coroutine
   */
  public static EventLoop current() {
    Scheduler scheduler = CoroutineTask.inherited(Carrier.current());
    if (scheduler instanceof EventLoop loop) {
      return loop;
    }
    if (scheduler instanceof EndedLoop ended) {
      return ended.loop();
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
      throw refusal(step);
    }
  }

  private void startOrRefuse(Phase seen, Runnable step) {
    Phase now = seen == Phase.NEW ? start() : seen;
    boolean goesOn = step instanceof CoroutineTask<?> task && task.isLive();
    if (now != Phase.RUNNING && !(now == Phase.CLOSING && goesOn)) {
      throw refusal(step);
    }
  }

  /** Starts the thread if it never was; what then is the phase. */
  private Phase start() {
    try {
      synchronized (phaseLock) {
        if (phase == Phase.NEW) {
          startThread();
        }
        return phase;
      }
    } catch (Throwable noThread) {
      endUnstarted();
      throw noThread;
    }
  }

  private void startThread() {
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      phase = started ? Phase.RUNNING : Phase.CLOSED;
    }
  }

  /** For a loop whose thread never ran: whoever calls this, once, has the thread's part. */
  private void endUnstarted() {
    cycle.refuseAll();
    endIo();
  }

  private void put(Runnable step) {
    if (!cycle.put(step)) {
      throw refusal(step);
    }
  }

  /** A refusal to be thrown, by which a coroutine of this loop leaves it; see {@link EndedLoop}. */
  private RejectedExecutionException refusal(Runnable step) {
    if (step instanceof CoroutineTask<?> task && task.scheduler() == this) {
      task.moveTo(new EndedLoop(this));
      if (isInside()) {
        live.add(task); // in case it suspends all the same
      }
    }
    return refusal();
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
    // Wakes the loop also for one that could wait: behind it may stand one whose thread found it
    // awake.
    boolean unused = cycle.put(step);
  }

  // ---- the loop's thread ----

  private void run() {
    synchronized (phaseLock) { // until it counts as running
      Carrier.current().forbidBlocking("the event loop " + thread.getName());
    }
    Throwable death = null;
    try {
      while (phase == Phase.RUNNING) {
        cycle.turn();
        cycle.rest(Phase.RUNNING, Long.MAX_VALUE);
      }
    } catch (Throwable failure) {
      death = failure;
    }
    new LoopEnd(this, cycle, settings.grace()).run(death);
  }

  boolean isIn(Phase expected) {
    return phase == expected;
  }

  LoopCycle cycle() {
    return cycle;
  }

  // ---- coroutines that are suspended here ----

  /**
   * Remembers a coroutine of this loop that is about to suspend, so that closing can reach it.
   * Before: whoever wakes it, on any thread, is to find it here.
   */
  void adopt(CoroutineTask<?> task) {
    if (isInside()) {
      live.add(task);
      if (phase != Phase.RUNNING) {
        boolean unused = task.cancel();
      }
    }
  }

  /**
   * Forgets a coroutine that is done or moves away. Its last step may have run on another thread,
   * if it was refused here; closing must not wait for it.
   */
  void release(CoroutineTask<?> task) {
    if (isInside()) {
      live.remove(task);
      return;
    }
    try {
      handOver(() -> live.remove(task));
    } catch (Throwable noMemory) { // nothing that the coroutine is to hear of at its end
      return; // see LoopEnd
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
   * seconds unless set otherwise). What has not ended then meets a {@link
   * RejectedExecutionException} at its next suspension, and if it takes no notice of that either,
   * its task fails with it and it never goes on. Timers are dropped, channels closed, and the
   * thread ends.
   *
   * <p>Waits for the thread, for the grace period at most and as long as it takes to run what was
   * accepted before. Only a step that does not end, or a coroutine that computes without ever
   * suspending, is waited for without end: Java cannot stop it. Called on the loop's own thread, on
   * that of any event loop, or by what {@link EventLoopBuilder#onStall} is told with, it does not
   * wait: the loop ends when the step that holds it is over. Closing again does nothing more but
   * wait. Any thread.
   */
  @Override
  public void close() {
    beginToClose();
    boolean isWatchdog = watchdog != null && watchdog.isCurrent();
    if (!isWatchdog && Carrier.current().mayBlock()) {
      LoopEnd.joinUninterruptibly(thread);
    }
  }

  /** {@link #close} without waiting. */
  void beginToClose() {
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
    cycle.wake();
  }

  void begin(Phase next) {
    synchronized (phaseLock) {
      phase = next;
      ready.askForYields(); // to be cancelled, or refused
    }
  }

  /** Whether nothing is ready, and no coroutine is suspended here. */
  boolean isDone() {
    return cycle.isIdle() && live.isEmpty();
  }

  LiveCoroutines live() {
    return live;
  }

  /** How many timers there are. */
  int timers() {
    return timers.size();
  }

  void dropTimers() {
    timers.clear();
  }

  /** Closes channels, helpers and the watchdog. */
  void endIo() {
    cycle.step(poller::close);
    cycle.step(offload::close);
    if (watchdog != null) {
      watchdog.close();
    }
  }

  @Override
  public String toString() {
    return thread.getName();
  }
}
