package dev.weft.internal.schedulers;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.HandWoven;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread of a work-stealing scheduler keeps to itself, and for how long. */
@Timeout(60)
class WorkStealingSchedulerTest {

  private final WorkStealingScheduler scheduler = new WorkStealingScheduler(2);

  @Test
  void aThreadKeepsOneStepAndGivesOthersToThePoolWhileItKnowsNothingOfTheirLength()
      throws Exception {
    var kept = new CompletableFuture<List<Boolean>>();
    var done = new CountDownLatch(2);
    scheduler.schedule(
        () -> {
          var thread = (WorkStealingThread) Thread.currentThread();
          boolean before = thread.isKeeping();
          scheduler.schedule(done::countDown);
          boolean after = thread.isKeeping();
          var second = new CompletableFuture<Thread>();
          scheduler.schedule(() -> second.complete(Thread.currentThread()));
          boolean byAnother = second.join() != thread; // the pool makes another where this blocks
          kept.complete(List.of(before, after, byAnother));
          done.countDown();
        });
    assertThat(kept.get(40, TimeUnit.SECONDS)).containsExactly(false, true, true);
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shortStepsStayWithTheirThread() throws Exception {
    Set<Thread> threads;
    do { // the system may stop a thread at any time, and what it keeps is taken then
      runShortSteps();
      threads = threadsOf(20, () -> {});
    } while (threads.size() > 1);
  }

  @Test
  void longStepsAreSharedOut() throws Exception {
    Set<Thread> threads;
    do {
      runShortSteps();
      threads = threadsOf(50, WorkStealingSchedulerTest::sleep);
    } while (threads.size() == 1);
  }

  /** The threads by which so many steps are run that one step schedules. */
  private Set<Thread> threadsOf(int count, Runnable step) throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    var done = new CountDownLatch(count);
    scheduler.schedule(
        () -> {
          for (int i = 0; i < count; i++) {
            scheduler.schedule(
                () -> {
                  step.run();
                  threads.add(Thread.currentThread());
                  done.countDown();
                });
          }
        });
    assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
    return threads;
  }

  private void runShortSteps() throws InterruptedException {
    var done = new CountDownLatch(1);
    scheduler.schedule(new Chain(new AtomicIntegerArray(5_000), 1, 400, done));
    assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void ofVeryManyAtOnceEachRunsOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      runShortSteps(); // so that they go to the pool in turns of many
      int count = 5_000;
      var ran = new AtomicIntegerArray(count);
      var done = new CountDownLatch(count);
      scheduler.schedule(
          () -> {
            for (int each = 0; each < count; each++) {
              int number = each;
              scheduler.schedule(
                  () -> {
                    int unused = ran.incrementAndGet(number);
                    done.countDown();
                  });
            }
          });
      assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
      for (int each = 0; each < count; each++) {
        assertThat(ran.get(each)).isEqualTo(1);
      }
    }
  }

  @Test
  void aTaskThatAStepForksHasItsTurnBesideStepsThatGoOnForEver() throws Exception {
    for (long nanos : new long[] {0, 200_000}) {
      var stop = new AtomicBoolean();
      for (int i = 0; i < 4; i++) { // both threads are busy, and have something in their queues
        scheduler.schedule(new Steps.Endless(scheduler, nanos, stop));
      }
      for (int i = 0; i < 20; i++) {
        var ran = new CompletableFuture<Boolean>();
        scheduler.schedule(
            () -> {
              var unused = ForkJoinTask.adapt(() -> ran.complete(true)).fork();
            });
        assertThat(ran.get(40, TimeUnit.SECONDS)).isTrue();
      }
      stop.set(true);
    }
  }

  @Test
  void aTaskThatIsNotDoneWhenItHasRunHoldsNoThread() throws Exception {
    var stop = new AtomicBoolean();
    for (int i = 0; i < 4; i++) {
      scheduler.schedule(new Steps.Endless(scheduler, 20_000, stop));
    }
    for (int i = 0; i < 50; i++) {
      var sum = new CompletableFuture<Long>();
      scheduler.schedule( // its parts are never told that they are done
          () -> sum.complete(LongStream.range(0, 20_000).parallel().sum()));
      assertThat(sum.get(40, TimeUnit.SECONDS)).isEqualTo(199_990_000L);
    }
    stop.set(true);
    var free = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      scheduler.schedule(
          () -> {
            free.countDown();
            Steps.await(free); // on both threads at once
          });
    }
    assertThat(free.await(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whereStepsWereTakenFromABlockedThreadNobodyLooksAnyMore() throws Exception {
    awaitUnwatched();
    var taken = new CountDownLatch(3);
    var end = new CountDownLatch(1);
    scheduler.give(
        new Turn(() -> Steps.await(end), taken::countDown, taken::countDown, taken::countDown));
    Steps.await(taken);
    awaitUnwatched();
    end.countDown();
  }

  @Test
  void aKeptStepIsTakenFromAThreadThatBlocksUntilItHasRun() throws Exception {
    var released = new CountDownLatch(1);
    var blocked = new CompletableFuture<Boolean>();
    scheduler.schedule(
        () -> {
          scheduler.schedule(released::countDown);
          try {
            blocked.complete(released.await(30, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            blocked.completeExceptionally(e);
          }
        });
    assertThat(blocked.get(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anotherOneThatIsKeptAfterAPauseIsTakenToo() throws Exception {
    aKeptStepIsTakenFromAThreadThatBlocksUntilItHasRun();
    awaitUnwatched();
    aKeptStepIsTakenFromAThreadThatBlocksUntilItHasRun();
    awaitUnwatched();
  }

  @Test
  void whatIsGivenTogetherIsTakenFromAThreadThatBlocksInTheFirst() throws Exception {
    awaitUnwatched();
    var released = new CountDownLatch(2);
    var blocked = new CompletableFuture<Boolean>();
    scheduler.give(
        new Turn(
            () -> {
              try {
                blocked.complete(released.await(30, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                blocked.completeExceptionally(e);
              }
            },
            released::countDown,
            released::countDown));
    assertThat(blocked.get(40, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitUnwatched() throws InterruptedException {
    while (scheduler.watched) {
      Thread.sleep(1);
    }
  }

  @Test
  void blockingInsideABlockedStepLosesNothing() throws Exception {
    var results = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      var outer = new CompletableFuture<Integer>();
      results.add(outer);
      scheduler.schedule(
          () -> {
            var inner = new CompletableFuture<Integer>();
            scheduler.schedule(() -> inner.complete(number));
            outer.complete(inner.join()); // the pool makes threads for those that block here
          });
    }
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).get(40, TimeUnit.SECONDS)).isEqualTo(i);
    }
  }

  @Test
  void eachStepRunsOnceWhoeverTakesIt() throws Exception {
    int chains = 20;
    int length = 2_000;
    var ran = new AtomicIntegerArray(chains * length);
    var done = new CountDownLatch(chains);
    for (int i = 0; i < chains; i++) {
      scheduler.schedule(new Chain(ran, i * length, (i + 1) * length, done));
    }
    assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < ran.length(); i++) {
      assertThat(ran.get(i)).isEqualTo(1);
    }
  }

  /** Steps that each schedule the next one and then, now and then, hold their thread. */
  private final class Chain implements Runnable {
    private final AtomicIntegerArray ran;
    private final int at;
    private final int end;
    private final CountDownLatch done;

    Chain(AtomicIntegerArray ran, int at, int end, CountDownLatch done) {
      this.ran = ran;
      this.at = at;
      this.end = end;
      this.done = done;
    }

    @Override
    public void run() {
      int unused = ran.incrementAndGet(at);
      if (at + 1 < end) {
        scheduler.schedule(new Chain(ran, at + 1, end, done));
      } else {
        done.countDown();
      }
      if (at % 500 == 0) {
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(3);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatAStepThrowsGoesToTheHandlerOfItsThreadAndTheKeptOneRuns() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    var next = new CompletableFuture<Boolean>();
    var failure = new IllegalStateException("of a step");
    scheduler.schedule(
        () -> {
          Thread thread = Thread.currentThread();
          thread.setUncaughtExceptionHandler((unused, each) -> thrown.complete(each));
          scheduler.schedule(() -> next.complete(true));
          throw failure;
        });
    assertThat(thrown.get(40, TimeUnit.SECONDS)).isSameAs(failure);
    assertThat(next.get(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void coroutinesGoOnWhereStepsAreTakenAway() throws Exception {
    var total = new AtomicInteger();
    List<Task<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tasks.add(
          Weft.start(
              scheduler,
              body(
                  yielding(),
                  (carrier, before) -> {
                    Thread.sleep(1);
                    return yielding().run(carrier, before);
                  },
                  (HandWoven.Part) (carrier, before) -> total.incrementAndGet())));
    }
    for (Task<Object> each : tasks) {
      assertThat(each.get()).isInstanceOf(Integer.class);
    }
    assertThat(total).hasValue(100);
  }

  @Test
  void oneThreadKeepsNothing() throws Exception {
    var single = new WorkStealingScheduler(1);
    var keeping = new CompletableFuture<Boolean>();
    var done = new CountDownLatch(1);
    single.schedule(
        () -> {
          single.schedule(done::countDown);
          keeping.complete(((WorkStealingThread) Thread.currentThread()).isKeeping());
        });
    assertThat(keeping.get(40, TimeUnit.SECONDS)).isFalse();
    assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itsNameSaysHowItWasMade() {
    assertThat(scheduler).hasToString("Schedulers.workStealing(2)");
  }
}
