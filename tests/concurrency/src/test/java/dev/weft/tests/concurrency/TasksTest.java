package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failing;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Waiting for several tasks, or for one without owning it. */
@SuppressWarnings("FutureReturnValueIgnored") // what is started to do something else
class TasksTest {

  private static final int RACES = 10_000;

  @Async
  private static Task<Integer> value(int value) {
    step();
    return Task.completed(value);
  }

  @TestFactory
  List<DynamicTest> allInOrder() {
    return Everywhere.run(
        () -> {
          var stages = new ArrayList<CompletionStage<Integer>>();
          for (int i = 0; i < 50; i++) {
            int value = i;
            stages.add(i % 3 == 0 ? value(i) : CompletableFuture.supplyAsync(() -> value));
          }
          assertThat(Tasks.awaitAll(stages)).hasSize(50).isSorted();
          assertThat(Tasks.awaitAll(List.<Task<Integer>>of())).isEmpty();
          assertThat(Tasks.awaitAll(value(1), value(2))).containsExactly(1, 2);
          Task<Integer> twice = value(3);
          assertThat(Tasks.awaitAll(twice, twice)).containsExactly(3, 3);
        });
  }

  @TestFactory
  List<DynamicTest> allFailsAtOnceAndLeavesTheOthersAlone() {
    return Everywhere.run(
        () -> {
          Task<Object> other = Weft.start(() -> forever());
          Task<Object> failed = Weft.start(() -> failing("one"));
          assertThat(failureOf(() -> Tasks.awaitAll(other, failed)))
              .isExactlyInstanceOf(IOException.class);
          assertThat(other.isDone()).isFalse();
          other.cancel(false);
        });
  }

  @TestFactory
  List<DynamicTest> anyTakesTheFirstSuccess() {
    return Everywhere.run(
        () -> {
          Task<String> other = Weft.start(() -> forever());
          Task<String> failed = Weft.start(() -> failing("one"));
          Task<String> good =
              Weft.start(
                  () -> {
                    step();
                    return "good";
                  });
          assertThat(Tasks.awaitAny(other, failed, good)).isEqualTo("good");
          assertThat(other.isDone()).isFalse();
          other.cancel(false);
          Task<String> alsoFailed = Weft.start(() -> failing("two"));
          Throwable thrown = failureOf(() -> Tasks.awaitAny(failed, alsoFailed));
          assertThat(thrown).hasMessage("one");
          assertThat(thrown.getSuppressed()).hasSize(1);
          assertThat(failureOf(() -> Tasks.awaitAny(List.<Task<String>>of())))
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  @TestFactory
  List<DynamicTest> firstHoweverItEnds() {
    return Everywhere.run(
        () -> {
          Task<Object> never = Weft.start(() -> forever());
          Task<Object> failed = Weft.start(() -> failing("one"));
          assertThat(Tasks.awaitFirst(List.of(never, failed))).isEqualTo(1);
          assertThat(failed.exceptionNow()).hasMessage("one");
          never.cancel(false);
        });
  }

  @TestFactory
  List<DynamicTest> eachAsItIsDone() {
    return Everywhere.run(
        () -> {
          var slow = new CompletableFuture<String>();
          var fast = CompletableFuture.completedFuture("fast");
          var order = new ArrayList<String>();
          try (var completions = Tasks.asCompleted(List.of(slow, fast))) {
            while (completions.hasNext()) {
              order.add(completions.next());
              if (order.size() == 1) {
                Weft.start(
                    () -> {
                      Weft.delay(Duration.ofMillis(1));
                      slow.complete("slow");
                    });
              }
            }
            assertThat(failureOf(() -> completions.next()))
                .isInstanceOf(NoSuchElementException.class);
          }
          assertThat(order).containsExactly("fast", "slow");
          Task<String> failed = Weft.start(() -> failing("one"));
          try (var completions = Tasks.asCompleted(List.of(failed))) {
            assertThat(failureOf(() -> completions.next())).hasMessage("one");
            assertThat(completions.lastStage() == failed).isTrue();
            assertThat(completions.hasNext()).isFalse();
          }
        });
  }

  @TestFactory
  List<DynamicTest> cancelledWhileItWaitsForAll() {
    return Everywhere.run(
        () -> {
          Task<Object> mine = Weft.start(() -> forever());
          Task<Object> shared = Weft.start(() -> forever());
          Task<Object> other = Weft.start(() -> Weft.await(shared));
          Task<Object> waits = Weft.start(() -> Tasks.awaitAll(mine, shared));
          assertThat(waits.cancel(false)).isTrue();
          assertThat(failureOf(() -> Weft.await(waits))).isInstanceOf(CancellationException.class);
          assertThat(failureOf(() -> Weft.await(mine))).isInstanceOf(CancellationException.class);
          assertThat(shared.isDone()).isFalse();
          other.cancel(false);
          assertThat(failureOf(() -> Weft.await(shared))).isInstanceOf(CancellationException.class);
        });
  }

  @TestFactory
  List<DynamicTest> shielded() {
    return Everywhere.run(
        () -> {
          Task.Completer<String> completer = Task.completer();
          Task<String> waits = Weft.start(() -> Tasks.shielded(completer.task()));
          waits.cancel(false);
          assertThat(failureOf(() -> Weft.await(waits))).isInstanceOf(CancellationException.class);
          assertThat(completer.complete("kept")).isTrue();
          assertThat(Tasks.shielded(completer.task())).isEqualTo("kept");
          var future = new CompletableFuture<String>();
          Task<String> second = Weft.start(() -> Tasks.shielded(future));
          second.cancel(false);
          assertThat(failureOf(() -> Weft.await(second))).isInstanceOf(CancellationException.class);
          assertThat(future.isDone()).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> aSharedFutureIsCancelledWithTheLastWhoWaits() {
    return Everywhere.run(
        () -> {
          for (boolean lastFirst : List.of(false, true)) {
            var future = new CompletableFuture<String>();
            Task<String> one = Weft.start(() -> Weft.await(future));
            Task<String> two = Weft.start(() -> Weft.await(future));
            (lastFirst ? two : one).cancel(false);
            assertThat(future.isCancelled()).isFalse();
            (lastFirst ? one : two).cancel(false);
            assertThat(future.isCancelled()).isTrue();
          }
          var used = new CompletableFuture<String>();
          CompletableFuture<Integer> dependent = used.thenApply(String::length);
          Task<String> waits = Weft.start(() -> Weft.await(used));
          waits.cancel(false);
          assertThat(used.isCancelled()).isFalse();
          used.complete("four");
          assertThat(dependent.join()).isEqualTo(4);
        });
  }

  @TestFactory
  List<DynamicTest> computationsCanAsk() {
    return Everywhere.run(
        () -> {
          Weft.checkCancelled();
          var steps = new ArrayList<String>();
          Task<Void> task =
              Weft.start(
                  () -> {
                    try {
                      while (true) {
                        steps.add("computes");
                        Weft.checkCancelled();
                        Weft.delay(Duration.ofMillis(1));
                      }
                    } catch (CancellationException met) {
                      Weft.checkCancelled(); // met once
                      steps.add("met");
                    }
                  });
          task.cancel(false);
          Weft.await(task);
          assertThat(steps).endsWith("met");
        });
  }

  @TestFactory
  List<DynamicTest> doneWhileTheyAreBeingAwaited() {
    return Everywhere.run(
        () -> {
          try (var completing = new Resumer<Task.Completer<Integer>>(c -> c.complete(1))) {
            for (int i = 0; i < RACES; i++) {
              var completer = new Task.Completer<Integer>();
              completing.give(completer);
              assertThat(Tasks.awaitAll(List.of(completer.task()))).containsExactly(1);
            }
            for (int i = 0; i < RACES; i++) {
              var completer = new Task.Completer<Integer>();
              completing.give(completer);
              try (var results = Tasks.asCompleted(List.of(completer.task()))) {
                assertThat(results.next()).isEqualTo(1);
              }
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> whereItStandsInAMethodOfOurs() {
    return Everywhere.run(
        () -> {
          Task<Object> task = Weft.start(() -> Weft.suspend(never -> {}));
          assertThat(task.toString())
              .startsWith("Task[at dev.weft.tests.concurrency.TasksTest.")
              .contains("(TasksTest.java:")
              .endsWith(", in Weft.suspend]");
          task.cancel(false);
        });
  }

  @TestFactory
  List<DynamicTest> namesAndStates() {
    return Everywhere.run(
        () -> {
          Task<Object> task = Weft.start("fetch", () -> forever());
          assertThat(task.toString()).startsWith("Task[fetch: at ");
          assertThat(task.state()).isEqualTo(Task.State.RUNNING);
          assertThat(failureOf(task::resultNow)).isInstanceOf(IllegalStateException.class);
          assertThat(failureOf(task::exceptionNow)).isInstanceOf(IllegalStateException.class);
          task.withName("other").cancel(false);
          assertThat(failureOf(() -> Weft.await(task))).isInstanceOf(CancellationException.class);
          assertThat(task.toString()).isEqualTo("Task[other: cancelled]");
          assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
          assertThat(failureOf(task::exceptionNow)).isInstanceOf(IllegalStateException.class);
          assertThat(Task.completed(1).resultNow()).isEqualTo(1);
          assertThat(Task.failed(new IOException("x")).exceptionNow()).hasMessage("x");
        });
  }
}
