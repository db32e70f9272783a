package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StepRunner;
import dev.weft.internal.loop.Loops;
import dev.weft.internal.loop.StallMonitor;
import dev.weft.internal.schedulers.AwtScheduler;
import dev.weft.internal.schedulers.VirtualThreadScheduler;
import dev.weft.internal.schedulers.WorkStealingScheduler;
import dev.weft.spi.Scheduler;
import java.util.Objects;
import java.util.Queue;

/** The schedulers that come with Weft. */
public final class Schedulers {

  private static final Scheduler IMMEDIATE = new Immediate();

  private Schedulers() {}

  private static final class Immediate implements Scheduler {
    @Override
    public void schedule(Runnable step) {
      Carrier.current().runOnTrampoline(step);
    }

    @Override
    public String toString() {
      return "Schedulers.immediate()";
    }
  }

  /**
   * A new event loop: one daemon thread that runs everything in the order in which it became ready,
   * and timers. Close it when it is no longer needed.
   */
  public static EventLoop eventLoop() {
    return eventLoopBuilder().build();
  }

  /** The settings of event loops that are not to have all defaults. */
  public static EventLoopBuilder eventLoopBuilder() {
    return new EventLoopBuilder();
  }

  /**
   * New event loops that share a load; close them when they are no longer needed.
   *
   * @param number how many, at least 1
   */
  public static EventLoops eventLoops(int number) {
    return eventLoopBuilder().build(number);
  }

  /**
   * A new pool of daemon threads that steal work from each other. Idle threads end by themselves.
   *
   * <p>What a step makes ready runs on the same thread after it, as long as that thread gets to it
   * soon: in 100 µs, as is expected by how long its steps have taken so far. The rest wakes other
   * threads at once, and what waits behind a step that takes longer does after a millisecond or
   * two.
   *
   * @param parallelism how many steps run at once, at least 1
   * @throws IllegalArgumentException if it is less
   */
  public static Scheduler workStealing(int parallelism) {
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "a work-stealing scheduler needs at least one thread, not " + parallelism);
    }
    return new WorkStealingScheduler(parallelism);
  }

  /**
   * Goes on at once on the thread that completed what was awaited; inside a running coroutine, when
   * that one pauses, so that the stack does not grow. What an ordinary step throws then goes to the
   * thread's uncaught exception handler.
   */
  public static Scheduler immediate() {
    return IMMEDIATE;
  }

  /**
   * Runs each step on a virtual thread of its own, which may block. Needs JDK 21.
   *
   * @throws UnsupportedOperationException on an older JDK
   */
  public static Scheduler virtualThreads() {
    return new VirtualThreadScheduler();
  }

  /**
   * A scheduler without a thread of its own: what is ready waits until the calling thread runs it.
   * For the loop of a game or a simulation, and for tests that go on step by step.
   */
  public static ManualScheduler manual() {
    return manual(() -> {});
  }

  /**
   * {@link #manual()} for a thread that sleeps in between.
   *
   * @param wakeUp called by any other thread after it has made a step ready here; what it throws
   *     goes to that thread's uncaught exception handler
   */
  public static ManualScheduler manual(Runnable wakeUp) {
    return new ManualScheduler(wakeUp);
  }

  /**
   * Runs what is in {@code ready}, and what is added meanwhile, on this thread: the inner loop of a
   * scheduler of one's own that is one thread. It does the same as calling {@code run} on each
   * step, for less: what a step needs to know of its thread is looked up once.
   *
   * <p>What a step throws is thrown here, and the rest stays in the queue; coroutines never throw,
   * their failures are in their tasks. May be called anywhere, also in a step.
   *
   * @param ready the steps, in the order in which they are to run; only looked at by this thread
   * @param most how many steps to run at most, so that a thread can look after other things
   * @return how many have run; less than {@code most} if the queue was empty in the end
   */
  public static int runSteps(Queue<? extends Runnable> ready, int most) {
    return StepRunner.run(ready, most);
  }

  /**
   * Declares that the current thread serves others and must never block: the thread of an event
   * loop that is not Weft's. Suspending methods that ordinary code calls on it, and {@code
   * task.get()}, then fail at once where they would have to wait, instead of holding the thread. A
   * coroutine that holds it all the same is warned of, once for each place: see {@link
   * EventLoopBuilder#stallThreshold}.
   *
   * @param thread what to call the thread in messages: {@code "Netty's event loop"}
   */
  public static void forbidBlocking(String thread) {
    Carrier.current().forbidBlocking(Objects.requireNonNull(thread, "thread"));
    StallMonitor.lookAtThisThread(thread);
  }

  /**
   * Whether {@code thread} is that of an event loop made here, and so must never block: for tools
   * that look for blocking calls. Any thread; it need not have been started.
   */
  public static boolean isEventLoopThread(Thread thread) {
    return Loops.isThreadOfOne(Objects.requireNonNull(thread, "thread"));
  }

  /**
   * The event thread of AWT and Swing, which must never block. Steps that are scheduled on it by
   * others are queued behind the events that are waiting.
   *
   * @throws UnsupportedOperationException if this JDK has no desktop module
   */
  public static Scheduler awt() {
    return AwtScheduler.scheduler();
  }
}
