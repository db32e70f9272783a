package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.StackDive;
import dev.weft.spi.Operation;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Coroutines are woken by code whose stack is at its end, or one frame before it, or two, and so
 * on: each goes on, once, whether the call that woke it returned or threw.
 */
@Timeout(240)
class WakeUpOutOfStackTest {

  /** Coroutines that wait, and the call that wakes them; it may be called again. */
  private record Wait(Runnable wakeUp, List<? extends Task<?>> waiting) implements Runnable {
    @Override
    public void run() {
      wakeUp.run();
    }
  }

  private static List<Wait> waits(Function<Integer, Wait> each) {
    var waits = new ArrayList<Wait>();
    for (int i = 0; i < StackDive.FRAMES; i++) {
      waits.add(each.apply(i));
    }
    return waits;
  }

  /** Dives on threads of different stacks; then wakes those again whose wake-up has thrown. */
  private static void wakeUpFromThreads(Function<Integer, Wait> each) throws Exception {
    for (int i = 0; i < StackDive.DIVES; i++) {
      List<Wait> waits = waits(each);
      StackDive.onThread(waits, i);
      assertAllGoOn(waits);
    }
  }

  /** The same in a step of a coroutine. */
  private static void wakeUpFromCoroutines(Scheduler scheduler, Function<Integer, Wait> each)
      throws Exception {
    for (int i = 0; i < StackDive.DIVES; i++) {
      List<Wait> waits = waits(each);
      int width = i;
      Task<Object> diving =
          Weft.start(
              scheduler,
              body(
                  (carrier, before) -> {
                    new StackDive(waits, width).run();
                    return null;
                  }));
      assertThat(diving.get()).isNull();
      assertAllGoOn(waits);
    }
  }

  private static void assertAllGoOn(List<Wait> waits) throws Exception {
    waits.forEach(Wait::run);
    for (Wait each : waits) {
      for (Task<?> task : each.waiting) {
        var unused = task.toCompletableFuture().handle((value, failure) -> value).get();
      }
    }
  }

  private static Task<Object> awaiting(@Nullable Scheduler on, Completion awaited) {
    AsyncCallable<Object> body = body(await(awaited), result());
    return on == null ? Weft.start(body) : Weft.start(on, body);
  }

  private static void untilSuspended(List<? extends Task<?>> tasks) {
    for (Task<?> each : tasks) {
      while (((Coroutine) each).waitingFor() == null) {
        Thread.onSpinWait();
      }
    }
  }

  /** A task that so many coroutines wait for. */
  private static Wait completion(@Nullable Scheduler on, int waiters) {
    Task.Completer<Object> completer = Task.completer();
    var tasks = new ArrayList<Task<Object>>();
    for (int i = 0; i < waiters; i++) {
      tasks.add(awaiting(on, (Completion) completer.task()));
    }
    untilSuspended(tasks);
    return new Wait(() -> completer.complete("x"), tasks);
  }

  private static final class ByHand extends Operation<String> {
    @Override
    protected void start() {}

    void end() {
      complete("x");
    }
  }

  private static Wait operation(Scheduler on) {
    var operation = new ByHand();
    Task<Object> task =
        Weft.start(on, body((carrier, before) -> operation.await(0, carrier), result()));
    untilSuspended(List.of(task));
    return new Wait(operation::end, List.of(task));
  }

  /**
   * A coroutine that waits, one that awaits that one, and so on; each goes on where it is woken.
   */
  private static Wait chain(Scheduler on, int length) {
    Task.Completer<Object> completer = Task.completer();
    var tasks = new ArrayList<Task<?>>();
    Task<?> awaited = completer.task();
    for (int i = 0; i < length; i++) {
      awaited = awaiting(on, (Completion) awaited);
      tasks.add(awaited);
    }
    untilSuspended(tasks); // one cancelled before its first step would not cancel the one before it
    return new Wait(() -> completer.complete("x"), tasks);
  }

  private static Wait cancellation(Scheduler on) {
    Wait wait = completion(on, 1);
    return new Wait(() -> wait.waiting.get(0).cancel(false), wait.waiting);
  }

  /** A loop whose thread has a small stack, which is soon at its end. */
  private static EventLoop smallLoop() {
    return Schedulers.eventLoopBuilder()
        .threadFactory(work -> new Thread(null, work, "small", StackDive.STACK))
        .build();
  }

  @Test
  void oneThatWaitsForATask() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      wakeUpFromThreads(i -> completion(loop, 1));
    }
  }

  @Test
  void severalThatWaitForATask() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      wakeUpFromThreads(i -> completion(loop, 1 + i % 3));
    }
  }

  @Test
  void manyThatWaitForATaskWhichSomeHaveLeft() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      wakeUpFromThreads(
          i -> {
            Wait wait = completion(loop, i % 10 == 0 ? 20 : 1);
            wait.waiting.get(0).cancel(false);
            return wait;
          });
    }
  }

  @Test
  void oneThatIsCancelled() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      wakeUpFromThreads(i -> cancellation(loop));
    }
  }

  @Test
  void oneThatWaitsForSomethingElse() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      wakeUpFromThreads(i -> operation(loop));
    }
  }

  @Test
  void onAPoolOfThreads() throws Exception {
    Scheduler pool = Schedulers.workStealing(1);
    wakeUpFromThreads(i -> i % 2 == 0 ? completion(pool, 1) : cancellation(pool));
  }

  @Test
  void onAnyThread() throws Exception {
    wakeUpFromThreads(i -> i % 2 == 0 ? completion(null, 1) : cancellation(null));
  }

  @Test
  void onTheThreadThatWakesIt() throws Exception {
    Scheduler immediate = Schedulers.immediate();
    wakeUpFromThreads(i -> i % 2 == 0 ? operation(immediate) : cancellation(immediate));
  }

  @Test
  void oneByTheOtherOnTheThreadThatWakesTheFirst() throws Exception {
    Scheduler immediate = Schedulers.immediate();
    wakeUpFromThreads(i -> chain(immediate, 1 + i % 4));
  }

  @Test
  void oneByTheOtherThatIsCancelled() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      for (Scheduler each : List.of(Schedulers.immediate(), loop)) {
        wakeUpFromThreads(
            i -> {
              Wait chain = chain(each, 1 + i % 4);
              Task<?> last = chain.waiting.get(chain.waiting.size() - 1);
              return new Wait(() -> last.cancel(false), chain.waiting);
            });
      }
    }
  }

  @Test
  void byACoroutine() throws Exception {
    try (EventLoop loop = smallLoop();
        EventLoop other = Schedulers.eventLoop()) {
      for (EventLoop each : List.of(loop, other)) {
        wakeUpFromCoroutines(loop, i -> completion(each, 1 + i % 3));
        wakeUpFromCoroutines(loop, i -> i % 2 == 0 ? cancellation(each) : operation(each));
      }
    }
  }
}
