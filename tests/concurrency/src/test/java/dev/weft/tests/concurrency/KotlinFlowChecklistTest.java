package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static dev.weft.tests.concurrency.Everywhere.step;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What kotlinx.coroutines documents and tests of flows, state flows and shared flows, where the
 * other tests of this package have not got it.
 *
 * <p>Weft differs on purpose: {@code limit} closes its source when one more is asked for, not with
 * the last element; a broadcast has no replay, and may be closed; an async generator is gone
 * through once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, which says whether it was done
class KotlinFlowChecklistTest {

  // ---- state ----

  @TestFactory
  List<DynamicTest> aStateMayBeNullAndComparesByEquals() {
    return Everywhere.run(
        () -> {
          var value = new StateValue<String>(null);
          Task<String> next = Weft.start(() -> value.awaitNext(null));
          assertThat(value.compareAndSet("no", "a")).isFalse();
          assertThat(value.compareAndSet(null, null)).isTrue();
          step();
          assertThat(next.isDone()).isFalse();
          assertThat(value.compareAndSet(null, "ab")).isTrue();
          assertThat(Weft.await(next)).isEqualTo("ab");
          String equal = "abc".substring(0, 2);
          assertThat(value.compareAndSet(equal, "c")).isTrue();
          Task<String> again = Weft.start(() -> value.awaitNext("c"));
          value.set("cd".substring(0, 1));
          assertThat(value.update(now -> now)).isEqualTo("c");
          step();
          assertThat(again.isDone()).isFalse();
          value.set(null);
          assertThat(Weft.await(again)).isNull();
        });
  }

  /** Who is slow sees the newest value only; and nothing, if that is the one it has seen. */
  @Test
  void aStateConflates() {
    var loop = Schedulers.manual();
    var value = new StateValue<>(0);
    Task<Integer> next = Weft.start(loop, () -> value.awaitNext(0));
    Task<Integer> one = Weft.start(loop, () -> value.awaitUntil(now -> now == 1));
    loop.run();
    value.set(1);
    value.set(0); // before anybody has looked
    loop.run();
    assertThat(next.isDone()).isFalse();
    assertThat(one.isDone()).isFalse();
    value.set(1);
    value.set(2);
    value.set(3);
    loop.run();
    assertThat(next.resultNow()).isEqualTo(3);
    assertThat(one.isDone()).isFalse();
    value.set(1);
    loop.run();
    assertThat(one.resultNow()).isEqualTo(1);
  }

  @Test
  void aFailingPredicateFailsItsCallerOnly() {
    var loop = Schedulers.manual();
    var value = new StateValue<>(1);
    Task<Integer> fails = Weft.start(loop, () -> value.awaitUntil(now -> 1 / now > 1));
    Task<Integer> waits = Weft.start(loop, () -> value.awaitNext(1));
    loop.run();
    value.set(0);
    loop.run();
    assertThat(fails.exceptionNow()).isInstanceOf(ArithmeticException.class);
    assertThat(waits.resultNow()).isZero();
  }

  // ---- broadcast ----

  /** Those who wait to publish do so in their order; one that is cancelled has not published. */
  @Test
  void publishersWaitInOrder() {
    var loop = Schedulers.manual();
    var broadcast = new Broadcast<Integer>(1, OnOverflow.SUSPEND);
    Subscription<Integer> slow = broadcast.subscribe();
    broadcast.tryPublish(0);
    var tasks = new ArrayList<Task<Void>>();
    for (int i = 1; i <= 4; i++) {
      int element = i;
      tasks.add(Weft.start(loop, () -> broadcast.publish(element)));
      loop.run();
    }
    tasks.get(1).cancel(false);
    loop.run();
    var seen = new ArrayList<Integer>();
    for (Integer each = slow.tryReceive(); each != null; each = slow.tryReceive()) {
      seen.add(each);
      if (each < 4) {
        assertThat(broadcast.tryPublish(9)).isFalse(); // others are first, or there is no room
      }
      loop.run();
    }
    assertThat(seen).containsExactly(0, 1, 3, 4);
    assertThat(tasks).extracting(Task::isCancelled).containsExactly(false, true, false, false);
  }

  @TestFactory
  List<DynamicTest> closingASubscriptionReachesWhoWaitsThere() {
    return Everywhere.run(
        () -> {
          var broadcast = new Broadcast<Integer>(1, OnOverflow.SUSPEND);
          Subscription<Integer> subscription = broadcast.subscribe();
          Task<Integer> receives = Weft.start(() -> subscription.receive());
          Task<Boolean> looks = Weft.start(() -> subscription.hasNext());
          subscription.close();
          assertThat(failureOf(() -> Weft.await(receives)))
              .isInstanceOf(NoSuchElementException.class);
          assertThat(Weft.await(looks)).isFalse();
          assertThat(failureOf(() -> subscription.tryReceive()))
              .isInstanceOf(NoSuchElementException.class);
          assertThat(broadcast.getSubscriberCount()).isZero();
          broadcast.publish(1); // nobody holds it up
          subscription.close();
        });
  }

  /** Several that receive by one subscription share its elements, first come, first served. */
  @Test
  void receiversOfOneSubscriptionShare() {
    var loop = Schedulers.manual();
    var broadcast = new Broadcast<Integer>(4, OnOverflow.FAIL);
    Subscription<Integer> shared = broadcast.subscribe();
    var tasks = new ArrayList<Task<Integer>>();
    for (int i = 0; i < 3; i++) {
      tasks.add(Weft.start(loop, () -> shared.receive()));
      loop.run();
    }
    for (int i = 0; i < 4; i++) {
      broadcast.tryPublish(i);
    }
    loop.run();
    assertThat(tasks).extracting(Task::resultNow).containsExactly(0, 1, 2);
    assertThat(shared.getBufferedCount()).isEqualTo(1);
  }

  /** Who subscribes late sees what comes then; one that is too slow is no concern of others. */
  @TestFactory
  List<DynamicTest> oneThatIsTooSlowFailsAlone() {
    return Everywhere.run(
        () -> {
          var broadcast = new Broadcast<Integer>(1, OnOverflow.FAIL);
          Subscription<Integer> slow = broadcast.subscribe();
          broadcast.publish(1);
          Subscription<Integer> late = broadcast.subscribe();
          broadcast.publish(2);
          assertThat(broadcast.getSubscriberCount()).isEqualTo(1);
          assertThat(late.receive()).isEqualTo(2);
          assertThat(slow.receive()).isEqualTo(1);
          assertThat(failureOf(() -> slow.receive())).hasMessageContaining("too slow");
          slow.close();
          broadcast.close();
          assertThat(late.hasNext()).isFalse();
          assertThat(broadcast.subscribe().hasNext()).isFalse();
        });
  }

  // ---- the words of streams ----

  private static final class Source {
    int emitted;
    boolean closed;

    @Async
    AsyncGenerator<Integer> count(int n) {
      try {
        for (int i = 0; i < n; i++) {
          step();
          emitted++;
          emit(i);
        }
      } finally {
        step();
        closed = true;
      }
      return null;
    }

    @Async
    AsyncGenerator<Integer> failsAfter(int n) throws IOException {
      try {
        for (int i = 0; i < n; i++) {
          step();
          emit(i);
        }
        throw new IOException("the source");
      } finally {
        closed = true;
      }
    }
  }

  @TestFactory
  List<DynamicTest> limitClosesWhenOneMoreIsAskedFor() {
    return Everywhere.run(
        () -> {
          var source = new Source();
          AsyncGenerator<Integer> limited = source.count(10).limit(2);
          assertThat(limited.next()).isZero();
          assertThat(limited.next()).isEqualTo(1);
          assertThat(source.closed).isFalse();
          assertThat(limited.hasNext()).isFalse();
          assertThat(source.closed).isTrue();
          assertThat(source.emitted).isEqualTo(2); // no more than that
          assertThat(failureOf(() -> limited.next())).isInstanceOf(NoSuchElementException.class);
        });
  }

  @TestFactory
  List<DynamicTest> takeWhileClosesAtTheFirstThatDoesNotMeetIt() {
    return Everywhere.run(
        () -> {
          var source = new Source();
          assertThat(list(source.count(10).takeWhile(each -> each < 2))).containsExactly(0, 1);
          assertThat(source.emitted).isEqualTo(3);
          assertThat(source.closed).isTrue();
        });
  }

  @Async
  private static <T> List<T> list(AsyncGenerator<T> elements) {
    return elements.collect(Collectors.toList());
  }

  @TestFactory
  List<DynamicTest> zipEndsWithTheShorterOneAndClosesTheOther() {
    return Everywhere.run(
        () -> {
          var one = new Source();
          var other = new Source();
          assertThat(list(one.count(2).zip(other.count(9), (a, b) -> a + b))).containsExactly(0, 2);
          assertThat(List.of(one.closed, other.closed)).containsOnly(true);
          var good = new Source();
          var bad = new Source();
          assertThat(failureOf(() -> list(good.count(9).zip(bad.failsAfter(2), (a, b) -> a))))
              .hasMessage("the source");
          assertThat(List.of(good.closed, bad.closed)).containsOnly(true);
        });
  }

  @TestFactory
  List<DynamicTest> aFailureWithinFlatMapClosesBoth() {
    return Everywhere.run(
        () -> {
          var outer = new Source();
          var inner = new Source();
          assertThat(failureOf(() -> list(outer.count(9).flatMap(each -> inner.failsAfter(each)))))
              .hasMessage("the source");
          assertThat(List.of(outer.closed, inner.closed)).containsOnly(true);
          assertThat(outer.emitted).isEqualTo(1);
        });
  }

  /**
   * A buffer's source runs ahead by as many as it holds, and what it holds comes before its end.
   */
  @Test
  void aBufferRunsAheadSoFar() {
    var loop = Schedulers.manual();
    var source = new Source();
    AsyncGenerator<Integer> buffered = source.count(10).buffer(3);
    Task<Integer> first = Weft.start(loop, () -> buffered.next());
    loop.run();
    assertThat(first.resultNow()).isZero();
    assertThat(source.emitted).isEqualTo(1 + 3);
    Weft.start(loop, () -> buffered.close());
    loop.run();
    assertThat(source.closed).isTrue();
  }

  @TestFactory
  List<DynamicTest> whatIsInABufferComesBeforeTheFailure() {
    return Everywhere.run(
        () -> {
          var seen = new ArrayList<Integer>();
          AsyncGenerator<Integer> buffered = new Source().failsAfter(5).buffer(10);
          assertThat(failureOf(() -> addAll(buffered, seen))).hasMessage("the source");
          assertThat(seen).containsExactly(0, 1, 2, 3, 4);
        });
  }

  @Async
  private static void addAll(AsyncGenerator<Integer> from, List<Integer> to) {
    while (from.hasNext()) {
      to.add(from.next());
      step();
    }
  }

  /** Mapped in order, the elements come in their order, and so does the failure of their source. */
  @TestFactory
  List<DynamicTest> theFailureOfASourceComesInItsTurn() {
    return Everywhere.run(
        () -> {
          var seen = new ArrayList<Integer>();
          AsyncGenerator<Integer> mapped =
              new Source()
                  .failsAfter(3)
                  .mapConcurrent(
                      8,
                      each -> {
                        Weft.yieldNow();
                        Weft.yieldNow();
                        Weft.yieldNow();
                        return each;
                      });
          assertThat(failureOf(() -> addAll(mapped, seen))).hasMessage("the source");
          assertThat(seen).containsExactly(0, 1, 2);
        });
  }

  /** The failure of one call comes after the results of those before it, and cancels the others. */
  @TestFactory
  List<DynamicTest> theFailureOfACallComesInItsTurn() {
    return Everywhere.run(
        () -> {
          var seen = new ArrayList<Integer>();
          AsyncGenerator<Integer> mapped =
              new Source()
                  .count(9)
                  .mapConcurrent(
                      8,
                      each -> {
                        if (each == 2) {
                          Failures.fail("two");
                        } else if (each > 2) {
                          Failures.forever();
                        }
                        step();
                        return each;
                      });
          assertThat(failureOf(() -> addAll(mapped, seen))).hasMessage("two");
          assertThat(seen).containsExactly(0, 1);
          assertThat(mapped.hasNext()).isFalse();
        });
  }
}
