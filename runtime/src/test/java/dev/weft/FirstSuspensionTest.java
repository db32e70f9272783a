package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.loop.LoopAccess;
import dev.weft.woven.Suspend;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A coroutine that suspends for the first time is cancelled at every instant of that, while its
 * loop closes: it goes on there, meets its cancellation, and is done and forgotten.
 */
@Timeout(300)
class FirstSuspensionTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 2_000) / 2;
  private static final int TASKS = 20;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  /** Which coroutine is about to suspend. */
  private volatile int about;

  private AsyncCallable<Object> waiting(EventLoop loop, int number) {
    return body(
        (carrier, before) -> {
          begun.incrementAndGet();
          while (LoopAccess.isRunning(loop)) {
            Thread.onSpinWait();
          }
          about = number;
          return Suspend.await((Completion) Task.completer().task(), carrier);
        },
        (carrier, before) -> {
          if (!(before.failure() instanceof CancellationException)) {
            wrong.add("met " + before.failure());
          }
          if (!loop.isInside()) {
            wrong.add("went on on " + Thread.currentThread());
          }
          Suspend.yieldNow(carrier); // the finally blocks may suspend
          return null;
        },
        (carrier, before) -> {
          ended.incrementAndGet();
          return "ended";
        });
  }

  @Test
  void cancelledWhileTheLoopCloses() throws Exception {
    long seed = Long.getLong("weft.stress.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    ExecutorService canceller = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < ROUNDS; i++) {
        round(canceller, random);
      }
    } finally {
      canceller.shutdownNow();
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(ended).as("seed " + seed).hasValue(begun.get());
  }

  private void round(ExecutorService canceller, SplittableRandom random) throws Exception {
    EventLoop loop = Schedulers.eventLoop();
    about = -1;
    List<Task<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(Weft.start(loop, waiting(loop, i)));
    }
    Future<?> cancelling = canceller.submit(() -> cancelAll(tasks, random));
    loop.close();
    cancelling.get();
    for (Task<Object> task : tasks) {
      if (!task.isDone()) {
        wrong.add("not done: " + task);
      } else if (!task.isCancelled() && !"ended".equals(task.get(1, TimeUnit.MINUTES))) {
        wrong.add("ended as " + task);
      }
    }
    if (!LoopAccess.isDeserted(loop)) {
      wrong.add("left in the ring");
    }
  }

  private void cancelAll(List<Task<Object>> tasks, SplittableRandom random) {
    for (int i = 0; i < tasks.size(); i++) {
      while (about < i) {
        Thread.onSpinWait();
      }
      for (int spins = random.nextInt(40); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      tasks.get(i).cancel(true);
    }
  }
}
