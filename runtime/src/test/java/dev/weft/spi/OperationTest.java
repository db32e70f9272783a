package dev.weft.spi;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operation does at each instant, and who owns its value. */
@Timeout(60)
class OperationTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 2_000);

  /** Notes what is done to it; what it begins is in the test's hands. */
  private static class Noted extends Operation<Object> {
    final List<String> notes = new ArrayList<>();

    @Override
    protected void start() throws Exception {
      notes.add("start");
    }

    @Override
    protected void cancelled() {
      notes.add("cancelled");
    }

    @Override
    protected void undelivered(Object late) {
      notes.add("undelivered " + late);
    }

    boolean give(Object value) {
      return complete(value);
    }

    boolean giveFailure(Throwable failure) {
      return fail(failure);
    }
  }

  private final ManualScheduler scheduler = Schedulers.manual();
  private final Noted operation = new Noted();

  private static HandWoven.Part await(Operation<?> awaited) {
    return (carrier, before) -> awaited.await(WovenCarrier.MAX_DEPTH, carrier);
  }

  private Task<Object> started(Operation<?> awaited) {
    Task<Object> task = Weft.start(scheduler, body(await(awaited), HandWoven.result()));
    scheduler.run();
    return task;
  }

  @Test
  void goesOnWithTheValueWhereTheCoroutineBelongs() throws Exception {
    Task<Object> task = started(operation);
    assertThat(operation.give("value")).isTrue();
    assertThat(task.isDone()).isFalse();
    scheduler.run();
    assertThat(task.get()).isEqualTo("value");
    assertThat(operation.notes).containsExactly("start");
  }

  @Test
  void mayEndWhileItStarts() throws Exception {
    Task<Object> task =
        started(
            new Operation<Object>() {
              @Override
              protected void start() {
                assertThat(complete(null)).isTrue();
                assertThat(fail(new IOException())).isFalse();
              }
            });
    assertThat(task.get()).isNull();
  }

  @Test
  void throwsWhatItFailedWithAsItIs() {
    Task<Object> task = started(operation);
    var failure = new IOException("disk");
    assertThat(operation.giveFailure(failure)).isTrue();
    assertThat(operation.give("late")).isFalse();
    scheduler.run();
    assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).cause().isSameAs(failure);
  }

  @Test
  void throwsWhatItsStartThrows() {
    var failure = new IOException("no device");
    Task<Object> task =
        started(
            new Operation<Object>() {
              @Override
              protected void start() throws IOException {
                throw failure;
              }
            });
    assertThatThrownBy(task::get).cause().isSameAs(failure);
  }

  @Test
  void aCancelledOneIsToldAndTakesNoValue() {
    Task<Object> task = started(operation);
    task.cancel(true);
    assertThat(operation.notes).containsExactly("start", "cancelled");
    assertThat(operation.give("late")).isFalse();
    scheduler.run();
    assertThat(task.isCancelled()).isTrue();
    assertThat(operation.notes).containsExactly("start", "cancelled");
  }

  @Test
  void oneThatIsCancelledWhileItStartsIsToldAfterwards() {
    var cancels =
        new Noted() {
          Task<?> task = Task.completed(null);

          @Override
          protected void start() {
            notes.add("start");
            task.cancel(true);
            notes.add("started");
          }
        };
    Task<Object> task = Weft.start(scheduler, body(await(cancels), HandWoven.result()));
    cancels.task = task;
    scheduler.run();
    assertThat(cancels.notes).containsExactly("start", "started", "cancelled");
    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void aValueThatWasTakenComesBeforeALaterCancellation() {
    List<Object> met = new ArrayList<>();
    Task<Object> task =
        Weft.start(
            scheduler,
            body(
                await(operation),
                (carrier, before) -> {
                  met.add(before.get());
                  Suspend.yieldNow(carrier);
                  return null;
                },
                (carrier, before) -> {
                  met.add(before.failure());
                  return before.get();
                }));
    scheduler.run();
    assertThat(operation.give("value")).isTrue();
    task.cancel(true);
    scheduler.run();
    assertThat(met).hasSize(2).startsWith("value");
    assertThat(met.get(1)).isInstanceOf(CancellationException.class);
    assertThat(operation.notes).containsExactly("start");
  }

  @Test
  void aValueThatARefusedCoroutineDoesNotGetIsHandedBack() {
    var refused = new RejectedExecutionException("closed");
    var refuses =
        new Scheduler() {
          boolean closed;

          @Override
          public void schedule(Runnable step) {
            if (closed) {
              throw refused;
            }
            scheduler.schedule(step);
          }
        };
    Task<Object> task = Weft.start(refuses, body(await(operation), HandWoven.result()));
    scheduler.run();
    refuses.closed = true;
    assertThat(operation.give("value")).isTrue();
    assertThat(operation.notes).containsExactly("start", "undelivered value");
    assertThatThrownBy(task::get).cause().isSameAs(refused);
  }

  @Test
  void isUsedOnceAndEndsOnlyWhenItHasBegun() {
    assertThatThrownBy(() -> operation.give("early"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before it was begun");
    var unused = started(operation);
    assertThatThrownBy(() -> started(operation).get())
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("awaited twice");
  }

  @Test
  void blocksOrdinaryCode() throws Exception {
    Object value =
        new Operation<Object>() {
          @Override
          protected void start() {
            var other = new Thread(() -> assertThat(complete("value")).isTrue());
            other.setDaemon(true);
            other.start();
          }
        }.await();
    assertThat(value).isEqualTo("value");
  }

  @Test
  void isSeenAmongTheSuspendedCalls() {
    Task<Object> task = started(operation);
    assertThat(task.frames()).first().extracting("method").isEqualTo("await");
    task.cancel(true);
  }

  /** A value is delivered, handed back, or stays with who made it: exactly one of them. */
  @Test
  void aValueHasOneOwnerWhateverComesFirst() throws Exception {
    var pool = Schedulers.workStealing(2);
    for (int round = 0; round < ROUNDS; round++) {
      var owners = new AtomicInteger();
      var raced =
          new Operation<Object>() {
            volatile boolean begun;

            @Override
            protected void start() {
              begun = true;
            }

            @Override
            protected void undelivered(Object late) {
              owners.incrementAndGet();
            }

            void give() {
              if (!complete("value")) {
                owners.incrementAndGet();
              }
            }
          };
      Task<Object> task =
          Weft.start(
              pool,
              body(
                  await(raced),
                  (carrier, before) -> {
                    if (before.failure() == null) {
                      owners.incrementAndGet();
                    }
                    return null;
                  }));
      while (!raced.begun) {
        Thread.onSpinWait();
      }
      var giver = new Thread(raced::give);
      giver.start();
      for (int spin = ThreadLocalRandom.current().nextInt(200); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      task.cancel(true);
      giver.join();
      while (!task.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(owners).hasValue(1);
    }
  }
}
