package dev.weft.junit;

import dev.weft.AsyncCallable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.observe.CoroutineDump;
import dev.weft.observe.CoroutineView;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One test: the scheduler of its methods, the waiting for each of them, and what is to be done
 * about coroutines that are alive when it is over.
 *
 * <p>Used by one thread at a time, JUnit's. Only with {@code @Timeout(threadMode =
 * SEPARATE_THREAD)} the method's thread may still be about to say that it was interrupted while
 * JUnit's own ends the test already. Whichever of the two has the lock first makes the one {@link
 * #report}, and cancels; the other finds that done.
 */
final class TestRun implements AutoCloseable {

  /** How long coroutines may take to end once they are cancelled, or only have to run. */
  private static final int PATIENCE = 5; // seconds

  private final String name;
  private final TestScheduler on;
  private final Leftovers leftovers;

  /** The method that runs, or ran last. */
  private volatile @Nullable Call call;

  /** That a method was not done in time; guarded by this. */
  private @Nullable TimeoutException report;

  /** A method as a coroutine, with its name for messages. */
  private record Call(Task<?> task, String name) {}

  /**
   * A test that has not begun.
   *
   * @param name for messages
   */
  TestRun(String name, RunsOn kind, Leftovers leftovers) {
    this.name = name;
    on = TestScheduler.make(kind);
    this.leftovers = leftovers;
  }

  TestScheduler scheduler() {
    return on;
  }

  /**
   * Runs {@code body} as a coroutine, and waits for it.
   *
   * @param of the method's name, for messages and dumps
   * @throws Throwable what the body throws, as it is
   */
  @Nullable Object run(String of, AsyncCallable<Object> body, TimeLimit limit) throws Throwable {
    Task<Object> task = Weft.start(on.scheduler(), body).withName(of);
    var current = new Call(task, of);
    call = current;
    boolean done;
    try {
      done = on.awaitEnd(task, limit.begin());
    } catch (InterruptedException interrupt) {
      throw interrupted(current);
    }
    if (!done) {
      throw overdue(current, "was not done after " + limit);
    }
    return result(task);
  }

  private static @Nullable Object result(Task<Object> task) throws Throwable {
    try {
      return task.get();
    } catch (ExecutionException failed) {
      throw failed.getCause();
    }
  }

  private TimeoutException interrupted(Call late) {
    return overdue(late, "was interrupted before it was done");
  }

  private synchronized TimeoutException overdue(Call late, String how) {
    if (report == null) {
      CoroutineDump alive = Alive.on(on.name());
      report =
          new TimeoutException(late.name + " " + how + "; it is cancelled. Alive were " + alive);
      Alive.pointTo(alive, late.task, report);
      cancel(late.task, alive.coroutines());
    }
    return report;
  }

  /**
   * Looks for coroutines that are alive although the test is over, and cancels them.
   *
   * @param failure what the test has failed with anyway; null if it has not
   * @throws TimeoutException if a method was not done in time, and nobody was told
   * @throws AssertionError if there are any, and that is a failure
   */
  synchronized void end(@Nullable Throwable failure) throws InterruptedException, TimeoutException {
    Call last = call;
    if (last != null && !last.task.isDone()) { // its thread has been given up
      var unused = interrupted(last);
    }
    if (report != null && !isToldBy(failure, report)) {
      throw report;
    }
    CoroutineDump alive = Alive.afterwards(on, RealTime.ofSeconds(failure == null ? PATIENCE : 0));
    if (alive.coroutines().isEmpty()) {
      return;
    }
    cancel(null, alive.coroutines());
    if (failure == null && leftovers == Leftovers.FAIL) {
      throw left(alive);
    }
  }

  private static boolean isToldBy(@Nullable Throwable failure, TimeoutException report) {
    return failure == report
        || (failure != null && Arrays.asList(failure.getSuppressed()).contains(report));
  }

  private AssertionError left(CoroutineDump alive) {
    var left =
        new AssertionError(
            name
                + " is over, and coroutines that it has started are not: await them or fork them"
                + " in a TaskScope, or say @AsyncTests(leftovers = CANCEL). They are cancelled."
                + " Alive were "
                + alive);
    Alive.pointTo(alive, null, left);
    return left;
  }

  /**
   * Cancels them, and waits for their finally blocks as long as that is to be expected of them.
   *
   * @param first ends before the others are cancelled: it may be waiting for one of these, would go
   *     on with that one's failure, and have its finally blocks cut short by its own cancellation
   */
  private void cancel(@Nullable Task<?> first, List<CoroutineView> coroutines) {
    var limit = RealTime.ofSeconds(PATIENCE);
    try {
      if (first != null) {
        first.cancel(true);
        boolean unused = on.awaitEnd(first, limit);
      }
      for (CoroutineView each : coroutines) {
        Task<?> task = each.task().get();
        if (task != null && on.name().equals(each.scheduler())) {
          task.cancel(true);
        }
      }
      for (CoroutineView each : coroutines) {
        Task<?> task = each.task().get();
        if (task != null && on.name().equals(each.scheduler())) {
          boolean unused = on.awaitEnd(task, limit);
        }
      }
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    on.close();
  }
}
