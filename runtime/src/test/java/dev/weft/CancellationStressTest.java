package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.loop.LoopAccess;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.Scheduler;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cancellation at every instant around everything that suspends: each coroutine ends once, runs one
 * step at a time and where it belongs, and its resources are delivered or closed.
 *
 * <p>{@code -Dweft.stress.rounds=N} for more than some seconds of it.
 */
@Timeout(600)
class CancellationStressTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 4_000);

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger accounted = new AtomicInteger();

  private final class Resource implements AutoCloseable {
    private final AtomicInteger ends = new AtomicInteger();

    Resource() {
      made.incrementAndGet();
    }

    @Override
    public void close() {
      if (ends.incrementAndGet() != 1) {
        wrong.add("a resource was closed or delivered twice");
      }
      accounted.incrementAndGet();
    }
  }

  /** Notices two steps at a time, and steps in the wrong place. */
  private final class Guard {
    private final AtomicInteger inside = new AtomicInteger();

    HandWoven.Part around(HandWoven.Part part) {
      return (carrier, before) -> {
        if (inside.incrementAndGet() != 1) {
          wrong.add("two steps at a time");
        }
        Scheduler belongs = ((TaskCoroutine) carrier.coroutine()).scheduler();
        if (belongs instanceof EventLoop loop && !loop.isInside()) {
          wrong.add("a step of " + loop + " on " + Thread.currentThread());
        }
        try {
          if (before.value() instanceof Resource taken) {
            taken.close();
          }
          return part.run(carrier, new HandWoven.Given(null, null)); // goes on after a cancellation
        } finally {
          inside.decrementAndGet();
        }
      };
    }
  }

  private HandWoven.Part something(
      SplittableRandom random, EventLoop one, EventLoop two, Scheduler pool, List<Runnable> wakes) {
    return switch (random.nextInt(8)) {
      case 0 -> {
        var future = new CompletableFuture<Object>();
        wakes.add(() -> future.complete("x"));
        yield (carrier, before) -> Suspend.await(future, carrier);
      }
      case 1 -> {
        Task.Completer<Object> completer = Task.completer();
        wakes.add(() -> completer.complete("x"));
        yield (carrier, before) -> Suspend.await((Completion) completer.task(), carrier);
      }
      case 2 -> {
        var future = new CompletableFuture<Object>();
        wakes.add(() -> future.complete("x"));
        var stage = future.minimalCompletionStage();
        yield (carrier, before) -> Suspend.await(stage, carrier);
      }
      case 3 -> (carrier, before) -> one.offload(Resource::new, WovenCarrier.MAX_DEPTH, carrier);
      case 4 -> {
        Scheduler to = random.nextBoolean() ? one : random.nextBoolean() ? two : pool;
        yield (carrier, before) -> {
          Weft.switchTo(to, WovenCarrier.MAX_DEPTH, carrier);
          return null;
        };
      }
      case 5 -> {
        Duration time = Duration.ofNanos(random.nextInt(200_000));
        yield (carrier, before) -> {
          Suspend.delay(time, carrier);
          return null;
        };
      }
      case 6 -> {
        Duration time = Duration.ofNanos(1 + random.nextInt(200_000));
        HandWoven.Part inner = something(random, one, two, pool, wakes);
        yield (carrier, before) -> {
          try {
            return Weft.withDeadline(
                time, body(inner, (c, given) -> given.get()), WovenCarrier.MAX_DEPTH, carrier);
          } catch (TimeoutException overAtOnce) {
            return null;
          }
        };
      }
      default ->
          (carrier, before) -> {
            Suspend.yieldNow(carrier);
            return null;
          };
    };
  }

  @Test
  void nothingIsLostAndNothingComesTwice() throws Exception {
    long seed = Long.getLong("weft.stress.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    var threads = new ForkJoinPool(2);
    Scheduler pool = Scheduler.of(threads);
    List<Task<Object>> open = new ArrayList<>();
    try (EventLoop one = Schedulers.eventLoop();
        EventLoop two = Schedulers.eventLoop()) {
      for (int i = 0; i < ROUNDS; i++) {
        List<Runnable> wakes = new ArrayList<>();
        Scheduler begins = random.nextBoolean() ? one : pool;
        Task<Object> task = Weft.start(begins, coroutine(random, one, two, pool, wakes));
        open.add(task);
        ((Completion) task).subscribe(counts());
        disturb(task, wakes, random);
      }
      for (int i = 0; ended.get() < ROUNDS && i < 30_000; i++) {
        Thread.sleep(1);
      }
      assertThat(open.stream().filter(task -> !task.isDone()).limit(3))
          .as("seed " + seed)
          .isEmpty();
      assertThat(ended).as("seed " + seed).hasValue(ROUNDS);
      drain(one);
      for (EventLoop loop : List.of(one, two)) {
        assertThat(isEmpty(loop)).as("nobody lives on a loop, seed " + seed).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(accounted.get()).as("resources, seed " + seed).isEqualTo(made.get());
  }

  private AsyncCallable<Object> coroutine(
      SplittableRandom random, EventLoop one, EventLoop two, Scheduler pool, List<Runnable> wakes) {
    var guard = new Guard();
    var parts = new HandWoven.Part[2 + random.nextInt(4)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = guard.around(something(random, one, two, pool, wakes));
    }
    parts[parts.length - 1] = guard.around((carrier, before) -> "end");
    return body(parts);
  }

  private Waiter counts() {
    return new Waiter() {
      @Override
      protected void completed(Completion done) {
        Throwable failure = done.failure();
        if (failure != null && !(failure instanceof CancellationException)) { // before it began
          wrong.add("failed with " + failure);
        }
        ended.incrementAndGet();
      }
    };
  }

  /** Wakes and cancels at the same time, in any order. */
  private static void disturb(Task<?> task, List<Runnable> wakes, SplittableRandom random) {
    int spins = random.nextInt(2_000);
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
    boolean first = random.nextBoolean();
    if (first) {
      task.cancel(true);
    }
    wakes.forEach(Runnable::run);
    if (!first) {
      task.cancel(true);
    }
  }

  private void drain(EventLoop loop) throws InterruptedException {
    for (int i = 0; accounted.get() != made.get() && i < 5_000; i++) {
      Thread.sleep(1); // what came too late is closed on the pool
    }
    assertThat(loop.isInside()).isFalse();
  }

  private static boolean isEmpty(EventLoop loop) throws InterruptedException {
    boolean[] empty = new boolean[1];
    var looked = new CountDownLatch(1);
    loop.schedule(
        () -> {
          empty[0] = LoopAccess.isDeserted(loop);
          looked.countDown();
        });
    assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
    return empty[0];
  }
}
