package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.FrameView;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The coroutines of one kernel, on a scheduler that is run by hand: one that is started goes on
 * until nothing can, before the next one starts, so they meet in the same way each time.
 *
 * <p>At the end, what is stuck is cancelled, and has to end by that.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
final class Kernel implements AutoCloseable {

  private final ManualScheduler scheduler = Schedulers.manual();
  private final List<Task<?>> started = new ArrayList<>();

  /** Starts a coroutine, and runs whatever can run. */
  <T> Task<T> go(AsyncCallable<T> body) {
    return started(Weft.start(scheduler, body));
  }

  /** The same for a body without a result. */
  Task<Void> go(AsyncRunnable body) {
    return started(Weft.start(scheduler, body));
  }

  /** Starts a coroutine out of another one, which goes on first. */
  void start(AsyncRunnable body) {
    started.add(Weft.start(scheduler, body));
  }

  private <T> Task<T> started(Task<T> task) {
    started.add(task);
    scheduler.run();
    return task;
  }

  /** Asks a coroutine to stop, and runs whatever can run. */
  void cancel(Task<?> task) {
    task.cancel(false);
    scheduler.run();
  }

  /**
   * Checks that nothing can go on, and that {@code task} waits.
   *
   * @param call what it waits in, as {@code Channel.send}
   * @param method the method of the kernel that calls this
   */
  void assertStuck(Task<?> task, String call, String method) {
    assertThat(scheduler.isIdle()).isTrue();
    assertThat(task.isDone()).as("%s", task).isFalse();
    List<FrameView> frames = task.frames();
    FrameView leaf = frames.get(0);
    String owner = leaf.owner().substring(leaf.owner().lastIndexOf('.') + 1);
    assertThat(owner + "." + leaf.method()).isEqualTo(call);
    FrameView caller =
        frames.stream()
            .filter(each -> each.owner().contains(".kernels."))
            .findFirst()
            .orElseThrow();
    assertThat(caller.method()).isEqualTo(method);
    assertThat(task.toString()).contains(caller.where());
  }

  /** Checks that all that was started has ended. */
  void assertAllEnded() {
    assertThat(scheduler.isIdle()).isTrue();
    assertThat(started).allMatch(Task::isDone);
  }

  @Override
  public void close() {
    for (Task<?> task : started) {
      cancel(task);
    }
    assertAllEnded();
  }

  /** Waits until {@code gate} is closed: what fixes the order in which coroutines meet. */
  @Async
  static void pass(Channel<?> gate) {
    while (gate.receiveOrNull() != null) {
      step();
    }
  }

  /** Runs bodies as coroutines of one scope, until all have ended. */
  @Async
  static void inParallel(AsyncRunnable... bodies) {
    try (var scope = TaskScope.open()) {
      for (AsyncRunnable body : bodies) {
        scope.fork(body);
      }
      scope.join();
    }
  }

  /** Checks that {@code task} has failed since it took a lock that it had. */
  static void assertTakenTwice(Task<?> task) {
    assertThat(task.state()).isEqualTo(Task.State.FAILED);
    assertThat(task.exceptionNow())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageFindingMatch("(?s)KernelsTest.java:\\d+.*taken.*KernelsTest.java:\\d+");
  }
}
