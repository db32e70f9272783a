package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncCondition;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls that wait on whatever comes: the failure of a scope that comes meanwhile is thrown in the
 * end, and the coroutine's own cancellation is met after that, whichever came first.
 */
@Timeout(60)
class UninterruptibleWaitTest {

  private static final Duration FAR = Duration.ofHours(1);

  private final EventLoop loop = Schedulers.eventLoop();
  private final Task.Completer<Object> scopeFails = Task.completer();
  private final Task.Completer<String> released = Task.completer();
  private final CountDownLatch unblocked = new CountDownLatch(1);

  /** How often what is waited for was asked to stop. */
  private final AtomicInteger requests = new AtomicInteger();

  private final List<Object> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  /** What happens while a coroutine that has opened a scope waits, in letters. */
  private void whileItWaits(String events, AsyncCallable<?> wait, Runnable release) {
    meanwhile(events, Weft.start(loop, () -> waitsInScopeThenForEver(wait)), release);
  }

  private void meanwhile(String events, Task<Object> task, Runnable release) {
    drain();
    for (int i = 0; i < events.length(); i++) {
      happens(events.charAt(i), task);
      drain();
    }
    assertThat(seen).isEmpty();
    release.run();
    Throwable cancelled = task.toCompletableFuture().handle((value, thrown) -> thrown).join();
    assertThat(cancelled).isInstanceOf(CancellationException.class);
    assertThat(task.isCancelled()).isTrue();
  }

  private void happens(char event, Task<?> task) {
    switch (event) {
      case 'c' -> task.cancel(true);
      case 'f' -> scopeFails.fail(new IllegalArgumentException("scope"));
      case 'x' -> scopeFails.fail(new CancellationException("scope"));
      default -> throw new AssertionError(event);
    }
  }

  @Async
  private Object waitsInScopeThenForEver(AsyncCallable<?> wait) throws Exception {
    try {
      waitsInScope(wait);
    } catch (IllegalArgumentException | CancellationException failure) {
      seen.add(failure.getMessage());
    }
    return forever();
  }

  @Async
  private void waitsInScope(AsyncCallable<?> wait) throws Exception {
    try (var scope = TaskScope.<Object>open()) {
      var unused = scope.fork(() -> Tasks.shielded(scopeFails.task()));
      seen.add(wait.call());
    }
  }

  /** Lets the loop do all that it can. */
  private void drain() {
    for (int i = 0; i < 3; i++) {
      Weft.run(loop, () -> Weft.delay(Duration.ofMillis(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fc", "cf", "xc", "cx", "fcc", "ccf"})
  void aDeadline(String events) {
    whileItWaits(
        events, () -> Weft.withDeadline(FAR, () -> stubborn()), () -> released.complete("value"));
    assertThat(seen).containsExactly("scope");
    assertThat(requests).as("of the user, and no more").hasValue(events.length() - 1);
  }

  @Async
  private String stubborn() {
    while (!released.task().isDone()) {
      try {
        var unused = Tasks.shielded(released.task());
      } catch (CancellationException asked) {
        requests.incrementAndGet();
      }
    }
    return released.task().resultNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fc", "cf", "xc", "cx", "fcc", "ccf"})
  void blockingWork(String events) {
    whileItWaits(events, () -> Weft.blocking(this::block), unblocked::countDown);
    assertThat(seen).containsExactly("scope");
    assertThat(requests).hasPositiveValue();
  }

  private String block() {
    while (true) {
      try {
        unblocked.await();
        return "value";
      } catch (InterruptedException asked) {
        requests.incrementAndGet();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fc", "cf", "xc", "cx", "fcc", "ccf"})
  void theLockOfACondition(String events) throws Exception {
    var lock = new AsyncLock();
    AsyncCondition condition = lock.newCondition();
    Task<Object> task =
        Weft.start(loop, () -> waitsInScopeThenForEver(() -> awaitSignal(lock, condition)));
    drain();
    Task<Void> holder = Weft.start(loop, () -> signalsAndHolds(lock, condition));
    while (!lock.isLocked()) {
      drain();
    }
    meanwhile(events, task, () -> released.complete(""));
    holder.get();
    assertThat(seen).containsExactly("scope");
  }

  @Async
  private void signalsAndHolds(AsyncLock lock, AsyncCondition condition) {
    lock.lock();
    try {
      condition.signal();
      var unused = Weft.await(released.task());
    } finally {
      lock.unlock();
    }
  }

  @Async
  private static Object awaitSignal(AsyncLock lock, AsyncCondition condition) {
    lock.lock();
    try {
      condition.await();
      return "value";
    } finally {
      lock.unlock();
    }
  }

  /** A value comes before the cancellation, which is met after it. */
  @ParameterizedTest
  @ValueSource(strings = {"c", "cc"})
  void aValueComesFirst(String events) {
    Task<Object> task =
        Weft.start(
            loop,
            () -> {
              seen.add(Weft.blocking(this::block));
              return forever();
            });
    meanwhile(events, task, unblocked::countDown);
    assertThat(seen).containsExactly("value");
  }

  // ---- two scopes that fail while the caller's task method is on another scheduler ----

  @Async
  private Task<String> away(EventLoop other, Task<?> until) {
    Weft.switchTo(other);
    while (!until.isDone()) {
      Thread.onSpinWait();
    }
    return Task.completed("value");
  }

  @Async
  private Object inTwoScopes(EventLoop other, Task<?> until) throws Exception {
    try (var outer = TaskScope.<Object>open()) {
      var unused = outer.fork(() -> Weft.await(scopeFails.task()));
      return inOneScope(other, until);
    } catch (IllegalArgumentException failure) {
      seen.add(failure.getMessage());
    }
    seen.add(loop == EventLoop.current());
    return forever();
  }

  @Async
  private Object inOneScope(EventLoop other, Task<?> until) throws Exception {
    try (var inner = TaskScope.<Object>open()) {
      var unused = inner.fork(() -> Weft.await(released.task()));
      return Weft.await(away(other, until));
    }
  }

  /** Whatever comes while it is away: it goes on where it was. */
  @ParameterizedTest
  @ValueSource(strings = {"i", "f", "if", "fi", "ic", "fc", "ci", "ifc"})
  void aCallerWhoseTaskMethodIsElsewhere(String events) {
    Task.Completer<String> comesBack = Task.completer();
    try (EventLoop other = Schedulers.eventLoop()) {
      Task<Object> task = Weft.start(loop, () -> inTwoScopes(other, comesBack.task()));
      drain();
      for (int i = 0; i < events.length(); i++) {
        char event = events.charAt(i);
        if (event == 'i') {
          boolean unused = released.fail(new IllegalArgumentException("inner"));
        } else {
          happens(event, task);
        }
        drain();
      }
      boolean unused = comesBack.complete("");
      while (seen.stream().noneMatch(Boolean.class::isInstance)) {
        drain();
      }
      assertThat(seen).last().isEqualTo(true);
      task.cancel(true);
    }
  }
}
