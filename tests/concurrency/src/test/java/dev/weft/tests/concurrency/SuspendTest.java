package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Resumption;
import dev.weft.ReusableResumption;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code Weft.suspend} and its reusable form. */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, mostly, which says whether it was done
class SuspendTest {

  private static final int RACES = 30_000;

  private static void elsewhere(Runnable action) {
    var unused = CompletableFuture.runAsync(action);
  }

  @TestFactory
  List<DynamicTest> resumedBeforeTheBlockReturns() {
    return Everywhere.run(
        () -> {
          var seen = new AtomicReference<Resumption<String>>();
          String value =
              Weft.suspend(
                  resumption -> {
                    assertThat(resumption.isPending()).isTrue();
                    assertThat(resumption.resume("at once")).isTrue();
                    assertThat(resumption.resume("again")).isFalse();
                    assertThat(resumption.fail(new IOException())).isFalse();
                    seen.set(resumption);
                  });
          assertThat(value).isEqualTo("at once");
          assertThat(seen.get().isPending()).isFalse();
          assertThat(seen.get().resume("late")).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> resumedByAnotherThread() {
    return Everywhere.run(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            int round = i;
            Integer value = Weft.suspend(resumption -> elsewhere(() -> resumption.resume(round)));
            assertThat(value).isEqualTo(round);
          }
          assertThat(Weft.<String>suspend(r -> elsewhere(() -> r.resume(null)))).isNull();
        });
  }

  /** Both at once: the other thread spins until there is something to resume. */
  @TestFactory
  List<DynamicTest> resumedWhileItIsBeingSuspended() {
    return Everywhere.run(
        () -> {
          try (var resumer = new Resumer<Resumption<Integer>>(r -> r.resume(1))) {
            for (int i = 0; i < RACES; i++) {
              assertThat(Weft.<Integer>suspend(resumer::give)).isEqualTo(1);
            }
          }
          try (var resumer = new Resumer<ReusableResumption<Integer>>(r -> r.resume(1))) {
            for (int i = 0; i < RACES; i++) {
              var once = new ReusableResumption<Integer>();
              resumer.give(once);
              assertThat(once.await()).isEqualTo(1);
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> failed() {
    return Everywhere.run(
        () -> {
          var failure = new IOException("device");
          assertThat(failureOf(() -> Weft.suspend(r -> r.fail(failure)))).isSameAs(failure);
          assertThat(failureOf(() -> Weft.suspend(r -> elsewhere(() -> r.fail(failure)))))
              .isSameAs(failure);
          assertThat(
                  failureOf(
                      () ->
                          Weft.suspend(
                              r -> {
                                throw failure;
                              })))
              .isSameAs(failure);
        });
  }

  @TestFactory
  List<DynamicTest> aBlockThatThrowsVoidsTheResumption() {
    return Everywhere.run(
        () -> {
          var kept = new AtomicReference<Resumption<String>>();
          Throwable thrown =
              failureOf(
                  () ->
                      Weft.<String>suspend(
                          resumption -> {
                            kept.set(resumption);
                            throw new IOException("block");
                          }));
          assertThat(thrown).hasMessage("block");
          assertThat(kept.get().resume("late")).isFalse();
        });
  }

  @Async
  private static String waits(AtomicReference<Resumption<String>> kept, AtomicInteger cancelled) {
    return Weft.suspend(
        resumption -> {
          kept.set(resumption);
          resumption.onCancel(cancelled::incrementAndGet);
        });
  }

  @TestFactory
  List<DynamicTest> cancelledWhileItWaits() {
    return Everywhere.run(
        () -> {
          var kept = new AtomicReference<Resumption<String>>();
          var cancelled = new AtomicInteger();
          Task<String> task = Weft.start(() -> waits(kept, cancelled));
          assertThat(task.cancel(false)).isTrue();
          assertThat(kept.get().resume("late")).isFalse();
          assertThat(failureOf(() -> Weft.await(task))).isInstanceOf(CancellationException.class);
          assertThat(cancelled).hasValue(1);
          kept.get().onCancel(cancelled::incrementAndGet);
          assertThat(cancelled).hasValue(2);
        });
  }

  @Test
  void aValueThatWasThereBeforeTheCancellationIsKept() {
    var scheduler = Schedulers.manual();
    var kept = new AtomicReference<Resumption<String>>();
    var cancelled = new AtomicInteger();
    var values = new ArrayList<String>();
    Task<Void> task = Weft.start(scheduler, () -> takesTwo(kept, cancelled, values));
    scheduler.run();

    assertThat(kept.get().resume("first")).isTrue();
    assertThat(task.cancel(false)).isTrue();
    scheduler.run();

    assertThat(values).containsExactly("first");
    assertThat(task.isCancelled()).isTrue();
    assertThat(cancelled).hasValue(0); // the second block was not run
  }

  @Async
  private static void takesTwo(
      AtomicReference<Resumption<String>> kept, AtomicInteger cancelled, List<String> values) {
    values.add(waits(kept, cancelled));
    values.add(waits(kept, cancelled));
  }

  private record Resource(List<String> closed, String name) implements AutoCloseable {
    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void aValueThatTheSchedulerRefusesGoesBack() {
    var closed = new ArrayList<String>();
    for (boolean own : List.of(true, false)) {
      var kept = new AtomicReference<Resumption<Resource>>();
      EventLoop loop = Schedulers.eventLoop();
      Task<Resource> task = Weft.start(loop, () -> Weft.<Resource>suspend(kept::set));
      while (kept.get() == null) {
        Thread.onSpinWait();
      }
      loop.close();
      var late = new Resource(closed, own ? "own" : "default");
      boolean taken =
          own ? kept.get().resume(late, back -> closed.add("given back")) : kept.get().resume(late);
      assertThat(taken).isFalse(); // the loop's end has cancelled it
      assertThat(task.isDone()).isTrue();
    }
    assertThat(closed).isEmpty();

    var refusing = new Refusing();
    for (boolean own : List.of(true, false)) {
      var kept = new AtomicReference<Resumption<Resource>>();
      refusing.refuses = false;
      Task<Resource> task = Weft.start(refusing, () -> Weft.<Resource>suspend(kept::set));
      refusing.refuses = true;
      var late = new Resource(closed, "closed");
      assertThat(
              own
                  ? kept.get().resume(late, back -> closed.add("given back"))
                  : kept.get().resume(late))
          .isTrue();
      assertThat(failureOf(() -> Weft.await(task))).isInstanceOf(RejectedExecutionException.class);
    }
    assertThat(closed).containsExactly("given back", "closed");
  }

  private static final class Refusing implements dev.weft.spi.Scheduler {
    private boolean refuses;

    @Override
    public void schedule(Runnable step) {
      if (refuses) {
        throw new RejectedExecutionException("refused");
      }
      step.run();
    }
  }

  @TestFactory
  List<DynamicTest> reusedForEveryWait() {
    return Everywhere.run(
        () -> {
          var slot = new ReusableResumption<Integer>();
          var seen = Collections.synchronizedList(new ArrayList<Integer>());
          Task<Void> reader =
              Weft.start(
                  () -> {
                    for (int i = 0; i < 1_000; i++) {
                      seen.add(slot.await());
                    }
                  });
          for (int i = 0; i < 1_000; i++) {
            while (!slot.resume(i)) {
              Weft.yieldNow();
              Thread.onSpinWait();
            }
          }
          Weft.await(reader);
          assertThat(seen).hasSize(1_000).isSorted();
        });
  }

  @TestFactory
  List<DynamicTest> reusableKeepsOne() {
    return Everywhere.run(
        () -> {
          var slot = new ReusableResumption<String>();
          assertThat(slot.resume("early")).isTrue();
          assertThat(slot.resume("too many")).isFalse();
          assertThat(slot.await()).isEqualTo("early");
          assertThat(slot.fail(new IOException("failed"))).isTrue();
          assertThat(failureOf(slot::await)).hasMessage("failed");
          assertThat(slot.resume(null)).isTrue();
          assertThat(slot.await()).isNull();
        });
  }

  @TestFactory
  List<DynamicTest> reusableIsLeftByACancellation() {
    return Everywhere.run(
        () -> {
          var slot = new ReusableResumption<String>();
          Task<String> given = Weft.start(() -> slot.await());
          assertThat(slot.isAwaited()).isTrue();
          assertThat(failureOf(slot::await))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("waits here already");
          given.cancel(false);
          assertThat(failureOf(() -> Weft.await(given))).isInstanceOf(CancellationException.class);
          assertThat(slot.isAwaited()).isFalse();
          assertThat(slot.resume("next")).isTrue();
          assertThat(slot.await()).isEqualTo("next");
        });
  }

  @Test
  void anotherCoroutineMayWaitBeforeACancelledOneHasGoneOn() {
    var scheduler = Schedulers.manual();
    var slot = new ReusableResumption<String>();
    Task<String> one = Weft.start(scheduler, () -> slot.await() + " one");
    scheduler.run();
    one.cancel(false);
    Task<String> two = Weft.start(() -> slot.await() + " two");
    scheduler.run();
    assertThat(one.isCancelled()).isTrue();
    assertThat(slot.resume("for")).isTrue();
    assertThat(two.resultNow()).isEqualTo("for two");
  }

  @Test
  void nothingIsLostWhateverMeetsWhat() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      var made = new AtomicInteger();
      var ended = new AtomicInteger();
      int rounds = Integer.getInteger("weft.stress.rounds", 5_000);
      for (int i = 0; i < rounds; i++) {
        Task<Void> task = Weft.start(loop, () -> takeOne(made, ended));
        if (i % 2 == 0) {
          Thread.onSpinWait();
        }
        while (i == 0 && made.get() == 0) {
          Thread.onSpinWait(); // all others may be cancelled before they begin
        }
        task.cancel(false);
        assertThat(endOf(task)).isIn("done", "cancelled");
      }
      assertThat(ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.MINUTES)).isTrue();
      assertThat(made.get()).isPositive();
      assertThat(ended.get()).isEqualTo(made.get());
    }
  }

  @Async
  private static void takeOne(AtomicInteger made, AtomicInteger ended) {
    Counted got =
        Weft.suspend(
            resumption ->
                elsewhere(
                    () -> {
                      made.incrementAndGet();
                      var counted = new Counted(ended);
                      if (!resumption.resume(counted)) {
                        counted.close();
                      }
                    }));
    got.close();
  }

  /** One who waits, and whether it has been resumed. */
  private record Waiting(Resumption<String> resumption, CompletableFuture<Boolean> resumed) {
    void resume() {
      resumed.complete(resumption.resume("value"));
    }
  }

  /** Takes what it is resumed with, whatever comes in the same moment, and then meets that. */
  @Test
  void whoHasBeenResumedGoesOnWithTheValue() throws Exception {
    var began = new AtomicInteger();
    var taken = new AtomicInteger();
    int resumed = 0;
    try (EventLoop loop = Schedulers.eventLoop();
        var resumer = new Resumer<>(Waiting::resume)) {
      for (int i = 0; i < RACES; i++) {
        var outcome = new CompletableFuture<Boolean>();
        Task<Void> task =
            Weft.start(
                loop,
                () -> {
                  takeOne(
                      resumption -> {
                        began.incrementAndGet();
                        resumer.give(new Waiting(resumption, outcome));
                      },
                      taken);
                });
        while (began.get() == i) {
          Thread.onSpinWait();
        }
        for (int wait = i % 300; wait > 0; wait--) {
          Thread.onSpinWait();
        }
        task.cancel(false);
        assertThat(endOf(task)).isEqualTo("cancelled");
        resumed += outcome.get() ? 1 : 0;
      }
    }
    assertThat(taken).hasPositiveValue().hasValue(resumed);
  }

  @Async
  private static void takeOne(Resumption.Block<String> block, AtomicInteger taken) {
    assertThat(Weft.suspend(block)).isEqualTo("value");
    taken.incrementAndGet();
    Failures.forever();
  }

  private static String endOf(Task<?> task) throws Exception {
    try {
      task.get();
      return "done";
    } catch (CancellationException cancelled) {
      return "cancelled";
    }
  }

  /** Has to be closed once: taken, given back, or by who could not hand it over. */
  private static final class Counted implements AutoCloseable {
    private final AtomicInteger ended;
    private final AtomicInteger closed = new AtomicInteger();

    Counted(AtomicInteger ended) {
      this.ended = ended;
    }

    @Override
    public void close() {
      assertThat(closed.incrementAndGet()).isEqualTo(1);
      ended.incrementAndGet();
    }
  }
}
