package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.UncaughtFailures;
import dev.weft.spi.Scheduler;
import dev.weft.woven.WovenCarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What is promised of every way to run ready steps on one's own thread. */
abstract class RunningStepsContract {

  static final int ALL = Integer.MAX_VALUE;

  final List<String> ran = new ArrayList<>();

  /** Where the steps are put. */
  abstract Scheduler scheduler();

  /** Runs {@code most} steps, or fewer; how many. */
  abstract int run(int most);

  /** How many steps are ready. */
  final int left() {
    int count = 0;
    while (run(1) > 0) {
      count++;
    }
    return count;
  }

  final void add(Runnable step) {
    scheduler().schedule(step);
  }

  final Task<Object> start(HandWoven.Part... parts) {
    return Weft.start(scheduler(), body(parts));
  }

  final HandWoven.Part note(String what) {
    return (carrier, before) -> {
      ran.add(what);
      return before.get();
    };
  }

  final HandWoven.Part noteAndYield(String what) {
    return (carrier, before) -> {
      ran.add(what);
      return yielding().run(carrier, before);
    };
  }

  private Task<Object> startOneThatPutsOff() {
    return start(
        (carrier, before) -> {
          Schedulers.immediate().schedule(() -> ran.add("put off"));
          ran.add("step");
          return null;
        });
  }

  @Test
  void stepsRunInTheirOrderAlsoThoseAddedMeanwhile() {
    add(() -> add(() -> ran.add("c")));
    add(() -> ran.add("b"));

    assertThat(run(ALL)).isEqualTo(3);

    assertThat(ran).containsExactly("b", "c");
  }

  @Test
  void noMoreThanAskedForRun() {
    add(() -> ran.add("a"));
    add(() -> ran.add("b"));

    assertThat(run(1)).isEqualTo(1);

    assertThat(ran).containsExactly("a");
    assertThat(left()).isEqualTo(1);
  }

  @Test
  void coroutinesThatYieldTakeTurns() {
    Task<Object> first = start(noteAndYield("a1"), note("a2"));
    Task<Object> second = start(noteAndYield("b1"), note("b2"));

    assertThat(run(ALL)).isEqualTo(4);

    assertThat(ran).containsExactly("a1", "b1", "a2", "b2");
    assertThat(first.isDone()).isTrue();
    assertThat(second.isDone()).isTrue();
  }

  @Test
  void whatAStepThrowsIsThrownAndTheRestStays() {
    Task<Object> task = start(note("coroutine"));
    add(
        () -> {
          throw new IllegalArgumentException("a step");
        });
    add(() -> ran.add("after"));

    assertThatThrownBy(() -> run(ALL)).hasMessage("a step");

    assertThat(task.isDone()).isTrue();
    assertThat(left()).isEqualTo(1);
    assertThat(WovenCarrier.current().coroutine()).isNull();
  }

  @Test
  void anOrdinaryStepRunsInNoCoroutine() {
    Task<Object> unused = start(note("coroutine"));
    add(() -> ran.add(String.valueOf(WovenCarrier.current().coroutine())));

    run(ALL);

    assertThat(ran).containsExactly("coroutine", "null");
  }

  @Test
  void aStepMayRunTheQueueItself() {
    Task<Object> outer =
        start(
            (carrier, before) -> {
              var self = carrier.coroutine();
              ran.add("inner: " + run(ALL));
              return carrier.coroutine() == self;
            });
    Task<Object> inner = start(noteAndYield("b1"), note("b2"));

    assertThat(run(ALL)).isEqualTo(1);

    assertThat(ran).containsExactly("b1", "b2", "inner: 2");
    assertThat(inner.isDone()).isTrue();
    assertThat(Weft.await(outer)).isEqualTo(true);
  }

  @Test
  void aStepThatHasRunTheQueueItselfMayYield() {
    Task<Object> outer =
        start(
            (carrier, before) -> {
              ran.add("inner: " + run(ALL));
              return yielding().run(carrier, before);
            },
            noteAndYield("a2"),
            note("a3"));
    Task<Object> inner = start(noteAndYield("b1"), note("b2"));

    assertThat(run(ALL)).isEqualTo(3);

    assertThat(ran).containsExactly("b1", "b2", "inner: 2", "a2", "a3");
    assertThat(inner.isDone()).isTrue();
    assertThat(outer.isDone()).isTrue();
  }

  @Test
  void whatWasPutOffRunsBeforeTheEnd() {
    Task<Object> unused = startOneThatPutsOff();

    run(ALL);

    assertThat(ran).containsExactly("step", "put off");
  }

  @Test
  void aSchedulerThatRefusesAYieldFailsTheCoroutineThere() {
    Scheduler once =
        new Scheduler() {
          private boolean taken;

          @Override
          public void schedule(Runnable step) {
            if (taken) {
              throw new RejectedExecutionException("full");
            }
            taken = true;
            scheduler().schedule(step);
          }
        };
    Task<Object> task = Weft.start(once, body(yielding(), yielding(), result()));

    run(ALL);

    assertThatThrownBy(() -> Weft.await(task)).hasMessage("full");
  }

  @Test
  void whatAStepPutsOffRunsBeforeTheNextStep() {
    Task<Object> unused = startOneThatPutsOff();
    Task<Object> unused2 = start(note("next"));

    run(ALL);

    assertThat(ran).containsExactly("step", "put off", "next");
  }

  @Test
  void whatIsPutOffRunsInNoCoroutine() {
    Task<Object> unused =
        start(
            (carrier, before) -> {
              Schedulers.immediate()
                  .schedule(() -> ran.add(String.valueOf(WovenCarrier.current().coroutine())));
              return null;
            });
    Task<Object> unused2 = start(note("next"));

    run(ALL);

    assertThat(ran).containsExactly("null", "next");
  }

  @Test
  void whatWasPutOffAndFailsHoldsNothingUp() {
    Task<Object> unused =
        start(
            (carrier, before) -> {
              for (String name : List.of("a", "b", "c")) {
                Schedulers.immediate().schedule(() -> fail(name));
              }
              return null;
            });
    Task<Object> next = start(note("coroutine"));
    add(() -> ran.add("step"));
    try (var uncaught = new UncaughtFailures()) {

      assertThat(run(ALL)).isEqualTo(3);

      assertThat(uncaught.messages()).containsExactly("a", "b", "c");
    }
    assertThat(ran).containsExactly("coroutine", "step");
    assertThat(next.isDone()).isTrue();
  }

  @Test
  void whatWasPutOffByTheLastStepFailsForNobody() {
    Task<Object> last =
        start(
            (carrier, before) -> {
              Schedulers.immediate().schedule(() -> fail("put off"));
              return "x";
            });
    try (var uncaught = new UncaughtFailures()) {

      assertThat(run(ALL)).isEqualTo(1);

      assertThat(uncaught.messages()).containsExactly("put off");
    }
    assertThat(Weft.await(last)).isEqualTo("x");
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  @Test
  void aStepKnowsItsCoroutineAlsoAfterOthersHaveBegunInIt() {
    List<Object> seen = new ArrayList<>();
    Task<Object> outer =
        start(
            (carrier, before) -> {
              seen.add(Objects.requireNonNull(carrier.coroutine()));
              Task<Object> unused = Weft.start(Schedulers.immediate(), body(note("inside")));
              Object result = Weft.await(Weft.start(body(note("at once"))));
              seen.add(Objects.requireNonNull(carrier.coroutine()));
              return result;
            });
    Task<Object> other =
        start((carrier, before) -> seen.add(Objects.requireNonNull(carrier.coroutine())));

    run(ALL);

    assertThat(seen).containsExactly(outer, outer, other);
    assertThat(ran).containsExactly("at once", "inside");
  }

  @Test
  void aCoroutineThatIsAloneMayYieldAsOftenAsItLikes() {
    Task<Object> task = start(noteAndYield("1"), noteAndYield("2"), noteAndYield("3"), note("4"));

    assertThat(run(2)).isEqualTo(2);
    assertThat(ran).containsExactly("1", "2");
    assertThat(task.isDone()).isFalse();
    add(() -> ran.add("other"));
    assertThat(run(ALL)).isEqualTo(3);

    assertThat(ran).containsExactly("1", "2", "3", "other", "4");
    assertThat(task.isDone()).isTrue();
  }

  @Test
  void aCancellationIsMetAfterAYieldAlsoByOneThatIsAlone() {
    Task<Object> task = start(noteAndYield("1"), noteAndYield("2"), note("3"));

    assertThat(run(1)).isEqualTo(1);
    assertThat(task.cancel(true)).isTrue();
    assertThat(run(ALL)).isEqualTo(1);

    assertThat(ran).containsExactly("1", "2");
    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void aCallThatIsDoneIsNotKeptWhileItsCallerRuns() {
    var inner = new HandWoven(yielding(), note("inner"));
    Task<Object> task =
        start(
            (carrier, before) -> inner.call(carrier),
            (carrier, before) ->
                Objects.requireNonNull(carrier.coroutine()).leaf() == null ? "gone" : "kept");

    run(ALL);

    assertThat(Weft.await(task)).isEqualTo("gone");
  }
}
