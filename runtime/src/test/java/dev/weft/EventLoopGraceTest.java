package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.loop.LoopAccess;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever coroutines do, a loop that is closed ends, and their tasks with it. */
@Timeout(60)
class EventLoopGraceTest {

  /** Children that are refused by the thousand fail, and nobody asks for them. */
  @BeforeEach
  void hearOfNoRefusal() {
    Weft.onUnobservedFailure(refused -> {});
  }

  @AfterEach
  void hearAgain() {
    Weft.onUnobservedFailure(null);
  }

  private static final Duration GRACE = Duration.ofMillis(50);

  private final EventLoop loop = Schedulers.eventLoopBuilder().grace(GRACE).build();
  private final Task.Completer<Object> never = Task.completer();

  /** A coroutine that suspends again and again, whatever it meets. */
  private static AsyncCallable<Object> forEver(
      Consumer<WovenCarrier> suspend, CountDownLatch begun) {
    return new AsyncCallable<>() {
      @SuppressWarnings("unused") // says that the body is no proxy's
      private static void weft$woven() {}

      @Override
      public Object call() {
        throw new AssertionError("woven");
      }

      @Override
      public Object call(int room, WovenCarrier carrier) {
        begun.countDown();
        suspend.accept(carrier);
        carrier.link(
            new Frame() {
              @Override
              protected int resume(Carrier resumed) {
                try {
                  var unused = resumed.takeObject();
                } catch (Throwable swallowed) {
                  // whatever it is
                }
                suspend.accept((WovenCarrier) resumed);
                return resumed.unwinding;
              }
            });
        return null;
      }
    };
  }

  enum Stubbornly {
    YIELDS,
    SLEEPS,
    WAITS,
    STARTS_OTHERS,
    IS_WOKEN_BY_OTHERS
  }

  private Consumer<WovenCarrier> how(Stubbornly stubbornly) {
    return switch (stubbornly) {
      case YIELDS -> Suspend::yieldNow;
      case SLEEPS -> carrier -> Suspend.delay(Duration.ofNanos(1), carrier);
      case WAITS -> carrier -> awaits(Stubborn.task(), carrier);
      case STARTS_OTHERS ->
          carrier -> {
            Task<Object> child = Weft.start(loop, body((inner, before) -> "x"));
            if (child.isDone()) {
              Suspend.yieldNow(carrier);
            } else {
              awaits((Completion) child, carrier);
            }
          };
      case IS_WOKEN_BY_OTHERS ->
          carrier -> {
            var next = new Stubborn();
            wakers.add(next);
            awaits(next, carrier);
          };
    };
  }

  private final LinkedBlockingQueue<Stubborn> wakers = new LinkedBlockingQueue<>();

  private static void awaits(Completion awaited, WovenCarrier carrier) {
    try {
      var unused = Suspend.await(awaited, carrier);
      if (!carrier.isUnwinding()) { // it was done already
        Suspend.yieldNow(carrier);
      }
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  private Thread waker(AtomicBoolean stop) {
    var thread =
        new Thread(
            () -> {
              while (!stop.get()) {
                Stubborn next = wakers.poll();
                if (next != null) {
                  next.finish("x");
                }
              }
            });
    thread.start();
    return thread;
  }

  @ParameterizedTest
  @EnumSource
  void whoTakesNoNoticeHasItsTaskFailed(Stubbornly stubbornly) throws Exception {
    var stop = new AtomicBoolean();
    Thread waker = waker(stop);
    var begun = new CountDownLatch(3);
    List<Task<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(Weft.start(loop, forEver(how(stubbornly), begun)));
    }
    begun.await();

    loop.close();
    stop.set(true);
    waker.join();

    for (Task<Object> task : tasks) {
      assertThat(task.isDone()).isTrue();
      assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(RejectedExecutionException.class);
    }
    assertThat(LoopAccess.isDeserted(loop)).isTrue();
  }

  /** One that takes all the grace period for itself does not take it from others. */
  @Test
  void othersAreCancelledAtOnce() throws Exception {
    EventLoop patient = Schedulers.eventLoopBuilder().grace(Duration.ofDays(1)).build();
    var stop = new AtomicBoolean();
    var begun = new CountDownLatch(1);
    Task<Object> stubborn =
        Weft.start(
            patient,
            forEver(
                carrier -> {
                  if (!stop.get()) {
                    Suspend.yieldNow(carrier);
                  }
                },
                begun));
    Task<Object> waits = Weft.start(patient, body(await((Completion) never.task()), result()));
    begun.await();
    var closer = new Thread(patient::close);
    closer.start();

    assertThatThrownBy(waits::get).isInstanceOf(CancellationException.class);
    stop.set(true);
    closer.join();
    assertThat(stubborn.isDone()).isTrue();
  }

  /** Refused on a thread of somebody else's, which must not be held for ever. */
  @Test
  void whoIsWokenAfterTheEndIsNotRefusedForEver() throws Exception {
    Stubborn late = new Stubborn();
    var resumed = new AtomicInteger();
    var begun = new CountDownLatch(1);
    Task<Object> task =
        Weft.start(
            loop,
            forEver(
                carrier -> {
                  if (resumed.incrementAndGet() <= 3) {
                    awaits(late, carrier);
                  } else {
                    Suspend.yieldNow(carrier);
                  }
                },
                begun));
    begun.await();
    loop.close();
    assertThat(task.isDone()).isTrue();

    late.finish("late");

    assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void whatWasAcceptedRunsHoweverShortTheGrace() {
    EventLoop hasty = Schedulers.eventLoopBuilder().grace(Duration.ZERO).build();
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    hasty.schedule(
        () -> {
          entered.countDown();
          LoopFixture.awaitLatch(go);
        });
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      hasty.schedule(() -> ran.add(number));
    }
    LoopFixture.awaitLatch(entered);
    go.countDown();

    hasty.close();

    assertThat(ran).hasSize(1000).isSorted();
  }

  @Test
  void manyCloseAtTheSameTime() throws Exception {
    var begun = new CountDownLatch(1);
    Task<Object> task = Weft.start(loop, forEver(Suspend::yieldNow, begun));
    begun.await();
    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      closers.add(new Thread(loop::close));
    }
    closers.forEach(Thread::start);
    for (Thread closer : closers) {
      closer.join();
    }

    assertThat(task.isDone()).isTrue();
  }

  /** A loop that has not started yet is closed while it gets its first step. */
  @Test
  void theFirstStepRunsOrIsRefused() throws Exception {
    for (int round = 0; round < 300; round++) {
      EventLoop each = Schedulers.eventLoop();
      var ran = new AtomicInteger();
      var accepted = new AtomicInteger();
      var ready = new CountDownLatch(2);
      var producer =
          new Thread(
              () -> {
                meet(ready);
                try {
                  each.schedule(ran::incrementAndGet);
                  accepted.incrementAndGet();
                } catch (RejectedExecutionException closed) {
                  // as it may be
                }
              });
      producer.start();
      meet(ready);
      each.close();
      producer.join();
      each.close();

      assertThat(ran.get()).isEqualTo(accepted.get());
    }
  }

  private static void meet(CountDownLatch latch) {
    latch.countDown();
    LoopFixture.awaitLatch(latch);
  }

  @Test
  void severalLoopsEndAtTheSameTime() throws Exception {
    EventLoops loops = Schedulers.eventLoopBuilder().grace(Duration.ofDays(1)).build(2);
    Task.Completer<Object> firstClosed = Task.completer();
    var begun = new CountDownLatch(2);
    // The first to be closed ends when the second has been cancelled.
    Task<Object> second =
        Weft.start(
            loops.all().get(1),
            body(
                (carrier, before) -> {
                  begun.countDown();
                  return await((Completion) never.task()).run(carrier, before);
                },
                (carrier, before) -> {
                  firstClosed.complete("second was cancelled");
                  return before.get();
                }));
    Completion deaf = new Stubborn();
    Task<Object> first =
        Weft.start(
            loops.all().get(0),
            body(
                (carrier, before) -> {
                  begun.countDown();
                  return await(deaf).run(carrier, before);
                },
                (carrier, before) -> Suspend.await((Completion) firstClosed.task(), carrier),
                result()));
    begun.await();

    loops.close();

    assertThat(first.get()).isEqualTo("second was cancelled");
    assertThat(second.isCancelled()).isTrue();
  }

  /** Lets others run, as calls do that have been made very often. */
  private static final class GivesWay extends OperationFrame {
    void begin(WovenCarrier carrier) {
      suspend(carrier);
    }

    @Override
    protected void start() {
      boolean unused = wake();
    }

    @Override
    protected void proceed(Carrier carrier) {
      carrier.putVoid();
    }

    @Override
    protected void abandon() {}

    @Override
    protected void failed() {}
  }

  enum LetsOthersRun {
    BY_ITSELF,
    IN_A_CALL
  }

  @ParameterizedTest
  @EnumSource
  void finallyBlocksThatLetOthersRunEnd(LetsOthersRun how) throws Exception {
    var begun = new CountDownLatch(1);
    List<Throwable> met = new ArrayList<>();
    List<HandWoven.Part> parts = new ArrayList<>();
    parts.add(
        (carrier, before) -> {
          begun.countDown();
          return Suspend.await(Stubborn.task(), carrier);
        });
    parts.add((carrier, before) -> Suspend.await(Stubborn.task(), carrier)); // was cancelled
    for (int i = 0; i < 100; i++) {
      parts.add(
          (carrier, before) -> {
            if (before.failure() != null) {
              met.add(before.failure());
            }
            if (how == LetsOthersRun.BY_ITSELF) {
              Suspend.yieldNow(carrier);
            } else {
              new GivesWay().begin(carrier);
            }
            return null;
          });
    }
    parts.add((carrier, before) -> "cleaned up");
    Task<Object> task = Weft.start(loop, body(parts.toArray(new HandWoven.Part[0])));
    begun.await();

    loop.close();

    assertThat(task.get()).isEqualTo("cleaned up");
    assertThat(met).hasSize(1).first().isInstanceOf(RejectedExecutionException.class);
  }
}
