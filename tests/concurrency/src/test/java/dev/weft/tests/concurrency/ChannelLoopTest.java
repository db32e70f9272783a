package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.AsyncGenerator;
import dev.weft.AsyncIterator;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Loops over what a channel receives. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class ChannelLoopTest {

  @Async
  private static void sendAll(Channel<Integer> to, int count) {
    for (int i = 0; i < count; i++) {
      step();
      to.send(i);
    }
    to.close();
  }

  @Async
  private static List<Integer> received(Channel<Integer> from) {
    var all = new ArrayList<Integer>();
    for (Integer each : from) {
      step();
      all.add(each);
    }
    return all;
  }

  @Async
  private static List<Integer> receivedByAnIterable(Iterable<Integer> from) {
    var all = new ArrayList<Integer>();
    for (Integer each : from) {
      all.add(each);
    }
    return all;
  }

  @Async
  private static AsyncGenerator<Integer> later() {
    Weft.delay(Duration.ofMillis(1));
    Weft.emit(1);
    return AsyncGenerator.empty();
  }

  @Test
  void whatIsDeclaredAsAnIterableHasToBeDeclaredAsWhatItIs() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      for (Iterable<Integer> each :
          List.<Iterable<Integer>>of(Channel.<Integer>rendezvous(), later())) {
        assertThatIllegalStateException()
            .isThrownBy(() -> Weft.run(loop, () -> receivedByAnIterable(each)))
            .withMessageContaining(" would block the event loop ")
            .withMessageContaining("ChannelLoopTest.receivedByAnIterable(ChannelLoopTest.java:")
            .withMessageContaining(
                " is in an @Async method, but goes through what is declared there as an Iterable")
            .withMessageContaining("Declare the variable, parameter or field as what it is");
      }
    }
  }

  private static List<Channel<Integer>> kinds() {
    return List.of(Channel.rendezvous(), Channel.buffered(1), Channel.unbounded());
  }

  @TestFactory
  List<DynamicTest> untilItIsClosed() {
    return Everywhere.run(
        () -> {
          for (Channel<Integer> channel : kinds()) {
            try (var scope = TaskScope.open()) {
              scope.fork(() -> sendAll(channel, 100));
              List<Integer> all = received(channel);
              scope.join();
              assertThat(all).hasSize(100).isSorted().doesNotHaveDuplicates();
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> severalShareWhatComes() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            Task<List<Integer>> one = scope.fork(() -> received(channel));
            Task<List<Integer>> other = scope.fork(() -> received(channel));
            scope.fork(() -> sendAll(channel, 200));
            scope.join();
            var all = new ArrayList<>(one.resultNow());
            all.addAll(other.resultNow());
            assertThat(all).hasSize(200).doesNotHaveDuplicates();
          }
        });
  }

  @TestFactory
  List<DynamicTest> aFailureEndsTheLoop() {
    return Everywhere.run(
        () -> {
          var failure = new IOException("no more");
          Channel<Integer> channel = Channel.buffered(2);
          channel.send(1);
          channel.fail(failure);
          var seen = new ArrayList<Integer>();
          assertThat(
                  failureOf(
                      () -> {
                        for (Integer each : channel) {
                          seen.add(each);
                        }
                      }))
              .isSameAs(failure);
          assertThat(seen).containsExactly(1);
        });
  }

  @TestFactory
  List<DynamicTest> leftHalfWayItGoesOn() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.unbounded();
          sendAll(channel, 3);
          for (Integer each : channel) {
            assertThat(each).isZero();
            break;
          }
          assertThat(received(channel)).containsExactly(1, 2);
          AsyncIterator<Integer> over = channel.iterator();
          assertThat(over.hasNext()).isFalse();
          assertThat(failureOf(() -> over.next())).isInstanceOf(NoSuchElementException.class);
          assertThat(over.hasNext()).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> hasNextReceivesOnce() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.unbounded();
          sendAll(channel, 2);
          AsyncIterator<Integer> elements = channel.iterator();
          assertThat(elements.hasNext()).isTrue();
          assertThat(elements.hasNext()).isTrue();
          assertThat(elements.next()).isZero();
          assertThat(elements.next()).isEqualTo(1);
          assertThat(elements.hasNext()).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> cancelledItLeavesNothingBehind() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          Task<List<Integer>> waiting = Weft.start(() -> received(channel));
          waiting.cancel(false);
          assertThat(failureOf(() -> Weft.await(waiting)))
              .isInstanceOf(CancellationException.class);
          assertThat(channel.trySend(1)).isFalse();
        });
  }

  @Test
  void theThreadOfALoopIsNotBlocked() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Channel<Integer> channel = Channel.rendezvous();
      Task<Throwable> refused =
          Weft.start(
              loop,
              () -> {
                Runnable ordinary =
                    () -> {
                      for (Integer each : channel) {
                        throw new AssertionError(each);
                      }
                    };
                return failureOf(ordinary::run);
              });
      assertThat(refused.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("would block");
    }
  }
}
