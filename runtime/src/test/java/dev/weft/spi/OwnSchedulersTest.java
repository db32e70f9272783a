package dev.weft.spi;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/**
 * Schedulers as others write them: one that chooses, one with a clock, one that carries a context.
 */
class OwnSchedulersTest {

  /** Two queues for one thread; what is urgent goes first. */
  private static final class Lanes {
    private final Queue<Runnable> urgentSteps = new ArrayDeque<>();
    private final Queue<Runnable> otherSteps = new ArrayDeque<>();
    final Scheduler urgent = urgentSteps::add;
    final Scheduler other = otherSteps::add;

    void run() {
      while (!urgentSteps.isEmpty() || !otherSteps.isEmpty()) {
        if (Schedulers.runSteps(urgentSteps, 1) == 0) {
          var unused = Schedulers.runSteps(otherSteps, 1);
        }
      }
    }
  }

  /** Time that passes only when there is nothing else to do. */
  private static final class VirtualTime implements TimedScheduler {
    private record Due(long time, Runnable action) {}

    private final ManualScheduler steps = Schedulers.manual();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(Comparator.comparing(Due::time));
    private long now;

    @Override
    public void schedule(Runnable step) {
      steps.schedule(step);
    }

    @Override
    public Runnable scheduleAfter(long nanos, Runnable action) {
      var due = new Due(now + nanos, action);
      timers.add(due);
      return () -> timers.remove(due);
    }

    void run() {
      steps.run();
      for (Due next = timers.poll(); next != null; next = timers.poll()) {
        now = next.time;
        next.action.run();
        steps.run();
      }
    }
  }

  /** Gives each step of its coroutines, and of those that they start, a value to find. */
  private record Carrying(Scheduler of, ThreadLocal<String> place, String value)
      implements Scheduler {
    @Override
    public void schedule(Runnable step) {
      of.schedule(
          () -> {
            String outer = place.get();
            place.set(value);
            try {
              step.run();
            } finally {
              place.set(outer);
            }
          });
    }
  }

  private final List<Object> seen = new ArrayList<>();

  private HandWoven.Part note(Object text) {
    return (carrier, before) -> seen.add(text);
  }

  @Test
  void urgentStepsGoFirst() {
    var lanes = new Lanes();
    var slow = Weft.start(lanes.other, body(note("slow"), yielding(), note("slow again")));
    var fast = Weft.start(lanes.urgent, body(note("fast"), yielding(), note("fast again")));
    lanes.run();
    assertThat(seen).containsExactly("fast", "fast again", "slow", "slow again");
    assertThat(slow.isDone() && fast.isDone()).isTrue();
  }

  @Test
  void delaysPassOnTheClockOfTheScheduler() throws Exception {
    var time = new VirtualTime();
    Task<Object> task =
        Weft.start(
            time,
            body(
                (carrier, before) -> {
                  Suspend.delay(Duration.ofDays(365), carrier);
                  return null;
                },
                (carrier, before) -> Duration.ofNanos(time.now)));
    time.run();
    assertThat(task.get()).isEqualTo(Duration.ofDays(365));
  }

  @Test
  void whatIsStartedInACoroutineHasItsContext() throws Exception {
    var place = new ThreadLocal<String>();
    ManualScheduler steps = Schedulers.manual();
    Task<Object> task =
        Weft.start(
            new Carrying(steps, place, "request 1"),
            body(
                yielding(),
                (carrier, before) -> {
                  var child = Weft.start(body((own, given) -> seen.add(place.get())));
                  return Suspend.await(child, carrier);
                },
                (carrier, before) -> place.get(),
                result()));
    steps.run();
    assertThat(task.get()).isEqualTo("request 1");
    assertThat(seen).containsExactly("request 1");
    assertThat(place.get()).isNull();
  }
}
