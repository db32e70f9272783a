package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoop;
import dev.weft.ReusableResumption;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancellations that come while something else is on its way: none is lost. */
@Timeout(60)
class CancelledMeanwhileTest {

  private static final Duration FAR = Duration.ofHours(1);

  private final EventLoop loop = Schedulers.eventLoop();

  /** Ends the wait that a finally block makes. */
  private final ReusableResumption<String> cleanedUp = new ReusableResumption<>();

  private final List<Object> seen = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private interface Step {
    @Async
    void run() throws Exception;
  }

  /** A coroutine that runs {@code body} with its own cancellation pending. */
  private Task<Void> withCancellationPending(Step body) {
    var self = new ArrayList<Task<Void>>();
    return Weft.start(
        loop,
        () -> {
          self.add(Weft.start(() -> pendingThen(self, body)));
          Weft.await(self.get(0));
        });
  }

  @Async
  private static void pendingThen(List<Task<Void>> self, Step body) throws Exception {
    Weft.yieldNow();
    self.get(0).cancel(true);
    body.run();
  }

  private static void assertCancelled(Task<?> task) {
    assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void whatIsAwaitedWithACancellationPendingIsCancelled() {
    Task<String> task = Task.<String>completer().task();
    var future = new CompletableFuture<String>();

    assertCancelled(withCancellationPending(() -> seen.add(Weft.await(task))));
    assertCancelled(withCancellationPending(() -> seen.add(Weft.await(future))));

    assertThat(seen).isEmpty();
    assertThat(task.isCancelled()).isTrue();
    assertThat(future).isCancelled();
  }

  @Test
  void whatOthersAwaitIsNot() throws Exception {
    Task.Completer<String> shared = Task.completer();
    var future = new CompletableFuture<String>();
    Task<String> other = Weft.start(loop, () -> Weft.await(shared.task()) + Weft.await(future));
    CompletableFuture<String> dependent = future.thenApply(x -> x);

    assertCancelled(withCancellationPending(() -> seen.add(Weft.await(shared.task()))));
    assertCancelled(withCancellationPending(() -> seen.add(Weft.await(future))));
    shared.complete("a");
    future.complete("b");

    assertThat(other.get()).isEqualTo("ab");
    assertThat(dependent).isCompletedWithValue("b");
  }

  /** Runs on the loop when everything before has. */
  private void drain() {
    Weft.run(loop, () -> Weft.delay(Duration.ofMillis(1)));
  }

  @Async
  private void leavesBlockByFailure() throws IOException {
    try (var scope = TaskScope.<Object>open()) {
      var unused = scope.fork(() -> stubborn());
      throw new IOException("the block");
    }
  }

  /** Ends only when it is told. */
  @Async
  private Object stubborn() {
    try {
      return forever();
    } finally {
      seen.add("cleans up");
      cleanedUp.await();
    }
  }

  @Test
  void aCancellationThatCloseMeetsIsNotHiddenByWhatLeavesTheBlock() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            () -> {
              try {
                leavesBlockByFailure();
              } catch (IOException failed) {
                seen.add(failed.getMessage());
              }
              return forever();
            });
    drain();
    task.cancel(true);
    drain();
    cleanedUp.resume("");

    assertCancelled(task);
    assertThat(seen).containsExactly("cleans up", "the block");
  }

  /** The deadline's request is that of a coroutine like any other. */
  @Test
  void aRetryLoopWithAScopeEndsAtItsDeadline() {
    Task<Object> task =
        Weft.start(
            loop,
            () ->
                Weft.withDeadline(
                    Duration.ofMillis(20),
                    () -> {
                      while (true) {
                        tryOnce();
                      }
                    }));

    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
  }

  @Async
  private static void tryOnce() {
    try (var scope = TaskScope.<Object>open()) {
      var unused = scope.fork(() -> slowToEnd());
      var unusedFailure = scope.fork(() -> Failures.failing("again"));
      Object unusedResult = scope.join();
    } catch (CancellationException asked) {
      throw asked;
    } catch (Exception again) {
      return;
    }
  }

  @Async
  private static Object slowToEnd() {
    try {
      return forever();
    } finally {
      Weft.delay(Duration.ofMillis(1));
    }
  }

  @Test
  void aCancellationAfterTheDeadlineIsNotLostByAFailureOfTheBody() {
    Task<Object> task =
        Weft.start(
            loop,
            () -> {
              try {
                return Weft.withDeadline(Duration.ofMillis(1), () -> failsWhenCleanedUp());
              } catch (IllegalArgumentException failed) {
                seen.add(failed.getMessage());
              }
              return forever();
            });
    awaitCleanUp();
    task.cancel(true);
    drain();
    cleanedUp.resume("");

    assertCancelled(task);
    assertThat(seen).containsExactly("cleans up", "clean-up");
  }

  private void awaitCleanUp() {
    while (!Weft.run(loop, () -> seen.contains("cleans up"))) {
      drain();
    }
  }

  @Async
  private Object failsWhenCleanedUp() {
    try {
      return forever();
    } finally {
      seen.add("cleans up");
      cleanedUp.await();
      Failures.fail("clean-up");
    }
  }

  @Test
  void theValueOfABodyThatGoesOnAfterItsCancellationIsReturned() {
    Task<Object> task =
        Weft.start(
            loop,
            () -> {
              seen.add(Weft.withDeadline(FAR, () -> valueAllTheSame()));
              return forever();
            });
    drain();
    task.cancel(true);
    drain();
    cleanedUp.resume("value");

    assertCancelled(task);
    assertThat(seen).containsExactly("value");
  }

  @Async
  private String valueAllTheSame() {
    try {
      return forever();
    } catch (CancellationException asked) {
      return cleanedUp.await();
    }
  }

  /** Ends by a failure whoever cancels it. */
  private static final class Throwing extends CompletableFuture<String> {
    @Override
    public boolean cancel(boolean mayInterrupt) {
      throw new IllegalStateException("cancelled");
    }
  }

  /** Runs a coroutine, which fails, on the thread that cancels it. */
  private static final class Starting extends CompletableFuture<String> {
    @Override
    public boolean cancel(boolean mayInterrupt) {
      Task<Object> failing = Weft.start(() -> Failures.failing("heard of"));
      assertThatThrownBy(failing::get).hasRootCauseMessage("heard of");
      return super.cancel(mayInterrupt);
    }
  }

  @Test
  void whatIsNotAwaitedAfterAllMayDoAnythingWhenItIsCancelled() throws Exception {
    Task<Void> throwing = withCancellationPending(() -> seen.add(Weft.await(new Throwing())));
    assertCancelled(throwing);
    Task<Void> starting = withCancellationPending(() -> seen.add(Weft.await(new Starting())));
    assertCancelled(starting);

    assertThat(Weft.<String>start(loop, () -> later("another")).get()).isEqualTo("another");
    assertThat(seen).isEmpty();
  }

  @Async
  private static String later(String value) {
    Weft.yieldNow();
    return value;
  }

  @Test
  void whatIsNotAwaitedAfterAllMayRunHere() {
    Task.Completer<String> begins = Task.completer();
    Task<String> forever = Weft.start(Runnable::run, () -> forever());
    var self = new ArrayList<Task<Void>>();
    self.add(
        Weft.start(
            Runnable::run,
            () -> {
              seen.add(Weft.await(begins.task()));
              self.get(0).cancel(true);
              seen.add(Weft.await(forever));
            }));
    begins.complete("begun");

    assertCancelled(self.get(0));
    assertThat(forever.isCancelled()).isTrue();
    assertThat(seen).containsExactly("begun");
  }
}
