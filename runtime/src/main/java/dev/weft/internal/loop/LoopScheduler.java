package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.tasks.HostScheduler;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.timers.Timer;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Threads;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event loop: one thread with a queue of steps that are ready, timers, and a selector for
 * channels. {@code dev.weft.EventLoop} is what users see of it.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Steps</b> scheduled by the loop's own thread go to {@code ready}, which only that thread
 *       touches; steps from elsewhere are handed over, which takes no lock and needs no node.
 *   <li><b>Turns.</b> A turn takes over at most {@value #BUDGET} steps that were handed over, fires
 *       at most as many timers that are due, then runs at most as many steps, first come first
 *       served; fewer where they take long ({@link TurnBudget}). Between two turns the selector is
 *       asked which channels are ready, unless the thread sleeps in it. While very many steps are
 *       ready, a turn takes over and fires fewer than it runs ({@link ReadyQueue#admits}): what is
 *       made ready by what comes in is not to crowd out the rest. So none of the four can starve
 *       the others, each of which gets on in every turn. What is ready is run by {@link
 *       ReadyQueue}, which puts coroutines that yield behind the others without asking the loop.
 *   <li><b>Sleep.</b> The loop sets {@code asleep}, looks at what is handed over once more, and
 *       sleeps. Whoever hands a step over looks at {@code asleep} after putting it in; who changes
 *       it back to false wakes the thread, so there is one wake-up for a sleep. One of the two
 *       threads sees the other's write.
 *   <li><b>Start.</b> The thread starts with the first step. It is a daemon unless a thread factory
 *       decides otherwise. It begins to work when it counts as running, so that there is no step
 *       that was accepted for a thread which then could not start.
 *   <li><b>End.</b> See {@link LoopShutdown}.
 * </ul>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>ready, timers, live</td><td>the loop's thread</td><td>plain</td></tr>
 * <tr><td>what is handed over</td><td>any thread</td><td>see {@link MpscQueue}</td></tr>
 * <tr><td>asleep, in {@link LoopRunner}</td><td>true: the loop's thread; false: any; true again: who
 *     could not wake it</td><td>volatile, compare-and-set</td></tr>
 * <tr><td>phase</td><td>under {@code phaseLock}</td><td>volatile</td></tr>
 * </table>
 *
 * <p>A step that throws (woven coroutines never do: their failures are in their tasks) goes to the
 * thread's uncaught exception handler, and the loop goes on.
 *
 * @hidden
 */
public abstract class LoopScheduler extends HostScheduler {

  /** How much of each sort of work a turn does at most. */
  static final int BUDGET = TurnBudget.MOST;

  private final Thread thread;
  private final ReadyQueue ready = new ReadyQueue(this);
  private final LoopTimers timers = new LoopTimers(this);
  private final LiveCoroutines live = new LiveCoroutines();
  private final Poller poller = new Poller(new Own());
  private final BlockingPool offload;
  private final @Nullable Watchdog watchdog;
  private final Runnable watchesByDefault;
  private final LoopRunner cycle;
  private final LoopShutdown shutdown; // made when there is memory
  private final Object phaseLock = new Object();
  private volatile LoopPhase phase = LoopPhase.NEW;

  /** A loop whose thread starts with the first step. */
  protected LoopScheduler(LoopSettings settings) {
    thread = settings.threads().newThread(this::run);
    offload = new BlockingPool(thread.getName(), settings.blockingThreads());
    watchdog = settings.watchdog(this, thread);
    cycle = new LoopRunner(this, thread, ready, timers, poller, watchdog);
    watchesByDefault = () -> StallMonitor.begin(this, settings);
    shutdown = new LoopShutdown(this, cycle, settings.grace());
    Loops.made(this);
  }

  /** The loop as its parts see it: it takes their steps for as long as it lives. */
  private final class Own implements LoopExecutor {
    @Override
    public boolean isCurrent() {
      return isOnThread();
    }

    @Override
    public void execute(Runnable step) {
      if (phase == LoopPhase.NEW && start() == LoopPhase.CLOSED) {
        throw refusal();
      }
      put(step);
    }

    @Override
    public void report(Throwable failure) {
      cycle.report(failure);
    }
  }

  /** Whether the calling thread is this loop's own. Any thread. */
  protected final boolean isOnThread() {
    return Thread.currentThread() == thread;
  }

  // ---- taking work ----

  @Override
  public void schedule(Runnable step) {
    Objects.requireNonNull(step, "step");
    if (Thread.currentThread() == thread) {
      if (phase != LoopPhase.RUNNING) {
        admitWhileEnding(step);
      }
      ready.add(step);
      return;
    }
    LoopPhase now = phase;
    if (now != LoopPhase.RUNNING) {
      startOrRefuse(now, step);
    }
    put(step);
  }

  /** Coroutines may go on to their ends, but are asked to stop. */
  private void admitWhileEnding(Runnable step) {
    if (phase == LoopPhase.CLOSING && step instanceof TaskCoroutine task) {
      boolean unused = task.cancelOnce();
    } else {
      throw refusal(step);
    }
  }

  private void startOrRefuse(LoopPhase seen, Runnable step) {
    LoopPhase now = seen == LoopPhase.NEW ? start() : seen;
    boolean goesOn = step instanceof TaskCoroutine task && task.isLive();
    if (now != LoopPhase.RUNNING && !(now == LoopPhase.CLOSING && goesOn)) {
      throw refusal(step);
    }
  }

  /** Starts the thread if it never was; what then is the phase. */
  private LoopPhase start() {
    try {
      synchronized (phaseLock) {
        if (phase == LoopPhase.NEW) {
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
      phase = started ? LoopPhase.RUNNING : LoopPhase.CLOSED;
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

  /**
   * A refusal to be thrown, by which a coroutine of this loop leaves it; see {@link
   * TerminatedLoop}.
   */
  private RejectedExecutionException refusal(Runnable step) {
    if (step instanceof TaskCoroutine task && task.scheduler() == this) {
      task.moveTo(new TerminatedLoop(this));
      if (isOnThread()) {
        live.add(task); // in case it suspends all the same
      }
    }
    boolean begins = !(step instanceof Coroutine coroutine) || !coroutine.isStarted();
    return begins ? TerminatedLoop.refusal(this, CallSites.atCallerIfPossible()) : refusal();
  }

  /** A refusal that no call of a user has brought about. */
  RejectedExecutionException refusal() {
    return TerminatedLoop.refusal(this, "");
  }

  /**
   * {@inheritDoc}
   *
   * <p>A {@link Timer} lies in the loop's heap itself, and is cancelled by its own {@code cancel}.
   */
  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    return timers.set(nanos, action);
  }

  void refuseTimersAfterTheEnd() {
    LoopPhase now = phase;
    if (now == LoopPhase.CLOSED
        || (now == LoopPhase.CLOSING && Carrier.current().coroutine() == null)) {
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
      if (watchdog == null) {
        cycle.step(watchesByDefault); // without a thread for that, stalls are not noticed
      }
      while (phase == LoopPhase.RUNNING) {
        cycle.turn();
        cycle.rest(LoopPhase.RUNNING, Long.MAX_VALUE);
      }
    } catch (Throwable failure) {
      death = failure;
    }
    shutdown.run(death);
  }

  Thread thread() {
    return thread;
  }

  boolean isIn(LoopPhase expected) {
    return phase == expected;
  }

  LoopRunner cycle() {
    return cycle;
  }

  // ---- coroutines that are suspended here ----

  /**
   * Remembers a coroutine of this loop that is about to suspend, so that closing can reach it.
   * Before: whoever wakes it, on any thread, is to find it here.
   *
   * @hidden
   */
  @Override
  protected final void adopt(TaskCoroutine task) {
    if (isOnThread()) {
      live.add(task);
      if (phase != LoopPhase.RUNNING) {
        boolean unused = task.cancelOnce();
      }
    }
  }

  /**
   * Forgets a coroutine that is done or moves away. Its last step may have run on another thread,
   * if it was refused here; closing must not wait for it.
   *
   * @hidden
   */
  @Override
  protected final void release(TaskCoroutine task) {
    if (isOnThread()) {
      live.remove(task);
      return;
    }
    try {
      handOver(() -> live.remove(task));
    } catch (Throwable noMemory) { // nothing that the coroutine is to hear of at its end
      return; // see LoopShutdown
    }
  }

  // ---- input and output ----

  /**
   * Takes charge of a channel, and closes it when the loop is closed. Any thread.
   *
   * @param channel in non-blocking mode, registered with no selector
   * @hidden
   */
  public final ChannelRegistration register(SelectableChannel channel) {
    return poller.watch(channel);
  }

  /** How many open channels the loop has in its charge. Any thread. */
  protected final int channelCount() {
    return poller.channels();
  }

  /**
   * Suspends the running coroutine while {@code work} runs on another thread of the loop.
   *
   * @hidden
   */
  protected final @Nullable Object offloadFrom(Callable<?> work, Carrier carrier) {
    return offload.call(work, carrier);
  }

  /** Runs {@code work}, which may block, on one of this loop's few other threads. Any thread. */
  protected final void executeOffLoop(Runnable work) {
    offload.execute(work);
  }

  // ---- the end ----

  /** Shuts the loop down and waits for its thread where that may be waited for. Any thread. */
  protected final void shutDown() {
    beginShutdown();
    boolean watches = watchdog == null ? StallMonitor.isCurrent() : watchdog.isCurrent();
    if (!watches && Carrier.current().mayBlock()) {
      Threads.joinUninterruptibly(thread);
    }
  }

  /** {@link #shutDown} without waiting. */
  protected final void beginShutdown() {
    boolean neverRan;
    synchronized (phaseLock) {
      neverRan = phase == LoopPhase.NEW;
      if (phase == LoopPhase.NEW || phase == LoopPhase.RUNNING) {
        begin(neverRan ? LoopPhase.CLOSED : LoopPhase.CLOSING);
      }
    }
    if (neverRan) {
      endUnstarted();
    }
    cycle.wake();
  }

  void begin(LoopPhase next) {
    synchronized (phaseLock) {
      phase = next;
      ready.askForYields(); // to be cancelled, or refused
    }
  }

  /** Whether nothing is ready, and no coroutine is suspended here. */
  boolean isDone() {
    return cycle.isIdle() && live.isEmpty();
  }

  /**
   * {@inheritDoc}
   *
   * @hidden
   */
  @Override
  protected final boolean hosts(TaskCoroutine task) {
    return live.hasGuest(task);
  }

  LiveCoroutines live() {
    return live;
  }

  /** The coroutines that are suspended or ready here; none if the loop does not run. Any thread. */
  CompletableFuture<List<TaskCoroutine>> askForLive() {
    return ask(this::suspendedAndReady);
  }

  /**
   * The same, and the one that runs, as another thread sees them: it may miss what comes and goes
   * meanwhile, and see what is done.
   */
  List<TaskCoroutine> seenFromOutside() {
    List<TaskCoroutine> found = live.seenFromOutside();
    Consumer<@Nullable Object> add =
        step -> {
          if (step instanceof TaskCoroutine task) {
            found.add(task);
          }
        };
    add.accept(Carrier.seenOn(thread));
    ready.forEachSeen(add);
    cycle.forEachSeen(add);
    return found;
  }

  private List<TaskCoroutine> suspendedAndReady() {
    List<TaskCoroutine> found = live.all();
    ready.addCoroutinesTo(found);
    return found;
  }

  private CompletableFuture<List<TaskCoroutine>> ask(Supplier<List<TaskCoroutine>> question) {
    if (isOnThread()) {
      return CompletableFuture.completedFuture(question.get());
    }
    var answer = new CompletableFuture<List<TaskCoroutine>>();
    LoopPhase now = phase;
    boolean runs = now == LoopPhase.RUNNING || now == LoopPhase.CLOSING;
    if (!runs || !cycle.put(() -> answer.complete(question.get()))) {
      answer.complete(List.of());
    }
    return answer;
  }

  /** The thread, while it runs and does not sleep; else null. Any thread. */
  @Nullable Thread busyThread() {
    LoopPhase now = phase;
    boolean runs = now == LoopPhase.RUNNING || now == LoopPhase.CLOSING;
    return runs && !cycle.isAsleep() ? thread : null;
  }

  /** How many timers there are. */
  int timers() {
    return timers.size();
  }

  void dropTimers() {
    timers.clear();
  }

  /** Closes channels, helpers and what watches. */
  void endIo() {
    cycle.step(poller::close);
    cycle.step(offload::close);
    if (watchdog != null) {
      watchdog.close();
    }
    StallMonitor.end(this);
  }

  @Override
  public String toString() {
    return thread.getName();
  }
}
