package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.ChannelClosedException;
import dev.weft.concurrent.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What channels promise, wherever they are used. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class ChannelTest {

  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @TestFactory
  List<DynamicTest> rendezvousInOrder() {
    return Everywhere.run(() -> inOrder(Channel.rendezvous()));
  }

  @TestFactory
  List<DynamicTest> bufferedInOrder() {
    return Everywhere.run(
        () -> {
          inOrder(Channel.buffered(1));
          inOrder(Channel.buffered(7));
          inOrder(Channel.buffered(1000));
        });
  }

  @TestFactory
  List<DynamicTest> unboundedInOrder() {
    return Everywhere.run(() -> inOrder(Channel.unbounded()));
  }

  @Async
  private static void inOrder(Channel<Integer> channel) {
    try (var scope = TaskScope.open()) {
      scope.fork(() -> sendAll(channel, HUNDRED));
      assertThat(receiveAll(channel)).isEqualTo(HUNDRED);
      scope.join();
    }
    assertThat(channel.isDrained()).isTrue();
  }

  @Async
  static void sendAll(Channel<Integer> channel, List<Integer> elements) {
    for (Integer each : elements) {
      step();
      channel.send(each);
    }
    assertThat(channel.close()).isTrue();
  }

  @Async
  static List<Integer> receiveAll(Channel<Integer> channel) {
    var received = new ArrayList<Integer>();
    for (Integer each = channel.receiveOrNull(); each != null; each = channel.receiveOrNull()) {
      received.add(each);
      step();
    }
    return received;
  }

  @TestFactory
  List<DynamicTest> onlyTheLatest() {
    return Everywhere.run(
        () -> {
          var dropped = Collections.synchronizedList(new ArrayList<Integer>());
          Channel<Integer> latest = Channel.latest(dropped::add);
          Channel<Integer> three = Channel.dropOldest(3, dropped::add);
          for (int i = 0; i < 5; i++) {
            latest.send(i);
            three.send(10 + i);
          }
          assertThat(dropped).containsExactly(0, 1, 2, 10, 3, 11);
          assertThat(latest.size()).isEqualTo(1);
          assertThat(latest.receive()).isEqualTo(4);
          assertThat(List.of(three.receive(), three.receive(), three.receive()))
              .containsExactly(12, 13, 14);
          assertThat(three.tryReceive()).isNull();
        });
  }

  @TestFactory
  List<DynamicTest> tryingNeverWaits() {
    return Everywhere.run(
        () -> {
          Channel<String> one = Channel.buffered(1);
          assertThat(one.tryReceive()).isNull();
          assertThat(one.trySend("a")).isTrue();
          assertThat(one.trySend("b")).isFalse();
          assertThat(one.size()).isEqualTo(1);
          assertThat(one.tryReceive()).isEqualTo("a");
          Channel<String> none = Channel.rendezvous();
          assertThat(none.trySend("a")).isFalse();
          try (var scope = TaskScope.<String>open()) {
            Task<String> receives = scope.fork(() -> none.receive());
            while (!none.trySend("b")) {
              Weft.yieldNow();
            }
            scope.join();
            assertThat(receives.resultNow()).isEqualTo("b");
          }
        });
  }

  @TestFactory
  List<DynamicTest> whatWasSentBeforeTheEndIsReceived() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          try (var scope = TaskScope.<Object>open()) {
            channel.send(1);
            channel.send(2);
            scope.fork(() -> channel.send(3));
            while (!channel.toString().contains("1 sending")) {
              Weft.yieldNow();
            }
            assertThat(channel.close()).isTrue();
            assertThat(channel.close()).isFalse();
            assertThat(channel.isClosed()).isTrue();
            assertThat(channel.isDrained()).isFalse();
            assertThat(receiveAll(channel)).containsExactly(1, 2, 3);
            assertThat(channel.isDrained()).isTrue();
            scope.join();
          }
        });
  }

  @TestFactory
  List<DynamicTest> theEndNamesTheLine() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          channel.close();
          String here = "(at " + ChannelTest.class.getName();
          assertThat(failureOf(() -> channel.send(1)))
              .isInstanceOf(ChannelClosedException.class)
              .hasMessageStartingWith("send: the channel was closed " + here);
          assertThat(failureOf(() -> channel.trySend(1)))
              .isInstanceOf(ChannelClosedException.class)
              .hasMessageStartingWith("trySend: the channel was closed " + here);
          assertThat(failureOf(() -> channel.receive()))
              .isInstanceOf(ChannelClosedException.class)
              .hasMessageContaining("all that was in it has been received " + here);
          assertThat(channel.receiveOrNull()).isNull();
          assertThat(channel.tryReceive()).isNull();
        });
  }

  @TestFactory
  List<DynamicTest> theEndReachesWhoWaits() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          try (var scope = TaskScope.open(TaskScope.Joiner.awaitAll())) {
            Task<Object> throwing = scope.fork(() -> channel.receive());
            Task<Object> orNull = scope.fork(() -> channel.receiveOrNull());
            while (!channel.toString().contains("2 receiving")) {
              Weft.yieldNow();
            }
            channel.close();
            scope.join();
            assertThat(throwing.exceptionNow())
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("(at " + ChannelTest.class.getName());
            assertThat(orNull.resultNow()).isNull();
          }
        });
  }

  @TestFactory
  List<DynamicTest> aFailureComesLast() {
    return Everywhere.run(
        () -> {
          var broken = new IOException("the source is broken");
          Channel<Integer> channel = Channel.unbounded();
          channel.send(1);
          assertThat(channel.fail(broken)).isTrue();
          assertThat(channel.close()).isFalse();
          assertThat(failureOf(() -> channel.send(2)))
              .isInstanceOf(ChannelClosedException.class)
              .hasMessageContaining("has failed")
              .hasCause(broken);
          assertThat(channel.receive()).isEqualTo(1);
          assertThat(failureOf(() -> channel.receive())).isSameAs(broken);
          assertThat(failureOf(() -> channel.receiveOrNull())).isSameAs(broken);
          assertThat(channel.tryReceive()).isNull();
        });
  }

  @TestFactory
  List<DynamicTest> cancellingHandsBackWhatIsInIt() {
    return Everywhere.run(
        () -> {
          var back = Collections.synchronizedList(new ArrayList<Integer>());
          Channel<Integer> channel = Channel.buffered(2, back::add);
          try (var scope = TaskScope.open(TaskScope.Joiner.awaitAll())) {
            channel.send(1);
            channel.send(2);
            Task<Object> sends = scope.fork(() -> channel.send(3));
            while (!channel.toString().contains("1 sending")) {
              Weft.yieldNow();
            }
            channel.cancel();
            channel.cancel();
            scope.join();
            assertThat(sends.exceptionNow())
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("send: the channel was cancelled (at ");
          }
          assertThat(back).containsExactly(1, 2);
          assertThat(failureOf(() -> channel.receive()))
              .isInstanceOf(ChannelClosedException.class)
              .hasMessageContaining("was cancelled");
          assertThat(channel.isDrained()).isTrue();
        });
  }

  @TestFactory
  List<DynamicTest> timeIsLimited() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          String here = "(at " + ChannelTest.class.getName();
          assertThat(failureOf(() -> channel.receive(Duration.ofMillis(1))))
              .isInstanceOf(TimeoutException.class)
              .hasMessageContaining("receive: nothing came within PT0.001S " + here);
          assertThat(failureOf(() -> channel.send(1, Duration.ofMillis(1))))
              .isInstanceOf(TimeoutException.class)
              .hasMessageContaining("within PT0.001S " + here);
          assertThat(failureOf(() -> channel.receive(Duration.ZERO)))
              .isInstanceOf(TimeoutException.class);
          assertThat(channel.toString()).contains("0 receiving, 0 sending");
          try (var scope = TaskScope.<Object>open()) {
            scope.fork(() -> channel.send(7, Duration.ofHours(1)));
            assertThat(channel.receive(Duration.ofHours(1))).isEqualTo(7);
            scope.join();
          }
        });
  }

  @TestFactory
  List<DynamicTest> whoIsCancelledLeavesNothing() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          Task<Integer> receives = Weft.start(() -> channel.receive());
          Task<Void> sends = Weft.start(() -> Channel.<Integer>rendezvous().send(1));
          while (!channel.toString().contains("1 receiving")) {
            Weft.yieldNow();
          }
          receives.cancel(false);
          sends.cancel(false);
          assertThat(failureOf(() -> Weft.await(receives)))
              .isInstanceOf(CancellationException.class);
          assertThat(failureOf(() -> Weft.await(sends))).isInstanceOf(CancellationException.class);
          assertThat(channel.toString()).contains("0 receiving");
          assertThat(channel.trySend(1)).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> firstComeFirstServed() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          try (var scope = TaskScope.<Integer>open()) {
            var receivers = new ArrayList<Task<Integer>>();
            for (int i = 0; i < 20; i++) {
              receivers.add(scope.fork(() -> channel.receive()));
              while (!channel.toString().contains(" " + (i + 1) + " receiving")) {
                Weft.yieldNow();
              }
            }
            for (int i = 0; i < 20; i++) {
              channel.send(i);
            }
            scope.join();
            assertThat(receivers.stream().map(Task::resultNow))
                .containsExactlyElementsOf(HUNDRED.subList(0, 20));
            var senders = new ArrayList<Task<Integer>>();
            for (int i = 0; i < 20; i++) {
              int element = i;
              senders.add(Weft.start(() -> sends(channel, element)));
              while (!channel.toString().contains(" " + (i + 1) + " sending")) {
                Weft.yieldNow();
              }
            }
            for (int i = 0; i < 20; i++) {
              assertThat(channel.receive()).isEqualTo(i);
            }
            for (Task<Integer> sender : senders) {
              Weft.await(sender);
            }
          }
        });
  }

  @Async
  private static Integer sends(Channel<Integer> channel, Integer element) {
    channel.send(element);
    return element;
  }
}
