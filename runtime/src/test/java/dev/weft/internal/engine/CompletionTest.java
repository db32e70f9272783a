package dev.weft.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A result that arrives once, and those who wait for it. */
@Timeout(60)
class CompletionTest extends CompletionFixture {

  @Test
  void waitersAreToldInTheOrderInWhichTheyCame() {
    List<String> names = IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
    names.forEach(this::subscribed);

    completion.complete("x");

    assertThat(order).isEqualTo(names);
  }

  @Test
  void eachWaiterIsToldOnce() {
    subscribed("a");

    assertThat(completion.complete("x")).isTrue();
    assertThat(completion.complete("y")).isFalse();
    assertThat(completion.fail(new IllegalStateException())).isFalse();

    assertThat(order).containsExactly("a");
  }

  @Test
  void whoComesAfterTheResultIsToldAtOnce() {
    completion.complete(null);

    subscribed("late");

    assertThat(order).containsExactly("late");
  }

  @Test
  void whoLeavesIsNotToldAndTheOthersKeepTheirOrder() {
    for (int gone = 0; gone < 4; gone++) {
      order.clear();
      var each = new Plain();
      List<Told> waiters = List.of(waiter("0"), waiter("1"), waiter("2"), waiter("3"));
      waiters.forEach(each::subscribe);
      each.unsubscribe(waiters.get(gone));
      List<String> expected = new ArrayList<>(List.of("0", "1", "2", "3"));
      expected.remove(gone);

      each.complete("x");

      assertThat(order).isEqualTo(expected);
    }
  }

  @Test
  void allMayLeave() {
    Told a = subscribed("a");
    Told b = subscribed("b");

    completion.unsubscribe(a);
    completion.unsubscribe(b);
    subscribed("c");
    completion.complete("x");

    assertThat(order).containsExactly("c");
  }

  @Test
  void leavingTwiceOrWithoutHavingComeDoesNothing() {
    Told a = subscribed("a");
    subscribed("b");

    completion.unsubscribe(waiter("stranger"));
    completion.unsubscribe(a);
    completion.unsubscribe(a);
    completion.complete("x");
    completion.unsubscribe(a);

    assertThat(order).containsExactly("b");
  }

  @Test
  void waitersComeAndLeaveFromManyThreadsWhileTheResultArrives() throws Exception {
    for (int round = 0; round < 200; round++) {
      var shared = new Plain();
      var told = new AtomicInteger();
      var go = new CountDownLatch(1);
      List<String> kept = Collections.synchronizedList(new ArrayList<>());
      Runnable joiner =
          () -> {
            awaitLatch(go);
            for (int i = 0; i < 20; i++) {
              shared.subscribe(new Told(kept, "kept"));
              var leaves =
                  new Waiter() {
                    @Override
                    protected void completed(Completion done) {
                      told.incrementAndGet();
                    }
                  };
              shared.subscribe(leaves);
              shared.unsubscribe(leaves);
            }
          };
      List<Thread> threads = List.of(new Thread(joiner), new Thread(joiner));
      threads.forEach(Thread::start);
      go.countDown();
      shared.complete("x");
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(kept).hasSize(40);
      assertThat(told.get()).isBetween(0, 40);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWaiterThatFailsDoesNotKeepTheOthersFromBeingTold() {
    subscribed("a");
    completion.subscribe(
        new Waiter() {
          @Override
          protected void completed(Completion done) {
            throw new IllegalStateException("broken waiter");
          }
        });
    subscribed("b");
    try (var uncaught = new UncaughtFailures()) {
      assertThat(completion.complete("x")).isTrue();
      assertThat(uncaught.messages()).containsExactly("broken waiter");
    }
    assertThat(order).containsExactly("a", "b");
  }

  @Test
  void ofManyAnyMayLeaveAndOthersCome() {
    var waiters = new java.util.ArrayList<Told>();
    for (int i = 0; i < 100; i++) {
      waiters.add(subscribed("" + i));
    }
    for (int i = 1; i < 100; i++) {
      completion.unsubscribe(waiters.get(i));
    }
    subscribed("late");
    assertThat(completion.complete("x")).isTrue();
    assertThat(order).containsExactly("0", "late");
  }
}
