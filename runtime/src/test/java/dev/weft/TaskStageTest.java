package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task as a {@code CompletionStage}: every combinator, and how cancellation passes through. */
@Timeout(60)
class TaskStageTest {

  private final Task.Completer<String> completer = Task.completer();
  private final Task<String> task = completer.task();
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();

  /** One combinator in its three forms. */
  private void check(
      String expected,
      CompletableFuture<?> direct,
      CompletableFuture<?> async,
      BiFunction<Task<String>, Executor, CompletableFuture<?>> onExecutor) {
    CompletableFuture<?> executed = onExecutor.apply(task, queue::add);
    List<CompletableFuture<?>> all = List.of(direct, async, executed);
    assertThat(all).noneMatch(CompletableFuture::isDone);

    completer.complete("x");
    assertThat(direct).isDone();
    assertThat(executed).isNotDone();
    queue.remove().run();

    for (CompletableFuture<?> each : all) {
      Object value = each.join();
      assertThat(value).isEqualTo(expected);
    }
  }

  @Test
  void thenApply() {
    check(
        "x!",
        task.thenApply(x -> x + "!"),
        task.thenApplyAsync(x -> x + "!"),
        (t, executor) -> t.thenApplyAsync(x -> x + "!", executor));
  }

  @Test
  void thenAccept() {
    check(
        null,
        task.thenAccept(log::add),
        task.thenAcceptAsync(x -> {}),
        (t, executor) -> t.thenAcceptAsync(log::add, executor));
    assertThat(log).containsExactly("x", "x");
  }

  @Test
  void thenRun() {
    check(
        null,
        task.thenRun(() -> log.add("ran")),
        task.thenRunAsync(() -> {}),
        (t, executor) -> t.thenRunAsync(() -> log.add("ran"), executor));
    assertThat(log).containsExactly("ran", "ran");
  }

  @Test
  void thenCombine() {
    Task<String> other = Task.completed("y");
    check(
        "xy",
        task.thenCombine(other, String::concat),
        task.thenCombineAsync(other, String::concat),
        (t, executor) -> t.thenCombineAsync(other, String::concat, executor));
  }

  @Test
  void thenAcceptBoth() {
    Task<String> other = Task.completed("y");
    check(
        null,
        task.thenAcceptBoth(other, (x, y) -> log.add(x + y)),
        task.thenAcceptBothAsync(other, (x, y) -> {}),
        (t, executor) -> t.thenAcceptBothAsync(other, (x, y) -> log.add(x + y), executor));
    assertThat(log).containsExactly("xy", "xy");
  }

  @Test
  void runAfterBoth() {
    Task<String> other = Task.completed("y");
    check(
        null,
        task.runAfterBoth(other, () -> log.add("ran")),
        task.runAfterBothAsync(other, () -> {}),
        (t, executor) -> t.runAfterBothAsync(other, () -> log.add("ran"), executor));
    assertThat(log).containsExactly("ran", "ran");
  }

  @Test
  void applyToEither() {
    Task<String> never = Task.<String>completer().task();
    check(
        "x!",
        task.applyToEither(never, x -> x + "!"),
        task.applyToEitherAsync(never, x -> x + "!"),
        (t, executor) -> t.applyToEitherAsync(never, x -> x + "!", executor));
  }

  @Test
  void acceptEither() {
    Task<String> never = Task.<String>completer().task();
    check(
        null,
        task.acceptEither(never, log::add),
        task.acceptEitherAsync(never, x -> {}),
        (t, executor) -> t.acceptEitherAsync(never, log::add, executor));
    assertThat(log).containsExactly("x", "x");
  }

  @Test
  void runAfterEither() {
    Task<String> never = Task.<String>completer().task();
    check(
        null,
        task.runAfterEither(never, () -> log.add("ran")),
        task.runAfterEitherAsync(never, () -> {}),
        (t, executor) -> t.runAfterEitherAsync(never, () -> log.add("ran"), executor));
    assertThat(log).containsExactly("ran", "ran");
  }

  @Test
  void thenCompose() {
    check(
        "x!",
        task.thenCompose(x -> Task.completed(x + "!")),
        task.thenComposeAsync(x -> Task.completed(x + "!")),
        (t, executor) -> t.thenComposeAsync(x -> Task.completed(x + "!"), executor));
  }

  @Test
  void handle() {
    check(
        "x null",
        task.handle((x, failure) -> x + " " + failure),
        task.handleAsync((x, failure) -> x + " " + failure),
        (t, executor) -> t.handleAsync((x, failure) -> x + " " + failure, executor));
  }

  @Test
  void whenComplete() {
    check(
        "x",
        task.whenComplete((x, failure) -> log.add(x)),
        task.whenCompleteAsync((x, failure) -> {}),
        (t, executor) -> t.whenCompleteAsync((x, failure) -> log.add(x), executor));
    assertThat(log).containsExactly("x", "x");
  }
}
