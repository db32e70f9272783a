package dev.weft.internal.schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a pool and its threads do to each other where steps go on for ever, wait, or are refused.
 */
@Timeout(60)
class WorkStealingTurnsTest {

  private final WorkStealingScheduler scheduler = new WorkStealingScheduler(2);

  @Test
  void whatComesFromOutsideHasATurnBesideStepsThatGoOnForEver() throws Exception {
    var stop = new AtomicBoolean();
    var rounds = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) { // all threads are busy, and have something in their own queues
      scheduler.schedule(new Steps.Endless(scheduler, 0, stop, rounds));
    }
    assertThat(rounds.await(40, TimeUnit.SECONDS)).isTrue();
    var ran = new CompletableFuture<Boolean>();
    scheduler.schedule(() -> ran.complete(true));
    assertThat(ran.get(40, TimeUnit.SECONDS)).isTrue();
    stop.set(true);
  }

  @Test
  void whatABlockedThreadDoesNotGetToHasATurnBesideStepsThatGoOnForEver() throws Exception {
    var stop = new AtomicBoolean();
    var rounds = new CountDownLatch(1);
    scheduler.schedule(new Steps.Endless(scheduler, 0, stop, rounds));
    assertThat(rounds.await(40, TimeUnit.SECONDS)).isTrue();
    var ran = new CountDownLatch(5);
    var blocked = new CompletableFuture<Boolean>();
    scheduler.schedule(
        () -> {
          for (int i = 0; i < 5; i++) {
            scheduler.schedule(ran::countDown);
          }
          try {
            blocked.complete(ran.await(30, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            blocked.completeExceptionally(e);
          }
        });
    assertThat(blocked.get(40, TimeUnit.SECONDS)).isTrue();
    stop.set(true);
  }

  @Test
  void aStepThatRunsATurnWhileItWaitsGoesOnAfterThat() throws Exception {
    var order = new ArrayList<String>();
    var done = new CompletableFuture<List<String>>();
    scheduler.schedule(
        () -> {
          var thread = (WorkStealingThread) Thread.currentThread();
          thread.run( // as the pool does in a thread that joins a task
              new Turn(
                  () -> {
                    order.add("turn");
                    scheduler.schedule(
                        () -> {
                          order.add("kept");
                          done.complete(List.copyOf(order));
                        });
                    assertThat(thread.isKeeping()).isTrue();
                  }));
          order.add("step");
        });
    assertThat(done.get(40, TimeUnit.SECONDS)).containsExactly("turn", "step", "kept");
  }

  @Test
  void aStepThatIsRunWhileAnotherOneWaitsMayWaitForThoseBehindIt() throws Exception {
    var done = new CompletableFuture<Boolean>();
    var released = new CountDownLatch(1);
    scheduler.schedule(
        () -> {
          var thread = (WorkStealingThread) Thread.currentThread();
          thread.run(new Turn(() -> Steps.await(released), released::countDown));
          done.complete(true);
        });
    assertThat(done.get(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatStepsThrowThatAreRunWhileAnotherOneWaitsGoesToTheHandler() throws Exception {
    var thrown = new ArrayList<Throwable>();
    var done = new CompletableFuture<List<Throwable>>();
    var first = new IllegalStateException("of a step");
    scheduler.schedule(
        () -> {
          var thread = (WorkStealingThread) Thread.currentThread();
          thread.setUncaughtExceptionHandler((unused, each) -> thrown.add(each));
          thread.run(new Turn(() -> fail(first)));
          done.complete(List.copyOf(thrown));
        });
    assertThat(done.get(40, TimeUnit.SECONDS)).containsExactly(first);
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }

  @Test
  void aTaskThatAStepHasForkedKeepsNothing() throws Exception {
    var keeping = new CompletableFuture<Boolean>();
    scheduler.schedule(
        () -> {
          var unused =
              ForkJoinTask.adapt(
                      () -> {
                        var thread = (WorkStealingThread) Thread.currentThread();
                        scheduler.schedule(() -> {});
                        keeping.complete(thread.isKeeping());
                      })
                  .fork();
        });
    assertThat(keeping.get(40, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aStepThatWasRunIsNotKeptReachableByThoseThatAreKeptThen() throws Exception {
    var end = new CountDownLatch(1);
    WeakReference<Runnable> ran = scheduleWeaklyHeld(end);
    while (ran.get() != null) {
      System.gc();
      Thread.sleep(1);
    }
    end.countDown();
  }

  /** A step, and one that is kept by it, which runs until that is to end. */
  private WeakReference<Runnable> scheduleWeaklyHeld(CountDownLatch end) {
    Runnable first =
        new Runnable() {
          @Override
          public void run() {
            scheduler.schedule(() -> Steps.await(end));
          }
        };
    scheduler.schedule(first);
    return new WeakReference<>(first);
  }

  @Test
  void aStepThatIsRefusedForLackOfAThreadNeverRuns() throws Exception {
    var threads = new AtomicInteger();
    var starved =
        new WorkStealingScheduler(
            2,
            (pool, its) -> {
              if (threads.incrementAndGet() > 1) {
                throw new OutOfMemoryError("no second thread, as this test wants it");
              }
              return new WorkStealingThread(pool, its);
            });
    var runs = new CountDownLatch(1);
    var refused = new CountDownLatch(1);
    var left = new CompletableFuture<ForkJoinTask<?>>();
    starved.schedule(
        () -> {
          runs.countDown();
          Steps.await(refused);
          left.complete(Turn.poll(true));
        });
    Steps.await(runs);
    assertThatThrownBy(() -> starved.schedule(() -> {})).isInstanceOf(OutOfMemoryError.class);
    refused.countDown();
    assertThat(left.get(40, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(Turn.class, inPool -> assertThat(inPool.take()).isNull());
  }

  @Test
  void whatIsInLineRunsWhereItsTurnHasRunTheStepOfARefusedOne() throws Exception {
    var starved = new Starved();
    var ran = new AtomicInteger();
    var last = new CountDownLatch(1);
    starved.scheduler.schedule(
        () -> {
          starved.scheduler.schedule(() -> {}); // is kept, so that the next one stands in line
          starved.insteadOfAThread =
              () -> {
                starved.insteadOfAThread = () -> {};
                starved.scheduler.schedule(last::countDown);
                Turn.poll(false).invoke(); // the turn of the one that is refused, which so runs it
                var unused = Turn.poll(false); // the one of the other, whose step has none then
                throw new OutOfMemoryError("no second thread, as this test wants it");
              };
          starved.scheduler.schedule(ran::incrementAndGet);
        });
    assertThat(last.await(40, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasValue(1);
  }

  /** A pool that gets one thread only, and what is done where it wants another one. */
  private static final class Starved {
    volatile Runnable insteadOfAThread = () -> {};
    private final AtomicBoolean started = new AtomicBoolean();
    final WorkStealingScheduler scheduler = new WorkStealingScheduler(2, this::thread);

    private @Nullable WorkStealingThread thread(ForkJoinPool pool, WorkStealingScheduler its) {
      if (started.compareAndSet(false, true)) {
        return new WorkStealingThread(pool, its);
      }
      insteadOfAThread.run();
      return null;
    }
  }

  @Test
  void whereAThreadIsRefusedToTheHalfOfWhatIsKeptOnlyTheNewStepIsRefused() throws Exception {
    while (stepsRefused() == 0) {
      Thread.onSpinWait(); // a second thread was there before
    }
  }

  private static int stepsRefused() throws Exception {
    var refuses = new AtomicBoolean(); // only then: JDK 25 would end the only thread, too
    var starved =
        new WorkStealingScheduler(
            2,
            (pool, its) -> {
              if (refuses.get()) {
                throw new OutOfMemoryError("no second thread, as this test wants it");
              }
              return new WorkStealingThread(pool, its);
            });
    var accepted = new AtomicInteger();
    var refused = new AtomicInteger();
    var ran = new AtomicInteger();
    var all = new CompletableFuture<Void>();
    Runnable many =
        () -> {
          refuses.set(true);
          for (int i = 0; i < 2_000; i++) {
            try {
              starved.schedule(ran::incrementAndGet);
              accepted.incrementAndGet();
            } catch (OutOfMemoryError asThisTestWantsIt) {
              refused.incrementAndGet();
            }
          }
          refuses.set(false);
          all.complete(null);
        };
    starved.schedule(new Countdown(starved, 1_000, many));
    all.get(40, TimeUnit.SECONDS);
    while (ran.get() < accepted.get()) {
      Thread.sleep(1);
    }
    assertThat(refused.get() + accepted.get()).isEqualTo(2_000);
    Thread.sleep(20); // nothing comes after that
    assertThat(ran).hasValue(accepted.get());
    return refused.get();
  }

  /** A short step that schedules itself so many times, and then another one. */
  private record Countdown(WorkStealingScheduler on, int times, Runnable then) implements Runnable {
    @Override
    public void run() {
      on.schedule(times == 0 ? then : new Countdown(on, times - 1, then));
    }
  }
}
