package dev.weft;

import static dev.weft.runtime.HandWoven.body;
import static dev.weft.runtime.HandWoven.result;
import static dev.weft.runtime.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.HandWoven;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A scheduler of one's own that runs its queue with {@link Schedulers#runSteps}. */
class RunStepsTest {

  private static final int ALL = Integer.MAX_VALUE;

  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final Scheduler scheduler = queue::add;
  private final List<String> ran = new ArrayList<>();

  private Task<Object> start(HandWoven.Part... parts) {
    return Weft.start(scheduler, body(parts));
  }

  private HandWoven.Part note(String what) {
    return (carrier, before) -> {
      ran.add(what);
      return before.get();
    };
  }

  private HandWoven.Part noteAndYield(String what) {
    return (carrier, before) -> {
      ran.add(what);
      return yielding().run(carrier, before);
    };
  }

  @Test
  void stepsRunInTheirOrderAlsoThoseAddedMeanwhile() {
    queue.add(() -> queue.add(() -> ran.add("c")));
    queue.add(() -> ran.add("b"));

    assertThat(Schedulers.runSteps(queue, ALL)).isEqualTo(3);

    assertThat(ran).containsExactly("b", "c");
  }

  @Test
  void noMoreThanAskedForRun() {
    queue.add(() -> ran.add("a"));
    queue.add(() -> ran.add("b"));

    assertThat(Schedulers.runSteps(queue, 1)).isEqualTo(1);

    assertThat(ran).containsExactly("a");
    assertThat(queue).hasSize(1);
  }

  @Test
  void coroutinesThatYieldTakeTurns() {
    Task<Object> first = start(noteAndYield("a1"), note("a2"));
    Task<Object> second = start(noteAndYield("b1"), note("b2"));

    assertThat(Schedulers.runSteps(queue, ALL)).isEqualTo(4);

    assertThat(ran).containsExactly("a1", "b1", "a2", "b2");
    assertThat(first.isDone()).isTrue();
    assertThat(second.isDone()).isTrue();
  }

  @Test
  void whatAStepThrowsIsThrownAndTheRestStays() {
    Task<Object> task = start(note("coroutine"));
    queue.add(
        () -> {
          throw new IllegalArgumentException("a step");
        });
    queue.add(() -> ran.add("after"));

    assertThatThrownBy(() -> Schedulers.runSteps(queue, ALL)).hasMessage("a step");

    assertThat(task.isDone()).isTrue();
    assertThat(queue).hasSize(1);
    assertThat(Carrier.current().coroutine()).isNull();
  }

  @Test
  void anOrdinaryStepRunsInNoCoroutine() {
    Task<Object> unused = start(note("coroutine"));
    queue.add(() -> ran.add(String.valueOf(Carrier.current().coroutine())));

    Schedulers.runSteps(queue, ALL);

    assertThat(ran).containsExactly("coroutine", "null");
  }

  @Test
  void aStepMayRunTheQueueItself() {
    Task<Object> outer =
        start(
            (carrier, before) -> {
              var self = carrier.coroutine();
              ran.add("inner: " + Schedulers.runSteps(queue, ALL));
              return carrier.coroutine() == self;
            });
    Task<Object> inner = start(noteAndYield("b1"), note("b2"));

    assertThat(Schedulers.runSteps(queue, ALL)).isEqualTo(1);

    assertThat(ran).containsExactly("b1", "b2", "inner: 2");
    assertThat(inner.isDone()).isTrue();
    assertThat(Weft.await(outer)).isEqualTo(true);
  }

  @Test
  void whatWasPutOffRunsBeforeTheEnd() {
    Task<Object> unused =
        start(
            (carrier, before) -> {
              Schedulers.immediate().schedule(() -> ran.add("put off"));
              ran.add("step");
              return null;
            });

    Schedulers.runSteps(queue, ALL);

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
            queue.add(step);
          }
        };
    Task<Object> task = Weft.start(once, body(yielding(), yielding(), result()));

    Schedulers.runSteps(queue, ALL);

    assertThatThrownBy(() -> Weft.await(task)).hasMessage("full");
  }

  @Test
  void aCallThatIsDoneIsNotKeptWhileItsCallerRuns() {
    var inner = new HandWoven(yielding(), note("inner"));
    Task<Object> task =
        start(
            (carrier, before) -> inner.call(carrier),
            (carrier, before) ->
                Objects.requireNonNull(carrier.coroutine()).leaf() == null ? "gone" : "kept");

    Schedulers.runSteps(queue, ALL);

    assertThat(Weft.await(task)).isEqualTo("gone");
  }
}
