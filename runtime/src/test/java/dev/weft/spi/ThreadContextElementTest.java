package dev.weft.spi;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.Generator;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.Language;
import dev.weft.woven.Suspend;
import dev.weft.woven.TaskMethod;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread-local map, as loggers have, that goes with coroutines. */
@Timeout(60)
class ThreadContextElementTest {

  private static final ThreadLocal<Map<String, String>> MDC = ThreadLocal.withInitial(TreeMap::new);

  /** As one for a logger's would be. */
  private static final class MdcElement implements ThreadContextElement<Map<String, String>> {
    @Override
    public Map<String, String> capture() {
      return Map.copyOf(MDC.get());
    }

    @Override
    public void restore(Map<String, String> state) {
      MDC.set(new TreeMap<>(state));
    }
  }

  private final MdcElement element = new MdcElement();
  private final EventLoop loop = Schedulers.eventLoop();
  private final List<Object> seen = new ArrayList<>();

  @BeforeEach
  void register() {
    ThreadContextElement.register(element);
    MDC.remove();
  }

  @AfterEach
  void unregister() throws Exception {
    Map<?, ?> ofLoop =
        CompletableFuture.supplyAsync(() -> Map.copyOf(MDC.get()), loop::schedule).get();
    loop.close();
    MDC.remove();
    assertThat(ThreadContextElement.unregister(element)).isTrue();
    assertThat(ofLoop).as("nothing is left on the loop's thread").isEmpty();
  }

  private HandWoven.Part note() {
    return (carrier, before) -> {
      if (before.failure() != null) {
        seen.add(before.failure());
      }
      seen.add(MDC.get().toString());
      return null;
    };
  }

  private static HandWoven.Part put(String value) {
    return (carrier, before) -> {
      Object unused = before.get();
      MDC.get().put("user", value);
      return null;
    };
  }

  private static HandWoven.Part yielding() {
    return HandWoven.yielding();
  }

  private Completion later() {
    Task.Completer<Object> completer = Task.completer();
    loop.schedule(() -> completer.complete("x"));
    return (Completion) completer.task();
  }

  private HandWoven.Part waiting() {
    return (carrier, before) -> Suspend.await(later(), carrier);
  }

  @Test
  void aCoroutineBeginsWithWhatItsMakerHas() throws Exception {
    MDC.get().put("user", "a");
    Task<Object> task = Weft.start(loop, body(note(), yielding(), note(), waiting(), note()));
    MDC.get().put("user", "b");
    Object unused = task.get();

    assertThat(seen).containsExactly("{user=a}", "{user=a}", "{user=a}");
    assertThat(MDC.get()).hasToString("{user=b}");
  }

  @Test
  void whatACoroutineChangesItFindsAgainAndNobodyElse() {
    ManualScheduler manual = Schedulers.manual();
    for (String name : List.of("a", "b")) {
      Task<Object> unused =
          Weft.start(
              manual,
              body(note(), put(name), yielding(), note(), put(name + "2"), yielding(), note()));
    }
    manual.run();

    assertThat(seen).containsExactly("{}", "{}", "{user=a}", "{user=b}", "{user=a2}", "{user=b2}");
    assertThat(MDC.get()).isEmpty();
  }

  @Test
  void itIsKeptWhileTheCoroutineWaitsWhateverThreadWakesIt() throws Exception {
    Task<Object> task =
        Weft.start(
            Schedulers.workStealing(2),
            body(put("a"), waiting(), note(), put("b"), waiting(), note(), waiting(), note()));
    Object unused = task.get();

    assertThat(seen).containsExactly("{user=a}", "{user=b}", "{user=b}");
  }

  @Test
  void aCoroutineThatBeginsInsideAnotherLeavesThatItsOwn() {
    Task.Completer<Object> noted = Task.completer();
    AsyncCallable<Object> inner =
        body(
            note(),
            put("inner"),
            (carrier, before) -> Suspend.await((Completion) noted.task(), carrier),
            note());
    List<Task<Object>> tasks = new ArrayList<>();
    Task<Object> outer =
        Weft.start(
            body(
                put("outer"),
                (carrier, before) -> tasks.add(Weft.start(inner)),
                note(),
                (carrier, before) -> {
                  loop.schedule(() -> noted.complete("x"));
                  return Suspend.await((Completion) tasks.get(0), carrier);
                },
                note()));
    ((Completion) outer)
        .subscribe(
            new dev.weft.internal.engine.Waiter() {
              @Override
              protected void completed(Completion done) {
                ended.countDown();
              }
            });
    awaitUninterruptibly(ended);

    assertThat(seen)
        .containsExactly("{user=outer}", "{user=outer}", "{user=inner}", "{user=outer}");
    assertThat(MDC.get()).as("the thread's own").isEmpty();
  }

  private final CountDownLatch ended = new CountDownLatch(1);

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTaskMethodLeavesItsCallerWhatThatHad() throws Exception {
    MDC.get().put("user", "caller");
    List<Task<?>> tasks = new ArrayList<>();
    for (boolean suspends : new boolean[] {true, false}) {
      TaskMethod call = TaskMethod.begin();
      HandWoven.Part middle = suspends ? waiting() : (carrier, before) -> null;
      Object result = new HandWoven(note(), put("task"), middle, note()).call(call.carrier());
      tasks.add((Task<?>) call.returned(result));
      seen.add(MDC.get().toString());
    }
    TaskMethod failing = TaskMethod.begin();
    MDC.get().put("user", "fails");
    tasks.add((Task<?>) failing.threw(new IllegalStateException("broken")));
    seen.add(MDC.get().toString());
    Object unused = tasks.get(0).get();
    assertThatThrownBy(tasks.get(2)::get).hasMessageContaining("broken");

    assertThat(seen)
        .containsOnly("{user=caller}", "{user=task}")
        .filteredOn("{user=task}"::equals)
        .hasSize(2);
    assertThat(MDC.get()).hasToString("{user=caller}");
  }

  @Test
  void aCancellationAndAFailureFindItInPlace() {
    Task.Completer<Object> never = Task.completer();
    Task<Object> task =
        Weft.start(
            body(
                put("a"),
                HandWoven.await((Completion) never.task()),
                note(),
                yieldingAfterAll(),
                HandWoven.failing(new IllegalStateException("broken"))));

    task.cancel(true);

    assertThat(seen).hasSize(2).last().isEqualTo("{user=a}");
    assertThat(seen.get(0)).isInstanceOf(CancellationException.class);
    assertThatThrownBy(task::get).hasMessageContaining("broken");
    assertThat(MDC.get()).isEmpty();
  }

  private static HandWoven.Part yieldingAfterAll() {
    return (carrier, before) -> {
      Suspend.yieldNow(carrier);
      return null;
    };
  }

  @Test
  void aGeneratorHasItsOwn() {
    MDC.get().put("user", "maker");
    HandWoven.Part emits =
        (carrier, before) -> {
          Object unused = before.get();
          Suspend.emit(MDC.get().toString(), carrier);
          return null;
        };
    var generator =
        (Generator<?>)
            Language.get()
                .newGenerator(
                    new HandWoven(emits, put("generator"), emits, emits, (c, before) -> null));
    MDC.get().put("user", "consumer");

    for (int i = 0; i < 3; i++) {
      seen.add(generator.next());
      seen.add(MDC.get().toString());
    }
    assertThat(generator.hasNext()).isFalse();

    assertThat(seen)
        .containsExactly(
            "{user=maker}",
            "{user=consumer}",
            "{user=generator}",
            "{user=consumer}",
            "{user=generator}",
            "{user=consumer}");
  }

  @Test
  void blockingWorkBeginsWithItAndLeavesNothingOnItsThread() throws Exception {
    for (String name : List.of("a", "b")) {
      Task<Object> task =
          Weft.start(
              loop,
              body(
                  put(name),
                  (carrier, before) ->
                      Weft.blocking(
                          () -> {
                            seen.add(MDC.get().toString());
                            MDC.get().put("left", "behind");
                            return "x";
                          },
                          WovenCarrier.MAX_DEPTH,
                          carrier),
                  note(),
                  (carrier, before) ->
                      loop.offload(
                          () -> seen.add(MDC.get().toString()), WovenCarrier.MAX_DEPTH, carrier)));
      Object unused = task.get();
    }

    assertThat(seen)
        .containsExactly("{user=a}", "{user=a}", "{user=a}", "{user=b}", "{user=b}", "{user=b}");
  }

  @Test
  void deadlinesAndTheirBodiesHaveIt() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                put("a"),
                (carrier, before) ->
                    Weft.withDeadline(
                        Duration.ofMinutes(1),
                        body(note(), put("inside"), waiting(), note()),
                        carrier.room(),
                        carrier),
                note()));
    Object unused = task.get();

    assertThat(seen).containsExactly("{user=a}", "{user=inside}", "{user=a}");
  }

  @Test
  void aSuspendingMethodThatOrdinaryCodeCallsHasTheThreadItself() {
    MDC.get().put("user", "a");
    Object unused = HandWoven.callFromOutside(note(), put("b"), waiting(), note());

    assertThat(seen).containsExactly("{user=a}", "{user=b}");
    assertThat(MDC.get()).as("as any call").hasToString("{user=b}");
  }

  @Test
  void anElementThatFailsIsReportedAndTheCoroutineGoesOn() throws Exception {
    List<Throwable> reported = new ArrayList<>();
    var broken =
        new ThreadContextElement<Object>() {
          @Override
          public Object capture() {
            throw new IllegalStateException("cannot capture");
          }

          @Override
          public void restore(@Nullable Object state) {
            throw new AssertionError("nothing was captured");
          }
        };
    var cannotRestore =
        new ThreadContextElement<String>() {
          @Override
          public String capture() {
            return "state";
          }

          @Override
          public void restore(String state) {
            throw new IllegalStateException("cannot restore");
          }
        };
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          synchronized (reported) {
            reported.add(failure);
          }
        });
    ThreadContextElement.register(broken);
    ThreadContextElement.register(cannotRestore);
    try {
      Task<Object> task = Weft.start(loop, body(put("a"), yielding(), waiting(), note()));
      Object unused = task.get();
      CompletableFuture.runAsync(() -> {}, loop::schedule).get(); // behind the step
    } finally {
      assertThat(ThreadContextElement.unregister(broken)).isTrue();
      assertThat(ThreadContextElement.unregister(cannotRestore)).isTrue();
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(seen).containsExactly("{user=a}");
    assertThat(reported)
        .isNotEmpty()
        .allMatch(IllegalStateException.class::isInstance)
        .anyMatch(failure -> failure.getMessage().equals("cannot capture"))
        .anyMatch(failure -> failure.getMessage().equals("cannot restore"));
  }

  @Test
  void coroutinesThatWereMadeBeforeAreLeftAlone() throws Exception {
    assertThat(ThreadContextElement.unregister(element)).isTrue();
    Task.Completer<Object> gate = Task.completer();
    Task<Object> task =
        Weft.start(body(HandWoven.await((Completion) gate.task()), put("its thread's"), note()));
    ThreadContextElement.register(element);
    gate.complete("x");
    Object unused = task.get();

    assertThat(seen).containsExactly("{user=its thread's}");
    assertThat(MDC.get()).hasToString("{user=its thread's}");
    MDC.remove();
  }

  @Test
  void twoAreTwoAndEachIsForgottenOnce() {
    var second = new MdcElement();
    ThreadContextElement.register(second);

    assertThat(ThreadContextElement.unregister(second)).isTrue();
    assertThat(ThreadContextElement.unregister(second)).isFalse();
    assertThatThrownBy(() -> ThreadContextElement.register(null)).hasMessage("element");
  }

  @Test
  void coroutinesOfAPoolNeverSeeOneAnothers() throws Exception {
    var wrong = new AtomicInteger();
    int count = 2_000;
    var done = new CountDownLatch(count);
    Scheduler pool = Schedulers.workStealing(2);
    for (int i = 0; i < count; i++) {
      String name = "n" + i;
      HandWoven.Part check =
          (carrier, before) -> {
            wrong.addAndGet(name.equals(MDC.get().get("user")) ? 0 : 1);
            return null;
          };
      AsyncCallable<Object> nested =
          body(check, put("nested" + i), waiting(), yielding(), (c, b) -> null);
      Task<Object> unused =
          Weft.start(
              pool,
              body(
                  put(name),
                  yielding(),
                  check,
                  (carrier, before) -> Suspend.await((Completion) Weft.start(nested), carrier),
                  check,
                  waiting(),
                  check,
                  (carrier, before) -> {
                    done.countDown();
                    return null;
                  }));
    }
    done.await();

    assertThat(wrong).hasValue(0);
    assertThat(MDC.get()).isEmpty();
  }
}
