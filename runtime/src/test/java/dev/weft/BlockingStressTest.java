package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.Waiter;
import dev.weft.spi.Scheduler;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Blocking work cancelled at every instant: what it opens is delivered, no interrupt reaches other
 * work, nothing runs after the call that began it.
 *
 * <p>{@code -Dweft.stress.rounds=N} for more; {@code -Ddev.weft.blockingKind=virtual} for virtual
 * threads.
 */
@Timeout(600)
class BlockingStressTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 20_000);
  private static final int AT_ONCE = 500;

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final Semaphore room = new Semaphore(AT_ONCE);

  private final class Resource implements AutoCloseable {
    private final AtomicInteger ends = new AtomicInteger();

    Resource() {
      opened.incrementAndGet();
    }

    void take() {
      ended();
      delivered.incrementAndGet();
    }

    @Override
    public void close() {
      ended();
      closed.incrementAndGet();
    }

    private void ended() {
      if (ends.incrementAndGet() != 1) {
        wrong.add("a resource was delivered or closed twice");
      }
    }
  }

  /** One call: work that must run alone, within its call, and find no interrupt when it begins. */
  private final class Round {
    private volatile boolean over;
    private final int kind;
    private final int nanos;

    Round(SplittableRandom random) {
      kind = random.nextInt(4);
      nanos = random.nextInt(60_000);
    }

    Callable<Object> work() {
      return () -> {
        if (Thread.currentThread().isInterrupted() && !cancelled) {
          wrong.add("interrupted before it was cancelled");
        }
        check();
        Object made = act();
        check();
        return made;
      };
    }

    private volatile boolean cancelled;

    private void check() {
      if (over) {
        wrong.add("the work goes on after its call");
      }
    }

    private Object act() throws InterruptedException {
      switch (kind) {
        case 0 -> Thread.sleep(0, nanos); // may be interrupted
        case 1 -> LockSupport.parkNanos(nanos);
        case 2 -> {
          for (int i = 0; i < nanos / 100; i++) {
            Thread.onSpinWait();
          }
        }
        default -> Thread.onSpinWait();
      }
      return new Resource();
    }

    AsyncCallable<Object> coroutine() {
      return body(
          (carrier, before) -> Weft.blocking(work(), WovenCarrier.MAX_DEPTH, carrier),
          (carrier, before) -> {
            over = true;
            if (before.value() instanceof Resource resource) {
              resource.take();
            } else if (!(before.failure() instanceof CancellationException)) {
              wrong.add("neither a resource nor a cancellation: " + before);
            }
            Suspend.yieldNow(carrier);
            return null;
          },
          (carrier, before) -> null);
    }

    void cancel(Task<?> task) {
      cancelled = true;
      task.cancel(true);
    }
  }

  private final Waiter counts =
      new Waiter() {
        @Override
        protected void completed(Completion done) {
          room.release();
        }
      };

  @Test
  void cancelledAtEveryInstantNothingIsLost() throws Exception {
    long seed = Long.getLong("weft.stress.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    try (EventLoop loop = Schedulers.eventLoop()) {
      List<Scheduler> where = List.of(loop, Schedulers.workStealing(2), Schedulers.immediate());
      List<Task<?>> open = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        room.acquire();
        var round = new Round(random);
        Task<Object> task = Weft.start(where.get(i % where.size()), round.coroutine());
        ((Completion) task).subscribe(counts);
        open.add(task);
        disturb(round, task, random);
      }
      room.acquire(AT_ONCE);
      assertThat(open).allMatch(Task::isDone);
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(delivered.get() + closed.get()).as("seed " + seed).isEqualTo(opened.get());
    assertThat(closed).as("the schedulers refuse nobody").hasValue(0);
    assertThat(delivered).as("some were delivered").hasPositiveValue();
  }

  private static void disturb(Round round, Task<?> task, SplittableRandom random) {
    int spins = random.nextInt(3_000);
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
    if (random.nextInt(8) != 0) {
      round.cancel(task);
    }
  }

  /** Tasks that are refused by loops that have ended fail, and nobody asks for them. */
  @BeforeEach
  void hearOfNoRefusal() {
    Weft.onUnobservedFailure(refused -> {});
  }

  @AfterEach
  void hearAgain() {
    Weft.onUnobservedFailure(null);
  }

  /** Loops that are closed without grace leave work behind: what it opens then is closed. */
  @Test
  @DisabledIfSystemProperty(
      named = "dev.weft.blockingKind",
      matches = "virtual",
      disabledReason = "there are no threads to wait for")
  void loopsThatEndAtAnyInstantLoseNothing() throws Exception {
    var random = new SplittableRandom();
    for (int i = 0; i < 100; i++) {
      EventLoop loop = Schedulers.eventLoopBuilder().grace(Duration.ZERO).build();
      for (int k = 0; k < 20; k++) {
        Task<Object> unused = Weft.start(loop, endless(random.nextInt(300_000)));
      }
      LockSupport.parkNanos(random.nextInt(1_000_000));
      loop.close();
    }
    awaitAllThreads();
    assertThat(delivered.get() + closed.get()).isEqualTo(opened.get());
    assertThat(wrong).isEmpty();
  }

  /** Occupies all threads at once: whatever they had to do before is over then. */
  private static void awaitAllThreads() throws Exception {
    int count = Math.max(64, Runtime.getRuntime().availableProcessors());
    var all = new CountDownLatch(count);
    List<Task<Object>> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(
          Weft.start(
              body(
                  (carrier, before) ->
                      Weft.blocking(
                          () -> {
                            all.countDown();
                            all.await();
                            return "x";
                          },
                          WovenCarrier.MAX_DEPTH,
                          carrier),
                  HandWoven.result())));
    }
    for (Task<Object> each : waiting) {
      assertThat(each.get()).isEqualTo("x");
    }
  }

  /** Work that takes no notice of interrupts. */
  private AsyncCallable<Object> endless(int nanos) {
    return body(
        (carrier, before) ->
            Weft.blocking(
                () -> {
                  long begun = System.nanoTime();
                  while (System.nanoTime() - begun < nanos) {
                    Thread.onSpinWait();
                  }
                  return new Resource();
                },
                WovenCarrier.MAX_DEPTH,
                carrier),
        (carrier, before) -> {
          if (before.value() instanceof Resource resource) {
            resource.take();
          }
          return null;
        });
  }
}
