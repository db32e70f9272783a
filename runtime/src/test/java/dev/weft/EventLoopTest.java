package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.weft.internal.engine.HandWoven;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The event loop's queue: order, fairness, failing steps, its thread. */
@Timeout(60)
class EventLoopTest {

  private final EventLoop loop = Schedulers.eventLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  /** Waits until all that was scheduled before has run. */
  private void drain() throws InterruptedException {
    var reached = new CountDownLatch(1);
    loop.schedule(reached::countDown);
    reached.await();
  }

  @Test
  void stepsHandedOverRunInTheirOrderOnOneThread() throws Exception {
    List<Integer> order = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      loop.schedule(
          () -> {
            order.add(number);
            threads.add(Thread.currentThread());
          });
    }
    drain();

    assertThat(order).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    assertThat(threads.stream().distinct()).hasSize(1);
  }

  @Test
  void ownStepsRunInTheirOrderAfterTheOneThatSchedulesThem() throws Exception {
    List<String> order = new ArrayList<>();
    var done = new CountDownLatch(1);
    loop.schedule(
        () -> {
          loop.schedule(() -> order.add("b"));
          loop.schedule(() -> order.add("c"));
          loop.schedule(done::countDown);
          order.add("a");
        });
    done.await();

    assertThat(order).containsExactly("a", "b", "c");
  }

  @Test
  void aStepThatAlwaysSchedulesItselfDoesNotKeepOthersFromRunning() throws Exception {
    var stop = new AtomicBoolean();
    loop.schedule(
        new Runnable() {
          @Override
          public void run() {
            if (!stop.get()) {
              loop.schedule(this);
            }
          }
        });
    var timer = new CountDownLatch(1);

    drain(); // a step handed over
    var unused = loop.scheduleAfter(1, timer::countDown);
    timer.await();

    stop.set(true);
    drain();
    assertThat(timer.getCount()).isZero();
  }

  @Test
  void coroutinesThatYieldTakeTurns() throws Exception {
    List<String> order = new ArrayList<>();
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    loop.schedule(
        () -> {
          entered.countDown();
          awaitLatch(go);
        });
    entered.await(); // else the loop could take one of the two along, and look for the other later
    List<Task<Object>> tasks = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      HandWoven.Part step =
          (carrier, before) -> {
            order.add(name);
            return yielding().run(carrier, before);
          };
      tasks.add(Weft.start(loop, body(step, step, step, result())));
    }
    go.countDown();
    for (Task<Object> task : tasks) {
      assertThat(task.get()).isNull();
    }

    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatAStepThrowsGoesToTheUncaughtHandlerAndTheLoopGoesOn() throws Exception {
    var caught = new LinkedBlockingQueue<Object>();
    var thread = new LinkedBlockingQueue<Thread>();
    loop.schedule(
        () -> {
          thread.add(Thread.currentThread());
          Thread.currentThread()
              .setUncaughtExceptionHandler(
                  (where, failure) -> {
                    caught.add(where);
                    caught.add(failure);
                  });
        });
    var failure = new IllegalStateException("broken step");
    var error = new AssertionError("worse");

    loop.schedule(
        () -> {
          throw failure;
        });
    loop.schedule(
        () -> {
          throw error;
        });
    drain();

    Thread loopThread = thread.take();
    assertThat(caught).containsExactly(loopThread, failure, loopThread, error);
    assertThat(loopThread.isAlive()).isTrue();
  }

  @Test
  void itsThreadIsANamedDaemon() throws Exception {
    var thread = new LinkedBlockingQueue<Thread>();

    loop.schedule(() -> thread.add(Thread.currentThread()));

    Thread found = thread.take();
    assertThat(found.isDaemon()).isTrue();
    assertThat(found.getName()).startsWith("weft-loop-").isEqualTo(loop.toString());
  }

  @Test
  void noStepIsNoStep() {
    assertThatNullPointerException().isThrownBy(() -> loop.schedule(null)).withMessage("step");
  }
}
