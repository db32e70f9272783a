package dev.weft.internal.tasks;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.concurrent.TaskScope;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code Weft.blocking} does when its coroutine is cancelled, at each instant. */
class BlockingCancellationTest extends BlockingFixture {

  @Test
  void cancelledBeforeItIsSuspendedTheWorkNeverBegins() throws Exception {
    var self = new ArrayList<Task<Object>>();
    Task<Object> task =
        Weft.start(
            steps,
            body(
                (carrier, before) -> {
                  self.get(0).cancel(true);
                  return null;
                },
                blocking(() -> ran.getAndSet(true)),
                note()));
    self.add(task);
    steps.runOne();

    assertThat(task.isCancelled()).isTrue();
    assertThat(ran).isFalse();
    assertThat(threads.threads()).isZero();
  }

  @Test
  void cancelledInTheQueueItEndsAtOnceAndTheWorkNeverBegins() throws Exception {
    occupyThread();
    Task<Object> task = start(() -> ran.getAndSet(true));
    steps.runOne();

    task.cancel(true);
    steps.runOne();

    assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
    goOn.countDown();
    var next = new CountDownLatch(1);
    threads.execute(next::countDown);
    next.await();
    assertThat(ran).isFalse();
  }

  @Test
  void cancelledWhileTheWorkRunsItIsInterruptedAndWaitedFor() throws Exception {
    var interrupted = new CountDownLatch(1);
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException asked) {
                interrupted.countDown();
                awaitUninterruptibly(goOn); // its clean-up
                throw asked;
              }
              return "never";
            });
    steps.runOne();
    working.await();

    task.cancel(true);
    interrupted.await();
    steps.runOne(); // it meets the cancellation, and waits on
    assertThat(seen).isEmpty();
    assertThat(steps.ready).isEmpty();

    goOn.countDown();
    steps.runOne();
    assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
    assertThat((Throwable) seen.get(0)).hasMessageStartingWith("cancelled: ");
    assertThat(((Throwable) seen.get(0)).getSuppressed())
        .singleElement()
        .isInstanceOf(InterruptedException.class);
    steps.runOne();
    assertThat(seen).as("met once").hasSize(2).last().isNull();
  }

  @Test
  void askedAgainItInterruptsTheWorkAgainAndWaitsOn() throws Exception {
    var interrupted = new Semaphore(0);
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              for (int i = 0; i < 2; i++) {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException stubborn) {
                  interrupted.release();
                }
              }
              awaitUninterruptibly(goOn);
              throw new InterruptedException("twice");
            });
    steps.runOne();
    working.await();

    for (int i = 0; i < 2; i++) {
      assertThat(task.cancel(true)).isTrue();
      interrupted.acquire();
      steps.runOne();
      assertThat(seen).isEmpty();
    }
    goOn.countDown();
    steps.runOne();

    assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
    steps.runOne();
    assertThat(seen).as("met once").hasSize(2).last().isNull();
  }

  @Test
  void theFailureOfAScopeInterruptsTheWorkAndIsThrownOnceThatHasEnded() throws Exception {
    var resource = new Resource();
    var failure = new IllegalStateException("a fork");
    Task.Completer<Object> gate = Task.completer();
    var interrupted = new CountDownLatch(1);
    Task<Object> task =
        Weft.start(
            steps,
            body(
                (carrier, before) -> {
                  scope = TaskScope.open();
                  Task<Object> unused =
                      scope.fork(
                          body(
                              HandWoven.await((Completion) gate.task()),
                              HandWoven.failing(failure)));
                  return null;
                },
                blocking(
                    () -> {
                      working.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException asked) {
                        interrupted.countDown();
                      }
                      awaitUninterruptibly(goOn);
                      return resource;
                    }),
                (carrier, before) -> {
                  seen.add(before.failure());
                  scope.close(carrier.room(), carrier);
                  return null;
                },
                (carrier, before) -> null));
    steps.runOne();
    working.await();

    gate.complete("x");
    steps.runOne(); // the fork fails
    interrupted.await();
    steps.runOne();
    assertThat(seen).isEmpty();
    goOn.countDown();
    while (!task.isDone()) {
      steps.runOne();
    }

    assertThat(seen).containsExactly(failure);
    resource.gone.await();
    assertThat(resource.closed).hasValue(1);
  }

  private TaskScope<Object, ?> scope;

  @Test
  void theWorkMayHaveEndedByTheInterruptBeforeTheCoroutineMeetsTheCancellation() throws Exception {
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              new CountDownLatch(1).await();
              return "never";
            });
    steps.runOne();
    working.await();

    task.cancel(true);
    var next = new CountDownLatch(1);
    threads.execute(next::countDown);
    next.await(); // the work is over
    steps.runOne();

    assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
    steps.runOne();
    assertThat(seen).as("met once").hasSize(2).last().isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheWorkReturnsAllTheSameIsDeliveredBeforeTheCancellation(boolean late) throws Exception {
    var resource = new Resource();
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              awaitUninterruptibly(goOn);
              return resource;
            });
    steps.runOne();
    working.await();

    task.cancel(true);
    if (late) {
      steps.runOne();
    }
    goOn.countDown();
    awaitTheWork();
    steps.runOne();
    assertThat(seen).containsExactly(resource);
    steps.runOne();

    assertThat(seen).hasSize(2).last().isInstanceOf(CancellationException.class);
    assertThat(resource.closed).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheWorkFailsWithAllTheSameIsThrownBeforeTheCancellation(boolean late) throws Exception {
    var failure = new SocketTimeoutException("no interrupt");
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              awaitUninterruptibly(goOn);
              throw failure;
            });
    steps.runOne();
    working.await();

    task.cancel(true);
    if (late) {
      steps.runOne();
    }
    goOn.countDown();
    awaitTheWork();
    steps.runOne();
    assertThat(seen).containsExactly(failure);
    steps.runOne();

    assertThat(seen).hasSize(2).last().isInstanceOf(CancellationException.class);
  }

  @Test
  void whatSaysThatTheThreadWasInterruptedCountsAsTheCancellation() throws Exception {
    for (Exception said :
        List.of(
            new ClosedByInterruptException(),
            new InterruptedIOException(),
            new CancellationException("another"))) {
      seen.clear();
      var running = new CountDownLatch(1);
      var end = new CountDownLatch(1);
      Task<Object> task =
          start(
              () -> {
                running.countDown();
                awaitUninterruptibly(end);
                throw said;
              });
      steps.runOne();
      running.await();
      task.cancel(true);
      end.countDown();
      awaitTheWork();
      while (!task.isDone()) {
        steps.runOne();
      }

      assertThat(seen).hasSize(2).first().isNotSameAs(said);
      assertThat(((Throwable) seen.get(0)).getSuppressed()).containsExactly(said);
    }
  }

  @Test
  void withoutACancellationTheyAreThrownAsTheyAre() throws Exception {
    for (Exception said :
        List.of(new InterruptedException("by itself"), new CancellationException("its own"))) {
      Task<Object> task =
          start(
              () -> {
                throw said;
              });
      while (!task.isDone()) {
        steps.runOne();
      }
      assertThat(seen).contains(said);
    }
  }

  @Test
  void cancelledAfterTheWorkHasEndedItTakesTheResultFirst() throws Exception {
    Task<Object> task = start(() -> "result");
    steps.runOne();
    Runnable wakeUp = steps.ready.take();

    task.cancel(true);
    wakeUp.run();
    assertThat(seen).containsExactly("result");
    steps.runOne();

    assertThat(seen).hasSize(2).last().isInstanceOf(CancellationException.class);
  }

  @Test
  void aDeadlineThatPassesInterruptsTheWork() throws Exception {
    Task<Object> task =
        Weft.start(
            steps,
            body(
                (carrier, before) ->
                    Weft.withDeadline(
                        Duration.ofMillis(5),
                        body(
                            blocking(
                                () -> {
                                  new CountDownLatch(1).await();
                                  return "never";
                                })),
                        carrier.room(),
                        carrier),
                note()));
    while (!task.isDone()) {
      steps.runOne();
    }

    assertThat(seen).singleElement().isInstanceOf(TimeoutException.class);
    assertThatThrownBy(task::get).hasCauseInstanceOf(TimeoutException.class);
  }

  // ---- interrupts ----

  @Test
  void anInterruptNeverReachesTheNextWork() throws Exception {
    var wrong = new AtomicInteger();
    List<Task<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      var begun = new CountDownLatch(1);
      Callable<Object> work =
          i % 2 == 0
              ? () -> {
                begun.countDown();
                for (int spins = 0; !Thread.currentThread().isInterrupted() && spins < 100; ) {
                  Thread.onSpinWait();
                  spins++;
                }
                return "leaves its interrupt"; // or is just over
              }
              : () -> {
                begun.countDown();
                for (int looks = 0; looks < 100; looks++) {
                  wrong.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                }
                return "must see none";
              };
      Task<Object> task = Weft.start(body(blocking(work), HandWoven.result()));
      if (i % 2 == 0) {
        begun.await();
        task.cancel(true);
      }
      tasks.add(task);
    }
    for (Task<Object> each : tasks) {
      Object unused = each.get();
    }

    assertThat(wrong).hasValue(0);
  }

  @Test
  void anInterruptThatTheWorkGivesItselfIsClearedToo() throws Exception {
    var wrong = new AtomicBoolean();
    Task<Object> first =
        Weft.start(
            body(
                blocking(
                    () -> {
                      Thread.currentThread().interrupt();
                      return "x";
                    }),
                HandWoven.result()));
    Object unused = first.get();
    Task<Object> next =
        Weft.start(body(blocking(() -> wrong.getAndSet(Thread.interrupted())), HandWoven.result()));

    assertThat(next.get()).isEqualTo(false);
    assertThat(wrong).isFalse();
  }
}
