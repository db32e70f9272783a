package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.Waiter;
import dev.weft.spi.Scheduler;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Weft#blocking} where its work runs, and where its coroutine goes on. */
@Timeout(60)
class BlockingTest extends LoopFixture {

  private final List<Object> seen = new ArrayList<>();

  private static HandWoven.Part blocking(Callable<?> work) {
    return (carrier, before) -> Weft.blocking(work, WovenCarrier.MAX_DEPTH, carrier);
  }

  private HandWoven.Part note() {
    return (carrier, before) -> {
      seen.add(before.failure() == null ? before.value() : before.failure());
      return null;
    };
  }

  private static final HandWoven.Part THREAD =
      (carrier, before) -> List.of(before.get(), Thread.currentThread());

  enum Where {
    EVENT_LOOP,
    WORK_STEALING,
    IMMEDIATE,
    EXECUTOR,
    VIRTUAL_THREADS,
    NOWHERE
  }

  private static Task<Object> start(Where where, EventLoop loop, AsyncCallable<Object> body) {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Scheduler pool = Scheduler.of(executor);
      Task<Object> task =
          switch (where) {
            case EVENT_LOOP -> Weft.start(loop, body);
            case WORK_STEALING -> Weft.start(Schedulers.workStealing(2), body);
            case IMMEDIATE -> Weft.start(Schedulers.immediate(), body);
            case EXECUTOR -> Weft.start(pool, body);
            case VIRTUAL_THREADS -> Weft.start(Schedulers.virtualThreads(), body);
            case NOWHERE -> Weft.start(body);
          };
      ended(task);
      return task;
    } finally {
      executor.shutdown();
    }
  }

  private static void ended(Task<?> task) {
    var latch = new CountDownLatch(1);
    ((Completion) task)
        .subscribe(
            new Waiter() {
              @Override
              protected void completed(Completion done) {
                latch.countDown();
              }
            });
    awaitLatch(latch);
  }

  private static boolean isThere(Where where) {
    return where != Where.VIRTUAL_THREADS || Runtime.version().feature() >= 21;
  }

  @ParameterizedTest
  @EnumSource
  void onAnySchedulerTheWorkRunsOnAThreadOfItsOwn(Where where) throws Exception {
    if (!isThere(where)) {
      return;
    }
    Thread caller = Thread.currentThread();
    Task<Object> task = start(where, loop, body(blocking(Thread::currentThread), THREAD));

    @SuppressWarnings("unchecked")
    var threads = (List<Thread>) task.get();
    assertThat(threads.get(0).getName()).startsWith("weft-blocking-");
    assertThat(threads.get(0)).isNotSameAs(caller);
    assertThat(threads.get(0).isDaemon()).isTrue();
    boolean goesOnElsewhere = where != Where.NOWHERE && where != Where.IMMEDIATE;
    assertThat(threads.get(1) == threads.get(0)).isEqualTo(!goesOnElsewhere);
  }

  @ParameterizedTest
  @EnumSource
  void onAnySchedulerACancellationInterruptsIt(Where where) throws Exception {
    if (!isThere(where)) {
      return;
    }
    var working = new CountDownLatch(1);
    var self = new CompletableFuture<Task<?>>();
    var thread =
        new Thread(
            () -> {
              awaitLatch(working);
              self.join().cancel(true);
            });
    thread.start();
    Task<Object> task =
        start(
            where,
            loop,
            body(
                (carrier, before) -> {
                  self.complete((Task<?>) carrier.coroutine());
                  return null;
                },
                blocking(
                    () -> {
                      working.countDown();
                      new CountDownLatch(1).await();
                      return "never";
                    }),
                note()));
    thread.join();

    assertThat(task.isDone()).isTrue();
    assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
  }

  @Test
  void onAManualSchedulerItGoesOnWhenThatIsRun() throws Exception {
    var woken = new CountDownLatch(1);
    ManualScheduler manual = Schedulers.manual(woken::countDown);
    var suspended = new CountDownLatch(1);
    Callable<Thread> work =
        () -> {
          suspended.await();
          return Thread.currentThread();
        };
    Task<Object> task = Weft.start(manual, body(blocking(work), THREAD));
    manual.run();
    suspended.countDown();
    woken.await();
    assertThat(task.isDone()).isFalse();

    manual.run();

    @SuppressWarnings("unchecked")
    var threads = (List<Thread>) task.get();
    assertThat(threads.get(0).getName()).startsWith("weft-blocking-");
    assertThat(threads.get(1)).isSameAs(Thread.currentThread());
  }

  @Test
  void whatItThrowsIsThrownAsItIsWithBothTraces() {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                blocking(
                    () -> {
                      throw new IOException("no such file");
                    }),
                note(),
                note()));
    ended(task);

    assertThat(seen.get(0)).isInstanceOf(IOException.class);
    assertThat(((Throwable) seen.get(0)).getStackTrace())
        .anyMatch(call -> call.getClassName().equals(BlockingTest.class.getName()));
  }

  @Test
  void nullIsAResult() throws Exception {
    assertThat(Weft.start(loop, body(blocking(() -> null), note(), HandWoven.result())).get())
        .isNull();
    assertThat(seen).containsExactly((Object) null);
  }

  @Test
  void theWorkHasTheContextClassLoaderOfItsCaller() throws Exception {
    var own = new ClassLoader() {};
    Task<Object> task =
        Weft.start(
            loop,
            body(
                (carrier, before) -> {
                  Thread.currentThread().setContextClassLoader(own);
                  return null;
                },
                blocking(() -> Thread.currentThread().getContextClassLoader()),
                HandWoven.result()));

    assertThat(task.get()).isSameAs(own);
  }

  // ---- code that is no coroutine ----

  @Test
  void inPlainCodeItRunsOnTheCallersThread() throws Exception {
    Thread ran = Weft.blocking(Thread::currentThread);
    var seenByAction = new ArrayList<Thread>();
    Weft.blocking(
        () -> {
          seenByAction.add(Thread.currentThread());
        });

    assertThat(ran).isSameAs(Thread.currentThread());
    assertThat(seenByAction).containsExactly(Thread.currentThread());
    assertThatThrownBy(
            () ->
                Weft.blocking(
                    () -> {
                      throw new IOException("as it is");
                    }))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void aSuspendingMethodThatPlainCodeCallsHasItsCallersThread() {
    Object ran =
        HandWoven.callFromOutside(
            (carrier, before) -> Suspend.await(delayed(), carrier), // its coroutine is a bridge now
            (carrier, before) -> Weft.blocking(Thread::currentThread, 100, carrier),
            HandWoven.result());
    Object atOnce =
        HandWoven.callFromOutside(
            (carrier, before) -> Weft.blocking(Thread::currentThread, 100, carrier),
            HandWoven.result());

    assertThat(ran).isSameAs(Thread.currentThread());
    assertThat(atOnce).isSameAs(Thread.currentThread());
  }

  private Completion delayed() {
    Task.Completer<Object> completer = Task.completer();
    loop.schedule(() -> completer.complete("x"));
    return (Completion) completer.task();
  }

  @Test
  void whereBlockingIsForbiddenPlainCodeIsToldSo() throws Exception {
    var ran = new AtomicBoolean();
    List<Throwable> thrown = new ArrayList<>();
    runOnLoop(
        () -> {
          try {
            boolean unused = Weft.blocking(() -> ran.getAndSet(true));
          } catch (Exception e) {
            thrown.add(e);
          }
          try {
            Object unused =
                HandWoven.callFromOutside(
                    (carrier, before) ->
                        Weft.blocking(() -> ran.getAndSet(true), WovenCarrier.MAX_DEPTH, carrier),
                    HandWoven.result());
          } catch (Exception e) {
            thrown.add(e);
          }
        });

    assertThat(thrown).hasSize(2).allMatch(IllegalStateException.class::isInstance);
    assertThat(thrown.get(0))
        .hasMessageContaining("Weft.blocking, called by code that is no woven coroutine")
        .hasMessageContaining("must never block");
    assertThat(ran).isFalse();
  }

  @Test
  void aGeneratorMustNotCallIt() {
    var carrier = new WovenCarrier(true);

    assertThatThrownBy(() -> Weft.blocking(() -> "x", WovenCarrier.MAX_DEPTH, carrier))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Weft.blocking was called in a generator");
  }

  @Test
  void withoutWorkItSaysSo() {
    assertThatThrownBy(() -> Weft.blocking((Callable<?>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("work");
    assertThatThrownBy(() -> Weft.blocking((BlockingRunnable) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("work");
  }

  // ---- what the work may do ----

  @Test
  void theWorkMayCallSuspendingMethods() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                blocking(
                    () ->
                        HandWoven.callFromOutside(
                            (carrier, before) -> Suspend.await(delayed(), carrier),
                            HandWoven.result())),
                HandWoven.result()));

    assertThat(task.get()).isEqualTo("x");
  }

  @Test
  void aSuspendingMethodThatTheWorkCallsIsCancelledWithIt() throws Exception {
    Task.Completer<Object> never = Task.completer();
    var working = new CountDownLatch(1);
    List<@Nullable Throwable> met = new ArrayList<>();
    Task<Object> task =
        Weft.start(
            loop,
            body(
                blocking(
                    () ->
                        HandWoven.callFromOutside(
                            (carrier, before) -> {
                              working.countDown();
                              return Suspend.await((Completion) never.task(), carrier);
                            },
                            (carrier, before) -> {
                              met.add(before.failure());
                              return before.get();
                            })),
                note()));
    working.await();
    task.cancel(true);
    ended(task);

    assertThat(met).singleElement().isInstanceOf(CancellationException.class);
    assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
  }

  @Test
  void theWorkMayStartCoroutinesAndWaitForThem() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                blocking(
                    () ->
                        Weft.start(loop, body(blocking(() -> "inner"), HandWoven.result())).get()),
                HandWoven.result()));

    assertThat(task.get()).isEqualTo("inner");
  }
}
