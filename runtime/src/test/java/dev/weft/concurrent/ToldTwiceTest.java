package dev.weft.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.Unchecked;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever has no stack left when it tells those who wait leaves that to others, from the start. */
class ToldTwiceTest {

  @Test
  void whoWaitsForManyDoesNotTakeOneForTwo() throws Throwable {
    Task.Completer<String> one = Task.completer();
    Task.Completer<String> two = Task.completer();
    var wait = new AwaitMany.All(List.of(one.task(), two.task()));
    assertThat(wait.begin(Carrier.current())).isNull();
    Carrier.current().stopUnwinding();

    assertThat(one.complete("one")).isTrue();
    wait.told.completed((Completion) one.task());
    assertThat(wait.isOver()).isFalse();

    assertThat(two.complete("two")).isTrue();
    assertThat(wait.isOver()).isTrue();
    assertThat(wait.result(null)).isEqualTo(List.of("one", "two"));
  }

  @Test
  void whoHandsOutResultsDoesSoOnce() {
    Task.Completer<String> one = Task.completer();
    Task.Completer<String> two = Task.completer();
    try (var completions = Tasks.<String>asCompleted(List.of(one.task(), two.task()))) {
      one.complete("one");
      completions.pending.get(0).completed((Completion) one.task());
      two.complete("two");

      assertThat(completions.next()).isEqualTo("one");
      assertThat(completions.next()).isEqualTo("two");
      assertThat(completions.hasNext()).isFalse();
    }
  }

  @Test
  void aScopeDoesNotTakeOneForTwo() {
    ScopeState scope =
        ScopeState.open(Unchecked.cast(new Joiners.AwaitAll<>()), TaskScope.Configuration.DEFAULT);
    try {
      var forked = new ForkedTasks();
      var ended = new AtomicInteger();
      TaskCoroutine task = scope.fork((AsyncRunnable) () -> {});
      var one = new ForkedTask(scope, task);
      var two = new ForkedTask(scope, task);
      forked.add(one);
      forked.add(two);
      forked.whenEmpty(ended::incrementAndGet);

      forked.remove(one);
      forked.remove(one);
      assertThat(forked.isEmpty()).isFalse();
      assertThat(forked.tasks()).hasSize(1);
      assertThat(ended).hasValue(0);

      forked.remove(two);
      forked.remove(two);
      assertThat(forked.isEmpty()).isTrue();
      assertThat(ended).hasValue(1);
    } finally {
      scope.cancel();
      scope.close(Carrier.current());
    }
  }
}
