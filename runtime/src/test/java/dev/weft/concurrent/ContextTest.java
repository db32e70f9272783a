package dev.weft.concurrent;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import dev.weft.woven.TaskMethod;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keys are bound to, where, and for how long. */
@Timeout(60)
class ContextTest {

  private static final Context.Key<String> USER = Context.key("user");
  private static final Context.Key<@Nullable Object> OTHER = Context.key("other");

  private final EventLoop loop = Schedulers.eventLoop();
  private final List<@Nullable Object> seen = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
    assertThat(USER.isBound()).as("nothing is left on this thread").isFalse();
  }

  /** A part that notes what is bound, and what the part before has thrown. */
  private HandWoven.Part note() {
    return (carrier, before) -> {
      if (before.failure() != null) {
        seen.add(before.failure());
      }
      seen.add(USER.orElse("none"));
      return before.value();
    };
  }

  private static HandWoven.Part yielding() {
    return HandWoven.yielding();
  }

  /** A call with a binding, as generated code makes it. */
  private static HandWoven.Part with(Context.Bindings bindings, HandWoven.Part... parts) {
    return (carrier, before) -> bindings.call(body(parts), carrier.room(), carrier);
  }

  private static Context.Bindings user(String name) {
    return Context.where(USER, name);
  }

  // ---- keys ----

  @Test
  void anUnboundKeySaysSo() {
    assertThat(USER.isBound()).isFalse();
    assertThat(USER.orElse("other")).isEqualTo("other");
    assertThatThrownBy(USER::get)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("the context key 'user' is not bound")
        .hasMessageContaining("Context.where(key, value)");
    assertThatThrownBy(() -> USER.orElseThrow(IllegalStateException::new))
        .isInstanceOf(IllegalStateException.class);
    assertThat(USER).hasToString("user");
  }

  @Test
  void aBoundKeyHasItsValueForTheTimeOfTheCall() throws Exception {
    String result =
        user("a")
            .call(
                () -> {
                  assertThat(USER.isBound()).isTrue();
                  assertThat(USER.orElse("other")).isEqualTo("a");
                  assertThat(USER.orElseThrow(IllegalStateException::new)).isEqualTo("a");
                  return USER.get();
                });

    assertThat(result).isEqualTo("a");
    assertThat(USER.isBound()).isFalse();
  }

  @Test
  void nullIsAValue() {
    Context.where(OTHER, null)
        .run(
            () -> {
              assertThat(OTHER.isBound()).isTrue();
              assertThat(OTHER.get()).isNull();
              assertThat(OTHER.orElse("x")).isNull();
            });
  }

  @Test
  void keysOfOneNameAreTwo() {
    Context.Key<String> second = Context.key("user");

    user("a").run(() -> assertThat(second.isBound()).isFalse());
  }

  @Test
  void bindingsAreChainedHiddenAndPutBack() {
    Context.Bindings both = user("a").where(OTHER, 1).where(USER, "b");
    assertThat(both).hasToString("user=a, other=1, user=b");

    both.run(
        () -> {
          assertThat(USER.get()).isEqualTo("b");
          assertThat(OTHER.get()).isEqualTo(1);
          user("c")
              .run(
                  () -> {
                    assertThat(USER.get()).isEqualTo("c");
                    assertThat(OTHER.get()).isEqualTo(1);
                  });
          assertThat(USER.get()).isEqualTo("b");
        });
    assertThat(OTHER.isBound()).isFalse();
  }

  @Test
  void aFailureLeavesNothingBound() {
    var failure = new java.io.IOException("as it is");

    assertThatThrownBy(
            () ->
                user("a")
                    .run(
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    assertThat(USER.isBound()).isFalse();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> Context.key(null)).hasMessage("name");
    assertThatThrownBy(() -> Context.where(null, "x")).hasMessage("key");
    assertThatThrownBy(() -> user("a").where(null, "x")).hasMessage("key");
    assertThatThrownBy(() -> user("a").call(null)).hasMessage("body");
    assertThatThrownBy(() -> user("a").run(null)).hasMessage("body");
    assertThat(USER.isBound()).isFalse();
  }

  // ---- coroutines ----

  @Test
  void itIsSeenAfterEverySuspensionAndPutBackAfterTheCall() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                with(
                    user("a"),
                    note(),
                    yielding(),
                    note(),
                    with(user("b"), note(), yielding(), note()),
                    note(),
                    yielding(),
                    note()),
                note(),
                yielding(),
                note()));
    Object unused = task.get();

    assertThat(seen).containsExactly("a", "a", "b", "b", "a", "a", "none", "none");
  }

  @Test
  void aCoroutineHasItsOwnWhateverOthersDoOnItsThread() {
    ManualScheduler manual = Schedulers.manual();
    for (String name : List.of("a", "b", "c")) {
      Task<Object> unused =
          Weft.start(
              manual,
              body(with(user(name), note(), yielding(), note(), yielding(), note()), note()));
    }
    manual.run();

    assertThat(seen)
        .containsExactly("a", "b", "c", "a", "b", "c", "a", "none", "b", "none", "c", "none");
  }

  @Test
  void theResultAndTheFailureOfASuspendedCallAreHandedOn() throws Exception {
    var failure = new IllegalStateException("broken");
    Task<Object> task =
        Weft.start(
            loop,
            body(
                with(user("a"), yielding(), HandWoven.failing(failure)),
                note(),
                with(user("a"), yielding(), (carrier, before) -> "result"),
                HandWoven.result()));

    assertThat(task.get()).isEqualTo("result");
    assertThat(seen).containsExactly(failure, "none");
  }

  @Test
  void aCancellationPutsBackWhatWasBound() {
    Task.Completer<Object> never = Task.completer();
    Task<Object> task =
        Weft.start(
            body(
                with(
                    user("a"),
                    with(user("b"), HandWoven.await((Completion) never.task())),
                    (carrier, before) -> {
                      Object unused = note().run(carrier, before);
                      throw before.failure();
                    }),
                note()));

    task.cancel(true);

    assertThat(task.isDone()).isTrue();
    assertThat(seen).hasSize(4);
    assertThat(seen.get(0)).isInstanceOf(CancellationException.class);
    assertThat(seen.get(1)).isEqualTo("a");
    assertThat(seen.get(3)).isEqualTo("none");
  }

  @Test
  void aSuspendingMethodThatOrdinaryCodeCallsSeesTheThreads() {
    user("a")
        .run(
            () -> {
              Object unused =
                  HandWoven.callFromOutside(
                      note(),
                      (carrier, before) -> Suspend.await(later(), carrier),
                      note(),
                      with(user("b"), (c, b) -> Suspend.await(later(), c), note()),
                      note());
              seen.add(USER.get());
            });

    assertThat(seen).containsExactly("a", "a", "b", "a", "a");
  }

  private Completion later() {
    Task.Completer<Object> completer = Task.completer();
    loop.schedule(() -> completer.complete("x"));
    return (Completion) completer.task();
  }

  @Test
  void ordinaryCodeMaySuspendInItsCall() {
    Object result =
        user("a").call(body((carrier, before) -> Suspend.await(later(), carrier), note()));

    assertThat(result).isEqualTo("x");
    assertThat(seen).containsExactly("a");
  }

  // ---- what is inherited ----

  @Test
  void coroutinesInheritWhatIsBoundWhereTheyAreMade() throws Exception {
    List<Task<Object>> tasks = new ArrayList<>();
    AsyncCallable<Object> child = body(yielding(), note());
    user("a")
        .run(
            () -> {
              tasks.add(Weft.start(loop, child));
              tasks.add(Weft.start(child));
            });
    for (Task<Object> each : tasks) {
      Object unused = each.get();
    }

    assertThat(seen).containsExactly("a", "a");
  }

  @Test
  void coroutinesOfCoroutinesInheritToo() throws Exception {
    HandWoven.Part startsAnother =
        (carrier, before) ->
            Suspend.await((Completion) Weft.start(body(yielding(), note())), carrier);
    Task<Object> task =
        Weft.start(
            loop,
            body(
                with(user("a"), startsAnother, with(user("b"), startsAnother), note()),
                startsAnother));
    Object unused = task.get();

    assertThat(seen).containsExactly("a", "b", "a", "none");
  }

  @Test
  void taskMethodsInherit() throws Exception {
    List<Task<?>> tasks = new ArrayList<>();
    user("a")
        .run(
            () -> {
              TaskMethod call = TaskMethod.begin();
              Object result =
                  new HandWoven(note(), (c, b) -> Suspend.await(later(), c), note())
                      .call(call.carrier());
              tasks.add((Task<?>) call.returned(result));
            });
    Object unused = tasks.get(0).get();

    assertThat(seen).containsExactly("a", "a");
  }

  @Test
  void bodiesOfDeadlinesAndForksInherit() throws Exception {
    HandWoven.Part deadline =
        (carrier, before) ->
            Weft.withDeadline(
                Duration.ofMinutes(1), body(yielding(), note()), WovenCarrier.MAX_DEPTH, carrier);
    Task<Object> task = Weft.start(loop, body(with(user("a"), deadline), deadline));
    Object unused = task.get();
    user("b")
        .run(
            () -> {
              try (var scope = TaskScope.open()) {
                Task<Object> forked = scope.fork(body(yielding(), note()));
                Object ignored = scope.join();
                assertThat(forked.isDone()).isTrue();
              }
            });

    assertThat(seen).containsExactly("a", "none", "b");
  }

  @Test
  void blockingWorkInherits() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                with(
                    user("a"),
                    (carrier, before) ->
                        Weft.blocking(() -> USER.orElse("none"), WovenCarrier.MAX_DEPTH, carrier),
                    (carrier, before) -> {
                      seen.add(before.get());
                      return loop.offload(
                          () -> USER.orElse("none"), WovenCarrier.MAX_DEPTH, carrier);
                    },
                    (carrier, before) -> seen.add(before.get())),
                (carrier, before) ->
                    Weft.blocking(() -> USER.orElse("none"), WovenCarrier.MAX_DEPTH, carrier),
                (carrier, before) -> seen.add(before.get())));
    Object unused = task.get();

    assertThat(seen).containsExactly("a", "a", "none");
  }

  @Test
  void threadsDoNotInherit() throws Exception {
    var thread = new Thread(() -> seen.add(USER.orElse("none")));
    user("a")
        .run(
            () -> {
              thread.start();
              thread.join();
            });

    assertThat(seen).containsExactly("none");
  }

  @Test
  void manyCoroutinesOfAPoolNeverSeeOneAnothersValues() throws Exception {
    var wrong = new AtomicInteger();
    int count = 2_000;
    var done = new CountDownLatch(count);
    var pool = Schedulers.workStealing(2);
    for (int i = 0; i < count; i++) {
      String name = "n" + i;
      HandWoven.Part check =
          (carrier, before) -> {
            wrong.addAndGet(USER.get().equals(name) ? 0 : 1);
            return null;
          };
      HandWoven.Part hidden =
          with(
              user("hidden" + i),
              yielding(),
              (carrier, before) -> {
                wrong.addAndGet(USER.get().equals("hidden" + name.substring(1)) ? 0 : 1);
                return null;
              });
      Task<Object> unused =
          Weft.start(
              pool,
              body(
                  with(user(name), check, yielding(), check, hidden, check, yielding(), check),
                  (carrier, before) -> {
                    wrong.addAndGet(USER.isBound() ? 1 : 0);
                    done.countDown();
                    return null;
                  }));
    }
    done.await();

    assertThat(wrong).hasValue(0);
  }
}
