package dev.weft.observe;

import dev.weft.internal.loop.Loops;
import dev.weft.internal.observe.CoroutineRegistry;
import dev.weft.internal.observe.Observers;
import dev.weft.internal.util.Threads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Samples where coroutines spend their time: where those that run are, together with their callers,
 * which are on no thread's stack; and where suspended ones wait.
 *
 * <pre>{@code
 * try (StackSampler sampler = StackSampler.start()) {
 *   Thread.sleep(10_000);
 *   Files.writeString(Path.of("running.folded"), sampler.running(false));
 * }
 * }</pre>
 *
 * <p>The command {@code java -jar weft-agent.jar flame PID} makes a flame graph of it, from
 * outside.
 *
 * <p><b>Which are seen.</b> While this samples, coroutines are registered as if they were
 * {@linkplain Coroutines#observe observed}, which does not count as that. Seen are those that were
 * observed before, that are made from now on, or that are suspended or ready on an event loop when
 * this is started.
 *
 * <p><b>What is counted.</b> Every ten milliseconds, for each thread that runs a coroutine, the
 * time since the last look, whether or not the thread had a processor; a call {@code (BLOCKED)},
 * {@code (WAITING)} or {@code (TIMED_WAITING)} on top says that the thread was blocked. What was
 * found in a step is below {@code (callers not known)} if the step was over before it could be told
 * whose it was; a loop that was going from one step to the next is {@code (between steps)}. Four
 * times a second, or less often where there are very many, for each suspended coroutine the same;
 * the call on top of these is what they wait for, {@code (task)} or {@code (timer)} for instance,
 * as {@link CoroutineView.Kind} has it. Threads are looked at where the JVM lets them be, which is
 * not quite everywhere: what is close to a loop's end or a call is seen more often than what is
 * not.
 *
 * <p>All methods may be called by any thread.
 */
public final class StackSampler implements AutoCloseable {

  private static final long INTERVAL = 10_000_000; // nanoseconds
  private static final long WAIT_INTERVAL = 250_000_000;

  /** Looking at those that wait takes this part of the time at most. */
  private static final int WAIT_SHARE = 20;

  private static final long PATIENCE = 200_000_000;

  private final SampledStacks running = new SampledStacks();
  private final SampledStacks waiting = new SampledStacks();
  private final Thread thread = new Thread(this::run, "weft-stack-sampler");
  private volatile boolean closed;

  /** Among the observers; false once this is closed. */
  private final AtomicBoolean counts = new AtomicBoolean(true);

  private final boolean looksAtWaiting;

  private StackSampler(boolean looksAtWaiting) {
    this.looksAtWaiting = looksAtWaiting;
  }

  /** Begins to sample, on a thread of its own that is a daemon. */
  public static StackSampler start() {
    return start(true);
  }

  /**
   * The same without looking at suspended coroutines, which takes up to a twentieth of a processor
   * where there are very many: {@link #waiting} stays empty.
   */
  public static StackSampler startRunning() {
    return start(false);
  }

  private static StackSampler start(boolean looksAtWaiting) {
    var sampler = new StackSampler(looksAtWaiting);
    Observers.sample();
    await(Loops.showLive(CoroutineRegistry::adoptAll));
    sampler.thread.setDaemon(true);
    sampler.thread.start();
    return sampler;
  }

  /** A loop that a step holds will answer later. */
  private static void await(CompletableFuture<Void> answers) {
    try {
      answers.get(PATIENCE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException held) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException noMemory) {
      throw new IllegalStateException(noMemory.getCause());
    }
  }

  /**
   * Where threads ran coroutines up to now, in the folded form that tools for flame graphs read: a
   * line for each stack, the outermost call first, with semicolons between, and behind a space the
   * microseconds.
   *
   * @param withLines whether line numbers stand behind the calls; what is called at several lines
   *     is told apart then
   */
  public String running(boolean withLines) {
    return running.folded(withLines);
  }

  /** The same of suspended coroutines: the sum of the time that each of them has waited. */
  public String waiting(boolean withLines) {
    return waiting.folded(withLines);
  }

  /**
   * Ends sampling; what was sampled can still be read. Coroutines are not registered any more,
   * unless they are observed.
   */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Threads.joinUninterruptibly(thread);
    if (counts.getAndSet(false)) {
      Observers.stopSampling();
    }
  }

  private void run() {
    var threads = new RunningThreads(running);
    long looked = System.nanoTime();
    long lookedAtWaiting = looked;
    long waitInterval = WAIT_INTERVAL;
    boolean isLast;
    do {
      isLast = closed; // then all is looked at once more
      if (!isLast) {
        LockSupport.parkNanos(INTERVAL);
      }
      long now = System.nanoTime();
      threads.look(now - looked);
      looked = now;
      if (looksAtWaiting && (now - lookedAtWaiting >= waitInterval || isLast)) {
        WaitingSample.take(waiting, now - lookedAtWaiting);
        lookedAtWaiting = now;
        waitInterval = Math.max(WAIT_INTERVAL, WAIT_SHARE * (System.nanoTime() - now));
      }
    } while (!isLast);
  }
}
