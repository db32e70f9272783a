package dev.weft.internal.schedulers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that are long enough to stand in the line of a work-stealing pool. */
@Timeout(60)
class WorkStealingLongStepsTest {

  private final WorkStealingScheduler scheduler = new WorkStealingScheduler(2);

  @Test
  void longStepsThatGoOnForEverHaveTheirTurnsInOrder() throws Exception {
    var steps = new Turns(20, 200);
    for (int i = 0; i < 20; i++) {
      scheduler.schedule(steps.new LongStep(scheduler));
    }
    assertThat(steps.mostWhenAllHadTheirs.get(40, TimeUnit.SECONDS)).isLessThan(300);
  }

  /** Steps that schedule themselves until each has had so many turns. */
  private static final class Turns {
    final CompletableFuture<Integer> mostWhenAllHadTheirs = new CompletableFuture<>();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger haveNotHadTheirs;
    final int each;

    Turns(int steps, int each) {
      this.haveNotHadTheirs = new AtomicInteger(steps);
      this.each = each;
    }

    final class LongStep implements Runnable {
      private final WorkStealingScheduler on;
      private int ran;

      LongStep(WorkStealingScheduler on) {
        this.on = on;
      }

      @Override
      public void run() {
        ran++;
        most.accumulateAndGet(ran, Math::max);
        if (ran == each && haveNotHadTheirs.decrementAndGet() == 0) {
          mostWhenAllHadTheirs.complete(most.get());
        }
        spin(100_000);
        if (haveNotHadTheirs.get() > 0) {
          on.schedule(this);
        }
      }
    }
  }

  @Test
  void eachLongStepRunsOnce() throws Exception {
    int chains = 100;
    int length = 100;
    var ran = new AtomicIntegerArray(chains * length);
    var done = new CountDownLatch(chains);
    for (int i = 0; i < chains; i++) {
      scheduler.schedule(new LongChain(ran, i * length, (i + 1) * length, done));
    }
    assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < chains * length; i++) {
      assertThat(ran.get(i)).isEqualTo(1);
    }
  }

  /** A step of 30 microseconds, which some of them wait for another thread in. */
  private final class LongChain implements Runnable {
    private final AtomicIntegerArray ran;
    private final int number;
    private final int end;
    private final CountDownLatch done;

    LongChain(AtomicIntegerArray ran, int number, int end, CountDownLatch done) {
      this.ran = ran;
      this.number = number;
      this.end = end;
      this.done = done;
    }

    @Override
    public void run() {
      int unused = ran.incrementAndGet(number);
      if (number + 1 < end) {
        scheduler.schedule(new LongChain(ran, number + 1, end, done));
      } else {
        done.countDown();
      }
      if (number % 50 == 0) {
        waitForAnother();
      }
      spin(30_000);
    }

    private void waitForAnother() {
      var other = new CompletableFuture<Boolean>();
      scheduler.schedule(() -> other.complete(true));
      boolean unused = other.join();
    }
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** What a thread has given away it does not get to while it blocks, and the other one is busy. */
  @Test
  void whatABlockedThreadHasGivenAwayRunsBesideStepsThatGoOnForEver() throws Exception {
    var stop = new AtomicBoolean();
    var busy = new CountDownLatch(2);
    var seen = new CompletableFuture<Boolean>();
    var given = new CountDownLatch(3_000);
    scheduler.schedule(
        new Warm(
            100_000,
            () -> {
              Steps.await(busy);
              for (int i = 0; i < 3_000; i++) {
                scheduler.schedule(given::countDown);
              }
              try {
                seen.complete(given.await(30, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                seen.completeExceptionally(e);
              }
            },
            () -> {
              for (int i = 0; i < 2; i++) {
                var endless = new Steps.Endless(scheduler, 100_000, stop);
                scheduler.schedule(
                    () -> {
                      busy.countDown();
                      endless.run();
                    });
              }
            }));
    assertThat(seen.get(40, TimeUnit.SECONDS)).isTrue();
    stop.set(true);
  }

  /** Short steps, so that much is kept, and then a long one, beside another from outside. */
  private final class Warm implements Runnable {
    private final Runnable then;
    private final Runnable outside;
    private int left;

    Warm(int steps, Runnable then, Runnable outside) {
      this.left = steps;
      this.then = then;
      this.outside = outside;
    }

    @Override
    public void run() {
      if (--left > 0) {
        scheduler.schedule(this);
        return;
      }
      var starts = new Thread(() -> scheduler.schedule(outside));
      starts.start();
      then.run();
    }
  }
}
