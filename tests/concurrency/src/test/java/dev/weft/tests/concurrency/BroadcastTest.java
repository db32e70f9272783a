package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Broadcast;
import dev.weft.concurrent.Broadcast.OnOverflow;
import dev.weft.concurrent.Broadcast.Subscription;
import dev.weft.concurrent.StateValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every subscriber sees every element, or what its policy says; and values that are waited for. */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, mostly, which says whether it was done
class BroadcastTest {

  @Async
  private static List<Integer> all(Subscription<Integer> subscription) {
    var seen = new ArrayList<Integer>();
    while (subscription.hasNext()) {
      seen.add(subscription.receive());
      Everywhere.step();
    }
    return seen;
  }

  @TestFactory
  List<DynamicTest> everySubscriberSeesEveryElement() {
    return Everywhere.run(
        () -> {
          var broadcast = new Broadcast<Integer>(4, OnOverflow.SUSPEND);
          broadcast.publish(-1); // nobody sees it
          var tasks = new ArrayList<Task<List<Integer>>>();
          for (int i = 0; i < 5; i++) {
            Subscription<Integer> subscription = broadcast.subscribe();
            tasks.add(Weft.start(() -> all(subscription)));
          }
          Task<Void> other = Weft.start(() -> publish(broadcast, 1_000, 1_300));
          publish(broadcast, 0, 300);
          Weft.await(other);
          broadcast.close();
          List<Integer> first = Weft.await(tasks.get(0));
          assertThat(first).hasSize(600);
          assertThat(first.stream().filter(each -> each < 1_000)).isSorted();
          for (Task<List<Integer>> each : tasks) {
            assertThat(Weft.await(each)).isEqualTo(first);
          }
        });
  }

  @Async
  private static void publish(Broadcast<Integer> broadcast, int from, int to) {
    for (int i = from; i < to; i++) {
      broadcast.publish(i);
      Everywhere.step();
    }
  }

  @Async
  private static int sum(Subscription<Integer> subscription) {
    int sum = 0;
    for (int each : subscription) {
      sum += each;
    }
    return sum;
  }

  @TestFactory
  List<DynamicTest> aLoopGoesThroughASubscription() {
    return Everywhere.run(
        () -> {
          var broadcast = new Broadcast<Integer>(4, OnOverflow.SUSPEND);
          Subscription<Integer> first = broadcast.subscribe();
          Subscription<Integer> second = broadcast.subscribe();
          Task<Integer> sum = Weft.start(() -> sum(first));
          Task<List<Integer>> mapped =
              Weft.start(
                  () -> AsyncGenerator.from(second).map(x -> 2 * x).collect(Collectors.toList()));
          publish(broadcast, 0, 100);
          broadcast.close();
          assertThat(Weft.await(sum)).isEqualTo(4950);
          assertThat(Weft.await(mapped)).hasSize(100).endsWith(198);
          assertThat(failureOf(first::next)).isInstanceOf(NoSuchElementException.class);
        });
  }

  @Test
  void ordinaryCodeIsBlockedByALoop() {
    var broadcast = new Broadcast<Integer>(4, OnOverflow.SUSPEND);
    try (Subscription<Integer> subscription = broadcast.subscribe()) {
      broadcast.publish(1);
      broadcast.publish(2);
      broadcast.close();
      int sum = 0;
      for (int each : subscription) {
        sum += each;
      }
      assertThat(sum).isEqualTo(3);
    }
  }

  @TestFactory
  List<DynamicTest> slowSubscribers() {
    return Everywhere.run(
        () -> {
          for (OnOverflow policy :
              List.of(OnOverflow.DROP_OLDEST, OnOverflow.DROP_LATEST, OnOverflow.FAIL)) {
            var broadcast = new Broadcast<Integer>(2, policy);
            Subscription<Integer> slow = broadcast.subscribe();
            for (int i = 1; i <= 5; i++) {
              assertThat(broadcast.tryPublish(i)).isTrue();
            }
            boolean oldest = policy == OnOverflow.DROP_OLDEST;
            assertThat(slow.receive()).isEqualTo(oldest ? 4 : 1);
            assertThat(slow.receive()).isEqualTo(oldest ? 5 : 2);
            assertThat(slow.getDroppedCount()).isEqualTo(policy == OnOverflow.FAIL ? 1 : 3);
            if (policy == OnOverflow.FAIL) {
              assertThat(failureOf(() -> slow.receive()))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageStartingWith("Subscription.receive (at dev.weft.tests.concurrency.")
                  .hasMessageContaining("too slow")
                  .hasMessageContaining("published (at dev.weft.tests.concurrency.BroadcastTest");
              assertThat(
                      failureOf(
                          () -> {
                            boolean unused = slow.hasNext();
                          }))
                  .hasMessageStartingWith("Subscription.hasNext (at ")
                  .hasMessageContaining("too slow");
              assertThat(broadcast.getSubscriberCount()).isZero();
            } else {
              assertThat(slow.tryReceive()).isNull();
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> aSlowSubscriberHoldsUpThePublisherUntilItCloses() {
    return Everywhere.run(
        () -> {
          var broadcast = new Broadcast<Integer>(1, OnOverflow.SUSPEND);
          Subscription<Integer> slow = broadcast.subscribe();
          Subscription<Integer> quick = broadcast.subscribe();
          broadcast.publish(1);
          assertThat(broadcast.tryPublish(9)).isFalse();
          Task<Void> cancelled = Weft.start(() -> broadcast.publish(8));
          Task<Void> publisher = Weft.start(() -> publish(broadcast, 2, 4));
          cancelled.cancel(false);
          assertThat(quick.receive()).isEqualTo(1);
          assertThat(publisher.isDone()).isFalse();
          assertThat(slow.receive()).isEqualTo(1);
          assertThat(quick.receive()).isEqualTo(2);
          slow.close();
          assertThat(quick.receive()).isEqualTo(3);
          Weft.await(publisher);
          assertThat(failureOf(() -> slow.receive()))
              .isInstanceOf(NoSuchElementException.class)
              .hasMessageContaining("BroadcastTest.java:");
          assertThat(slow.hasNext()).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> theEnd() {
    return Everywhere.run(
        () -> {
          var broadcast = new Broadcast<Integer>(1, OnOverflow.SUSPEND);
          Subscription<Integer> subscription = broadcast.subscribe();
          Subscription<Integer> waiting = broadcast.subscribe();
          broadcast.publish(1);
          assertThat(waiting.receive()).isEqualTo(1);
          Task<Integer> receiver = Weft.start(() -> waiting.receive());
          Task<Void> publisher = Weft.start(() -> broadcast.publish(2));
          broadcast.fail(new IOException("the feed"));
          broadcast.close();
          assertThat(failureOf(() -> Weft.await(receiver))).hasMessage("the feed");
          assertThat(failureOf(() -> Weft.await(publisher)))
              .isInstanceOf(IllegalStateException.class);
          assertThat(failureOf(() -> broadcast.publish(3)))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("BroadcastTest.java:");
          assertThat(subscription.receive()).isEqualTo(1);
          assertThat(
                  failureOf(
                      () -> {
                        boolean unused = subscription.hasNext();
                      }))
              .isInstanceOf(IOException.class);
          assertThat(failureOf(() -> broadcast.subscribe().receive())).hasMessage("the feed");
        });
  }

  @Test
  void aCancelledReceiverLosesNothing() {
    var scheduler = Schedulers.manual();
    var broadcast = new Broadcast<Integer>(4, OnOverflow.DROP_OLDEST);
    Subscription<Integer> subscription = broadcast.subscribe();
    var seen = new ArrayList<Integer>();
    Task<Void> before = Weft.start(scheduler, () -> receiveTwo(subscription, seen));
    scheduler.run();
    before.cancel(false);
    broadcast.publish(1); // it has left by now
    scheduler.run();
    assertThat(before.isCancelled()).isTrue();
    assertThat(seen).isEmpty();

    assertThat(subscription.tryReceive()).isEqualTo(1);
    Task<Void> after = Weft.start(scheduler, () -> receiveTwo(subscription, seen));
    scheduler.run();
    broadcast.publish(2);
    after.cancel(false); // the hand-over came first
    scheduler.run();
    assertThat(after.isCancelled()).isTrue();
    assertThat(seen).containsExactly(2);
  }

  @Async
  private static void receiveTwo(Subscription<Integer> subscription, List<Integer> seen) {
    seen.add(subscription.receive());
    seen.add(subscription.receive());
  }

  // ---- values ----

  @TestFactory
  List<DynamicTest> aValueThatIsWaitedFor() {
    return Everywhere.run(
        () -> {
          var value = new StateValue<>(0);
          Task<Integer> next = Weft.start(() -> value.awaitNext(0));
          Task<Integer> large = Weft.start(() -> value.awaitUntil(now -> now > 10));
          Task<Integer> cancelled = Weft.start(() -> value.awaitNext(0));
          cancelled.cancel(false);
          value.set(0);
          Everywhere.step();
          assertThat(next.isDone()).isFalse();
          assertThat(value.compareAndSet(1, 2)).isFalse();
          assertThat(value.compareAndSet(0, 1)).isTrue();
          assertThat(Weft.await(next)).isEqualTo(1);
          assertThat(large.isDone()).isFalse();
          assertThat(value.update(now -> now + 10)).isEqualTo(11);
          assertThat(Weft.await(large)).isEqualTo(11);
          assertThat(value.awaitNext(0)).isEqualTo(11);
          assertThat(value.get()).isEqualTo(11);
          assertThat(failureOf(() -> Weft.await(cancelled)))
              .isInstanceOf(CancellationException.class);
          assertThat(failureOf(() -> value.awaitUntil(now -> now / (now - 11) > 0)))
              .isInstanceOf(ArithmeticException.class);
        });
  }

  @TestFactory
  List<DynamicTest> noChangeIsMissed() {
    return Everywhere.run(
        () -> {
          var value = new StateValue<>(0);
          var watchers = new ArrayList<Task<Integer>>();
          for (int i = 0; i < 4; i++) {
            watchers.add(Weft.start(() -> countUpTo(value, 2_000)));
          }
          for (int i = 1; i <= 2_000; i++) {
            value.set(i);
            Everywhere.step();
          }
          for (Task<Integer> each : watchers) {
            assertThat(Weft.await(each)).isEqualTo(2_000); // or it would hang here
          }
        });
  }

  @Async
  private static int countUpTo(StateValue<Integer> value, int last) {
    int seen = 0;
    while (seen < last) {
      int next = value.awaitNext(seen);
      assertThat(next).isGreaterThan(seen);
      seen = next;
    }
    return seen;
  }
}
