package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.observe.Coroutines;
import dev.weft.observe.LeakedCoroutines;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coroutines that nothing can wake are named by proof; all others are not. */
@SuppressWarnings("FutureReturnValueIgnored") // the fixture holds them
@Timeout(120)
class CoroutineLeakTest extends ObservedFixture {

  @Async
  private static void awaitLost() {
    Weft.await(new Task.Completer<String>().task());
  }

  @Async
  private static void receiveLost() throws Exception {
    Channel<String> channel = Channel.rendezvous();
    channel.receive();
  }

  @Async
  private static void awaitLostFuture() {
    Weft.await(new CompletableFuture<String>());
  }

  @Async
  private static void lockLost(CountDownLatch isWaiting) {
    var lock = new AsyncLock();
    lock.lock();
    Task<Void> other = Weft.start(() -> lock.lock());
    isWaiting.countDown();
    Weft.await(other);
  }

  /** Lets both threads run something else, so that neither keeps what it has run last. */
  private void runSomethingElse() throws Exception {
    Weft.start(loop, () -> "").get();
    Weft.start(pool, () -> "").get();
  }

  /**
   * Searches until so many have been found at {@code method}: all at once, or some before, by the
   * collector's own doing. The last ones.
   */
  private LeakedCoroutines leakAt(String method, long count) throws Exception {
    while (true) {
      runSomethingElse();
      List<LeakedCoroutines> there =
          Coroutines.findLeaks().stream().filter(each -> isAt(method, each)).toList();
      if (there.stream().mapToLong(LeakedCoroutines::count).sum() >= count) {
        return there.get(there.size() - 1);
      }
    }
  }

  private static boolean isAt(String method, LeakedCoroutines leak) {
    return leak.stack().stream().anyMatch(call -> call.getMethodName().equals(method))
        || leak.deadlock().stream().anyMatch(each -> each.contains("." + method + "("));
  }

  @Test
  void onALoop() throws Exception {
    lose(loop, 3);

    LeakedCoroutines found = leakAt("awaitLost", 3);

    assertThat(found.numbers()).isNotEmpty();
    assertThat(found.waitedFor()).isEqualTo("a task that somebody completes by hand");
    assertThat(found.origin().get(0).getMethodName()).isEqualTo("lose");
    assertThat(found.toString()).contains("that nothing can wake any more");
    assertThat(Coroutines.dump().leaks()).contains(found);
    assertThat(Coroutines.dump().toText()).contains("3 leaked", "LEAKED: ");
  }

  @Test
  void onAPool() throws Exception {
    lose(pool, 2);

    assertThat(leakAt("awaitLost", 2).numbers()).isNotEmpty();
  }

  private static void lose(Scheduler scheduler, int times) {
    for (int i = 0; i < times; i++) {
      var unused = Weft.start(scheduler, () -> awaitLost());
    }
  }

  @Test
  void whateverTheyWaitFor() throws Exception {
    loseOneOfEach(); // in a method of its own, whose variables hold nothing any more

    assertThat(leakAt("receiveLost", 1)).isNotNull();
    assertThat(leakAt("awaitLostFuture", 1)).isNotNull();
    assertThat(leakAt("lockLost", 1)).isNotNull(); // it holds what the other one waits for
  }

  private void loseOneOfEach() throws InterruptedException {
    var isWaiting = new CountDownLatch(1);
    var unused = Weft.start(loop, () -> receiveLost());
    var unusedToo = Weft.start(loop, () -> awaitLostFuture());
    var unusedThree = Weft.start(loop, () -> lockLost(isWaiting));
    isWaiting.await();
  }

  /** The locks are gone with the coroutines, who said whom each waited for. */
  @Test
  void aDeadlockThatNobodyElseKnowsIsToldAsOne() throws Exception {
    deadlock();
    LeakedCoroutines found = null;
    while (found == null) {
      runSomethingElse();
      found =
          Coroutines.findLeaks().stream()
              .filter(each -> each.count() == 2)
              .findFirst()
              .orElse(null);
    }

    assertThat(found.deadlock()).hasSize(2);
    assertThat(found.toString())
        .contains("DEADLOCK of 2 coroutines", "\"left\", waits for the lock AsyncLock@")
        .contains("held by #", "\"right\"", "CoroutineLeakTest.lockBoth(");
    assertThat(Coroutines.dump().toJson()).contains("held by #");
  }

  @Async
  private static void lockBoth(AsyncLock first, AsyncLock second, CountDownLatch both, Task<?> go) {
    first.lock();
    both.countDown();
    Weft.await(go);
    second.lock();
  }

  private void deadlock() throws InterruptedException {
    var left = new AsyncLock();
    var right = new AsyncLock();
    var both = new CountDownLatch(2);
    Task.Completer<String> go = Task.completer();
    var unused = Weft.start(loop, () -> lockBoth(left, right, both, go.task())).withName("left");
    var unusedToo =
        Weft.start(loop, () -> lockBoth(right, left, both, go.task())).withName("right");
    both.await();
    go.complete("");
    dumpWhen(dump -> !dump.deadlocks().isEmpty());
  }

  /** They are gone, but their names and the user's call are kept. */
  @Test
  void thoseThatAreCollectedUnseenAreToldApart() throws Exception {
    var unused = Weft.start(loop, () -> receiveLost()).withName("one");
    var unusedToo = Weft.start(loop, () -> receiveLost()).withName("another");
    suspended("one");
    suspended("another");
    unused = null;
    unusedToo = null;
    var names = new ArrayList<String>();
    while (names.size() < 2) {
      runSomethingElse();
      System.gc();
      names.clear();
      for (LeakedCoroutines each : Coroutines.dump().leaks()) {
        names.add(each.name());
        assertThat(each.stack().get(0).getMethodName()).isEqualTo("receiveLost");
        assertThat(each.toString()).contains("named \"" + each.name() + "\"");
      }
    }
    assertThat(names).containsExactlyInAnyOrder("one", "another");
  }

  @Test
  void whatCanBeWokenIsNoLeak() throws Exception {
    Task.Completer<String> completer = Task.completer();
    Channel<String> channel = Channel.rendezvous();
    var future = new CompletableFuture<String>();
    startOneOfEach(completer.task(), channel, future);
    List<String> names = List.of("completer", "channel", "future", "timer");
    names.forEach(ObservedFixture::suspended);

    lose(loop, 1);
    leakAt("awaitLost", 1); // so that the collector has been at work

    assertThat(Coroutines.findLeaks()).hasSize(1);
    names.forEach(ObservedFixture::suspended);
    assertThat(completer.complete("")).isTrue(); // and so all were held until here
    assertThat(future.complete("")).isTrue();
    channel.close();
  }

  /** In a method of its own, so that nobody holds the tasks. */
  private void startOneOfEach(
      Task<String> task, Channel<String> channel, CompletableFuture<String> future) {
    var unused = Weft.start(loop, () -> Weft.await(task)).withName("completer");
    var unusedTwo = Weft.start(loop, () -> channel.receiveOrNull()).withName("channel");
    var unusedThree = Weft.start(pool, () -> Weft.await(future)).withName("future");
    var unusedFour = Weft.start(loop, () -> Weft.delay(Duration.ofHours(1))).withName("timer");
  }

  @Test
  void neitherIsOneThatHasEnded() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      Weft.start(loop, () -> Weft.yieldNow()).get();
    }
    lose(loop, 1);
    leakAt("awaitLost", 1);

    assertThat(Coroutines.findLeaks()).hasSize(1);
  }

  /** The loop lets go of those that are lost, and still reaches all others when it is closed. */
  @Test
  void closingALoopReachesThoseThatAreObserved() {
    Task.Completer<String> completer = Task.completer();
    Task<String> task = Weft.start(loop, () -> Weft.await(completer.task())).withName("waits");
    suspended("waits");

    loop.close();

    assertThat(task.isCancelled()).isTrue();
    assertThat(completer.task().isDone()).isTrue();
  }
}
