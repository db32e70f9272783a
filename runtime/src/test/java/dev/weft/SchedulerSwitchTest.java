package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.loop.LoopAccess;
import dev.weft.internal.tasks.Promise;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.Scheduler;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Weft.switchTo} and a cancellation: where the coroutine goes on, and who keeps it. */
@Timeout(120)
class SchedulerSwitchTest extends LoopFixture {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 5_000);

  private final List<Object> seen = new ArrayList<>();

  private static HandWoven.Part switchTo(Scheduler scheduler) {
    return (carrier, before) -> {
      var unused = before.get();
      Weft.switchTo(scheduler, WovenCarrier.MAX_DEPTH, carrier);
      return null;
    };
  }

  private HandWoven.Part note() {
    return (carrier, before) -> {
      seen.add(before.failure() == null ? String.valueOf(before.value()) : before.failure());
      return null;
    };
  }

  @Test
  void cancelledBeforeItsFirstSuspensionItStaysAndLeavesNothingBehind() throws Exception {
    List<Task<Object>> self = new ArrayList<>();
    var ready = new CountDownLatch(1);
    HandWoven.Part cancelsItself =
        (carrier, before) -> {
          awaitLatch(ready);
          self.get(0).cancel(true);
          return switchTo(Runnable::run).run(carrier, before);
        };
    List<Boolean> inside = new ArrayList<>();
    HandWoven.Part where =
        (carrier, before) -> {
          inside.add(loop.isInside());
          return before.get();
        };
    self.add(Weft.start(loop, body(cancelsItself, where)));
    ready.countDown();

    assertThatThrownBy(self.get(0)::get).isInstanceOf(CancellationException.class);
    assertThat(inside).containsExactly(true);
    runOnLoop(() -> seen.add(LoopAccess.isDeserted(loop)));
    assertThat(seen).as("nobody lives on the loop").containsExactly(true);
  }

  @Test
  void cancelledOnItsWayItArrivesAndMeetsTheCancellationThere() throws Exception {
    var target = new ArrayDeque<Runnable>();
    var source = new ArrayDeque<Runnable>();
    Scheduler to = target::add;
    Task<Object> task =
        Weft.start(
            source::add,
            body(
                switchTo(to),
                (carrier, before) -> {
                  var unused = note().run(carrier, before);
                  return Suspend.await(Stubborn.task(), carrier);
                },
                note()));
    source.remove().run();
    assertThat(target).hasSize(1);

    task.cancel(true);
    target.remove().run();

    assertThat(seen).hasSize(2).first().isEqualTo("null");
    assertThat(seen.get(1)).isInstanceOf(CancellationException.class);
    assertThat(((TaskCoroutine) task).scheduler()).isSameAs(to);
    assertThat(source).isEmpty();
  }

  @Test
  void refusedItGoesBack() {
    var source = new ArrayDeque<Runnable>();
    var refusal = new RejectedExecutionException("full");
    Scheduler from = source::add;
    Scheduler to =
        step -> {
          throw refusal;
        };
    Task<Object> task = Weft.start(from, body(switchTo(to), note()));
    source.remove().run();

    assertThat(seen).containsExactly(refusal);
    assertThat(((TaskCoroutine) task).scheduler()).isSameAs(from);
  }

  /** Every step has to run where the coroutine belongs at that time. */
  @Test
  void cancelledAtEveryInstantItNeverRunsOnTheWrongThread() throws Exception {
    var wrong = new ConcurrentLinkedQueue<String>();
    var ended = new AtomicInteger();
    try (EventLoop other = Schedulers.eventLoop()) {
      for (int i = 0; i < ROUNDS; i++) {
        HandWoven.Part check =
            (carrier, before) -> {
              Scheduler belongs = ((TaskCoroutine) carrier.coroutine()).scheduler();
              if (!((EventLoop) belongs).isInside()) {
                wrong.add(Thread.currentThread() + " runs what belongs to " + belongs);
              }
              return before.get();
            };
        Task<Object> task =
            Weft.start(
                loop,
                body(
                    (carrier, before) -> {
                      Suspend.yieldNow(carrier);
                      return null;
                    },
                    switchTo(other),
                    check,
                    switchTo(loop),
                    check));
        ((dev.weft.internal.engine.Completion) task)
            .subscribe(
                new dev.weft.internal.engine.Waiter() {
                  @Override
                  protected void completed(dev.weft.internal.engine.Completion done) {
                    ended.incrementAndGet();
                  }
                });
        long pause = i % 32 * 300L;
        if (pause > 0) {
          LockSupport.parkNanos(pause);
        }
        task.cancel(true);
      }
      for (int i = 0; ended.get() < ROUNDS && i < 10_000; i++) {
        Thread.sleep(1);
      }
      assertThat(ended).hasValue(ROUNDS);
      assertThat(wrong).isEmpty();
      var empty = new CountDownLatch(1);
      other.schedule(
          () -> {
            seen.add(LoopAccess.isDeserted(other));
            empty.countDown();
          });
      empty.await();
      runOnLoop(() -> seen.add(LoopAccess.isDeserted(loop)));
      assertThat(seen).containsExactly(true, true);
    }
  }

  @Test
  void aCoroutineThatHasMovedIsCancelledByItsNewLoopsEnd() throws Exception {
    Task<Object> task;
    Task.Completer<Object> never = Task.completer();
    try (EventLoop other = Schedulers.eventLoop()) {
      task =
          Weft.start(
              loop,
              body(
                  switchTo(other),
                  await((dev.weft.internal.engine.Completion) never.task()),
                  result()));
      while (!(((Coroutine) task).waitingFor() instanceof Promise)) {
        Thread.onSpinWait();
      }
    }
    assertThat(task.isCancelled()).isTrue();
  }

  /** A call of {@code await(m())}, where {@code m} consists of {@code parts}, in the caller. */
  private static AsyncCallable<Object> awaiting(HandWoven task, HandWoven.Part... rest) {
    var parts = new HandWoven.Part[rest.length + 1];
    parts[0] = (carrier, before) -> task.call(carrier);
    System.arraycopy(rest, 0, parts, 1, rest.length);
    return new AsyncCallable<>() {
      @SuppressWarnings("unused") // says that the body is no proxy's
      private static void weft$woven() {}

      @Override
      public Object call() {
        throw new AssertionError("woven");
      }

      @Override
      public Object call(int room, WovenCarrier carrier) {
        return new Awaiting(parts).call(carrier);
      }
    };
  }

  private static class Awaiting extends HandWoven {
    Awaiting(HandWoven.Part... parts) {
      super(parts);
    }

    @Override
    protected boolean awaitsTask() {
      return true;
    }
  }

  private static final class Resource implements AutoCloseable {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private static void runAll(ArrayDeque<Runnable> steps) {
    while (!steps.isEmpty()) {
      steps.remove().run();
    }
  }

  @Test
  void cancelledWhileATaskIsAwayItsCallerGetsTheResultAtHome() {
    var home = new ArrayDeque<Runnable>();
    var away = new ArrayDeque<Runnable>();
    Scheduler homeScheduler = home::add;
    var resource = new Resource();
    List<Task<Object>> self = new ArrayList<>();
    var opens =
        new HandWoven(
            switchTo(away::add),
            (carrier, before) -> {
              var unused = before.get();
              self.get(0).cancel(true);
              return resource;
            });
    self.add(
        Weft.start(
            homeScheduler,
            awaiting(
                opens,
                (carrier, before) -> {
                  seen.add(before.get());
                  seen.add(((TaskCoroutine) carrier.coroutine()).scheduler() == homeScheduler);
                  return Suspend.await(Stubborn.task(), carrier);
                },
                note())));
    runAll(home);
    runAll(away);
    assertThat(seen).as("not before it is home").isEmpty();
    runAll(home);

    assertThat(seen).hasSize(3).startsWith(resource, true);
    assertThat(seen.get(2)).isInstanceOf(CancellationException.class);
    assertThat(resource.closed).as("closed under its owner").isFalse();
  }

  @Test
  void aTaskThatFailsAwayWhileItIsCancelledFailsAtHome() {
    var home = new ArrayDeque<Runnable>();
    var away = new ArrayDeque<Runnable>();
    Scheduler homeScheduler = home::add;
    var failure = new IllegalStateException("away");
    List<Task<Object>> self = new ArrayList<>();
    var fails =
        new HandWoven(
            switchTo(away::add),
            (carrier, before) -> {
              self.get(0).cancel(true);
              throw failure;
            });
    self.add(
        Weft.start(
            homeScheduler,
            awaiting(
                fails,
                (carrier, before) -> {
                  seen.add(before.failure());
                  seen.add(((TaskCoroutine) carrier.coroutine()).scheduler() == homeScheduler);
                  return Suspend.await(Stubborn.task(), carrier);
                },
                note())));
    runAll(home);
    runAll(away);
    runAll(home);

    assertThat(seen).hasSize(3).startsWith(failure, true);
    assertThat(seen.get(2)).isInstanceOf(CancellationException.class);
  }

  @Test
  void refusedAtHomeTheResultIsClosed() {
    var home = new ArrayDeque<Runnable>();
    var away = new ArrayDeque<Runnable>();
    var refusal = new RejectedExecutionException("full");
    var full = new boolean[1];
    Scheduler homeScheduler =
        step -> {
          if (full[0]) {
            throw refusal;
          }
          home.add(step);
        };
    var resource = new Resource();
    var opens =
        new HandWoven(
            switchTo(away::add),
            (carrier, before) -> {
              full[0] = true;
              return resource;
            });
    Task<Object> task = Weft.start(homeScheduler, awaiting(opens, note()));
    runAll(home);
    runAll(away);

    assertThat(seen).containsExactly(refusal);
    assertThat(resource.closed).isTrue();
    assertThat(task.isDone()).isTrue();
  }

  /** The error comes while the way back is prepared: the coroutine has to be woken all the same. */
  @Test
  void anErrorBetweenLosesNoCoroutine() {
    var home = new ArrayDeque<Runnable>();
    var away = new ArrayDeque<Runnable>();
    Scheduler homeScheduler = home::add;
    var error = new OutOfMemoryError("not really");
    var first = new boolean[] {true};
    HandWoven moves = new HandWoven(switchTo(away::add), note());
    HandWoven caller =
        new Awaiting((carrier, before) -> moves.call(carrier), result()) {
          @Override
          protected boolean awaitsTask() {
            if (first[0]) {
              first[0] = false;
              throw error;
            }
            return true;
          }
        };
    Task<Object> task =
        Weft.start(homeScheduler, body((carrier, before) -> caller.call(carrier), result()));
    runAll(home);
    runAll(away);

    assertThat(seen).containsExactly(error);
    assertThat(task.isDone()).isTrue();
    assertThat(((TaskCoroutine) task).scheduler()).isSameAs(homeScheduler);
  }

  @Test
  void whoIsRefusedAndMovesIsNoMoreOfTheLoopThatHasEnded() throws Exception {
    EventLoop ends = Schedulers.eventLoopBuilder().grace(Duration.ofMillis(50)).build();
    var begun = new CountDownLatch(1);
    Task.Completer<Object> gate = Task.completer();
    Task<Object> task =
        Weft.start(
            ends,
            body(
                (carrier, before) -> {
                  begun.countDown();
                  return Suspend.await(Stubborn.task(), carrier);
                },
                (carrier, before) -> {
                  seen.add(before.failure());
                  return Suspend.await(Stubborn.task(), carrier);
                },
                (carrier, before) -> {
                  seen.add(before.failure());
                  Weft.switchTo(loop, WovenCarrier.MAX_DEPTH, carrier);
                  return null;
                },
                await((dev.weft.internal.engine.Completion) gate.task()),
                (carrier, before) -> loop.isInside() ? before.get() : "elsewhere"));
    begun.await();
    ends.close();
    gate.complete("on the other loop");

    assertThat(task.get()).isEqualTo("on the other loop");
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).isInstanceOf(CancellationException.class);
    assertThat(seen.get(1)).isInstanceOf(RejectedExecutionException.class);
    assertThat(LoopAccess.isDeserted(ends)).isTrue();
  }
}
