package dev.weft.junit;

import dev.weft.Task;
import dev.weft.observe.CoroutineDump;
import dev.weft.observe.CoroutineView;
import dev.weft.observe.CoroutineView.Call;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.Coroutines;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the coroutines of one scheduler that have not ended. */
final class Alive {

  private Alive() {}

  /** Those that belong to the scheduler, and those that they wait for, wherever these belong. */
  static CoroutineDump on(String scheduler) {
    CoroutineDump all = Coroutines.dump();
    Set<Long> wanted = own(all, scheduler);
    int before = 0;
    while (!wanted.isEmpty() && before != wanted.size()) {
      before = wanted.size();
      for (CoroutineView each : all.coroutines()) {
        if (wanted.contains(each.number()) && each.waitsFor() != null) {
          wanted.addAll(each.waitsFor().coroutines());
        }
      }
    }
    return new CoroutineDump(
        all.taken(),
        all.observed(),
        null, // the scheduler is younger than what it is observed by
        all.coroutines().stream().filter(each -> wanted.contains(each.number())).toList(),
        all.deadlocks().stream().filter(wanted::containsAll).toList(),
        List.of());
  }

  private static Set<Long> own(CoroutineDump all, String scheduler) {
    return all.coroutines().stream()
        .filter(each -> scheduler.equals(each.scheduler()))
        .map(CoroutineView::number)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * Those that are left when nothing of what was ready is left to do: all are suspended, and two
   * looks have found the same. Those that never stop running are left, too, when the limit is over.
   */
  static CoroutineDump afterwards(TestScheduler scheduler, RealTime limit)
      throws InterruptedException {
    Set<Long> before = Set.of();
    while (true) {
      scheduler.settle(limit);
      CoroutineDump now = on(scheduler.name());
      Set<Long> own = own(now, scheduler.name());
      if (own.isEmpty() || limit.isOver() || (own.equals(before) && areSuspended(now, own))) {
        return own.isEmpty() ? nothing(now) : now;
      }
      before = own;
      Thread.sleep(1);
    }
  }

  private static boolean areSuspended(CoroutineDump dump, Set<Long> numbers) {
    return dump.coroutines().stream()
        .filter(each -> numbers.contains(each.number()))
        .allMatch(each -> each.state() == State.SUSPENDED);
  }

  private static CoroutineDump nothing(CoroutineDump dump) {
    return new CoroutineDump(dump.taken(), dump.observed(), null, List.of(), List.of(), List.of());
  }

  /**
   * Gives {@code failure} the stack of a coroutine, so that whoever follows it comes to the line
   * where that one waits: of {@code task}'s, or of the first that has one.
   */
  static void pointTo(CoroutineDump dump, @Nullable Task<?> task, Throwable failure) {
    for (CoroutineView each : dump.coroutines()) {
      if (!each.stack().isEmpty() && (task == null || each.task().get() == task)) {
        failure.setStackTrace(
            each.stack().stream().map(Call::place).toArray(StackTraceElement[]::new));
        return;
      }
    }
  }
}
