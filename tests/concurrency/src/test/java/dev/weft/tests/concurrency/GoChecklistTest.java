package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What Go documents of channels and select, and tests of them in its runtime, where {@link
 * ChannelTest} and {@link SelectTest} have not got it.
 *
 * <p>Weft differs on purpose: closing again, and counting a channel's end, is no panic; a null
 * channel and a select without a clause, which wait for ever in Go, are refused; who waits to send
 * when a channel is closed is not thrown out.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class GoChecklistTest {

  /** A channel that is closed is ready each time, and never the default. */
  @TestFactory
  List<DynamicTest> aClosedChannelIsAlwaysReady() {
    return Everywhere.run(
        () -> {
          Channel<Integer> closed = Channel.buffered(1);
          closed.send(1);
          closed.close();
          Select<String> select =
              Select.<String>of()
                  .onReceiveOrNull(closed, each -> each == null ? "end" : "element")
                  .orElse(() -> "default");
          assertThat(select.await()).isEqualTo("element");
          for (int i = 0; i < 3; i++) {
            assertThat(select.await()).isEqualTo("end");
          }
        });
  }

  /** Who loses an element to another one finds the end behind it, and never the default. */
  @TestFactory
  List<DynamicTest> anElementAndThenTheEndAreNeverTheDefault() {
    return Everywhere.run(
        () -> {
          for (int i = 0; i < 200; i++) {
            Channel<Integer> channel = Channel.buffered(1);
            channel.send(1);
            channel.close();
            try (var scope = TaskScope.<String>open()) {
              Task<String> other = scope.fork(() -> now(channel));
              String mine = now(channel);
              scope.join();
              assertThat(List.of(mine, other.resultNow()))
                  .containsExactlyInAnyOrder("element", "end");
            }
          }
        });
  }

  @Async
  private static String now(Channel<Integer> channel) {
    step();
    return Select.<String>of()
        .onReceiveOrNull(channel, each -> each == null ? "end" : "element")
        .orElse(() -> "default")
        .await();
  }

  /** One that both sends to a channel and receives from it does not meet itself. */
  @TestFactory
  List<DynamicTest> aSelectDoesNotMeetItself() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> meetsTheOther(channel, 1, 500));
            scope.fork(() -> meetsTheOther(channel, 2, 500));
            scope.join();
          }
          assertThat(channel.toString()).contains("0 receiving, 0 sending");
        });
  }

  @Async
  private static void meetsTheOther(Channel<Integer> channel, int self, int times) {
    Select<Integer> select =
        Select.<Integer>of().onSend(channel, self, () -> 0).onReceive(channel, other -> other);
    for (int i = 0; i < times; i++) {
      assertThat(select.await()).isIn(0, 3 - self);
      step();
    }
  }

  /** Two clauses of one channel are as likely as others. */
  @TestFactory
  List<DynamicTest> twoClausesOfOneChannel() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.buffered(1);
          Select<Integer> select =
              Select.<Integer>of().onSend(channel, 0, () -> 0).onSend(channel, 1, () -> 1);
          int ones = 0;
          for (int i = 0; i < 1_000; i++) {
            int sent = select.await();
            assertThat(channel.receive()).isEqualTo(sent);
            ones += sent;
          }
          assertThat(ones).isBetween(400, 600); // six deviations of 16 to either side
        });
  }

  /** One that waits twice at a channel leaves both places, and others there are still served. */
  @TestFactory
  List<DynamicTest> aSelectThatWaitsTwiceAtAChannelLeavesItTwice() {
    return Everywhere.run(
        () -> {
          Channel<Integer> twice = Channel.rendezvous();
          Channel<Integer> once = Channel.rendezvous();
          try (var scope = TaskScope.<Integer>open()) {
            Task<Integer> selects =
                scope.fork(
                    () ->
                        Select.<Integer>of()
                            .onReceive(twice, each -> each)
                            .onReceive(twice, each -> each)
                            .onReceive(once, each -> -each)
                            .await());
            SelectTest.waitFor(twice, "2 receiving");
            Task<Integer> receives = scope.fork(() -> twice.receive());
            SelectTest.waitFor(twice, "3 receiving");
            once.send(7);
            SelectTest.waitFor(twice, "1 receiving");
            twice.send(8);
            scope.join();
            assertThat(selects.resultNow()).isEqualTo(-7);
            assertThat(receives.resultNow()).isEqualTo(8);
          }
        });
  }

  /**
   * A select that stands last at a channel and loses: those before it, and after it, are served.
   */
  @TestFactory
  List<DynamicTest> aLosingSelectAmongOthersThatWait() {
    return Everywhere.run(
        () -> {
          Channel<Boolean> lost = Channel.rendezvous();
          Channel<Boolean> won = Channel.rendezvous();
          try (var scope = TaskScope.<Boolean>open()) {
            scope.fork(() -> lost.receive());
            SelectTest.waitFor(lost, "1 receiving");
            Task<Boolean> selects =
                scope.fork(
                    () ->
                        Select.<Boolean>of()
                            .onReceive(lost, each -> false)
                            .onReceive(won, each -> true)
                            .await());
            SelectTest.waitFor(lost, "2 receiving");
            won.send(true);
            scope.fork(() -> lost.receive());
            lost.send(true);
            lost.send(true);
            scope.join();
            assertThat(selects.resultNow()).isTrue();
          }
        });
  }

  /** Of several channels that a select may send to, each element goes to one. */
  @TestFactory
  List<DynamicTest> whatASelectSendsIsReceivedOnce() {
    return Everywhere.run(
        () -> {
          List<Channel<Integer>> channels =
              List.of(Channel.rendezvous(), Channel.rendezvous(), Channel.rendezvous());
          Set<Integer> received = ConcurrentHashMap.newKeySet();
          try (var scope = TaskScope.open()) {
            for (Channel<Integer> each : channels) {
              scope.fork(() -> receivesNew(each, received));
            }
            for (int i = 0; i < 600; i++) {
              Select<Boolean> select = Select.of();
              for (Channel<Integer> each : channels) {
                select.onSend(each, i, () -> true);
              }
              assertThat(select.await()).isTrue();
            }
            channels.forEach(Channel::close);
            scope.join();
          }
          assertThat(received).hasSize(600);
        });
  }

  @Async
  private static void receivesNew(Channel<Integer> channel, Set<Integer> received) {
    for (Integer each : channel) {
      assertThat(received.add(each)).as("first time of %s", each).isTrue();
      step();
    }
  }

  /** A chain of very many, each of which waits for the next one. */
  @TestFactory
  List<DynamicTest> aLongChain() {
    return Everywhere.run(
        () -> {
          Channel<Integer> first = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            Channel<Integer> left = first;
            for (int i = 0; i < 10_000; i++) {
              Channel<Integer> to = left;
              Channel<Integer> from = Channel.rendezvous();
              scope.fork(() -> passesOn(from, to));
              left = from;
            }
            left.send(0);
            assertThat(first.receive()).isEqualTo(10_000);
            scope.join();
          }
        });
  }

  @Async
  private static void passesOn(Channel<Integer> from, Channel<Integer> to) {
    to.send(from.receive() + 1);
  }

  /** The sieve: each prime a coroutine that lets through what it does not divide. */
  @TestFactory
  List<DynamicTest> theSieve() {
    return Everywhere.run(
        () -> {
          var primes = new ArrayList<Integer>();
          try (var scope = TaskScope.open()) {
            Channel<Integer> numbers = Channel.rendezvous();
            Channel<Integer> all = numbers;
            scope.fork(() -> ChannelTest.sendAll(all, IntStream.range(2, 80).boxed().toList()));
            for (Integer prime = numbers.receiveOrNull();
                prime != null;
                prime = numbers.receiveOrNull()) {
              int divisor = prime;
              primes.add(divisor);
              Channel<Integer> in = numbers;
              Channel<Integer> out = Channel.rendezvous();
              scope.fork(() -> filters(in, out, divisor));
              numbers = out;
            }
            scope.join();
          }
          assertThat(primes)
              .containsExactly(
                  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73,
                  79);
        });
  }

  @Async
  private static void filters(Channel<Integer> in, Channel<Integer> out, int divisor) {
    for (Integer each : in) {
      if (each % divisor != 0) {
        out.send(each);
      }
    }
    out.close();
  }

  /** The size does not count those who wait to send; a closed channel keeps it. */
  @TestFactory
  List<DynamicTest> theSizeIsThatOfTheBuffer() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.buffered(2);
          assertThat(channel.size()).isZero();
          channel.send(1);
          channel.send(2);
          try (var scope = TaskScope.open()) {
            scope.fork(() -> channel.send(3));
            SelectTest.waitFor(channel, "1 sending");
            assertThat(channel.size()).isEqualTo(2);
            channel.close();
            assertThat(channel.size()).isEqualTo(2);
            assertThat(channel.receive()).isEqualTo(1);
            assertThat(channel.size()).isEqualTo(2); // the one that has waited moves up
            scope.join();
          }
        });
  }

  /**
   * A channel is closed while a select waits to send to it: it waits on, as any sender does, and
   * what it sends is received; it may lose all the same, and then nothing is left.
   */
  @TestFactory
  List<DynamicTest> closingAChannelThatASelectWaitsToSendTo() {
    return Everywhere.run(
        () -> {
          for (boolean received : List.of(true, false)) {
            Channel<Integer> closed = Channel.rendezvous();
            Channel<Integer> other = Channel.rendezvous();
            try (var scope = TaskScope.<String>open()) {
              Task<String> selects = scope.fork(() -> sendsOrReceives(closed, other));
              SelectTest.waitFor(closed, "1 sending");
              closed.close();
              assertThat(closed.isDrained()).isFalse();
              if (received) {
                assertThat(closed.receive()).isEqualTo(1);
              } else {
                other.send(2);
              }
              scope.join();
              assertThat(selects.resultNow()).isEqualTo(received ? "sent" : "received 2");
            }
            assertThat(closed.isDrained()).isTrue();
            assertThat(closed.receiveOrNull()).isNull();
          }
        });
  }

  @Async
  private static String sendsOrReceives(Channel<Integer> to, Channel<Integer> from) {
    return Select.<String>of()
        .onSend(to, 1, () -> "sent")
        .onReceive(from, each -> "received " + each)
        .await();
  }

  /** What waits for ever in Go. */
  @TestFactory
  List<DynamicTest> aNullChannelIsRefused() {
    return Everywhere.run(
        () -> {
          Channel<Integer> none = null;
          assertThat(failureOf(() -> Select.<Integer>of().onReceive(none, each -> each)))
              .isInstanceOf(NullPointerException.class);
          assertThat(failureOf(() -> Channel.<Integer>unbounded().send(null)))
              .isInstanceOf(NullPointerException.class);
        });
  }
}
