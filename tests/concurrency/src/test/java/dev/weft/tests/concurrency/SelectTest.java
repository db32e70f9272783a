package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncFunction;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.ChannelClosedException;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What selects promise, wherever they are used. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class SelectTest {

  private static final Duration LONG = Duration.ofHours(1);

  @TestFactory
  List<DynamicTest> takesWhatIsReady() {
    return Everywhere.run(
        () -> {
          Channel<Integer> numbers = Channel.buffered(1);
          Channel<String> words = Channel.buffered(1);
          numbers.send(7);
          assertThat(either(numbers, words)).isEqualTo("number 7");
          words.send("seven");
          assertThat(either(numbers, words)).isEqualTo("word seven");
          assertThat(
                  Select.<String>of()
                      .onReceive(numbers, n -> "number " + n)
                      .orElse(() -> "nothing")
                      .await())
              .isEqualTo("nothing");
          assertThat(
                  Select.<String>of()
                      .onReceive(numbers, n -> "number " + n)
                      .onSend(words, "eight", () -> "sent")
                      .await())
              .isEqualTo("sent");
          assertThat(words.tryReceive()).isEqualTo("eight");
        });
  }

  @TestFactory
  List<DynamicTest> aHandlerThatIsAProxyMayWait() {
    return Everywhere.run(
        () -> {
          AsyncFunction<Integer, String> handler =
              number -> {
                Weft.delay(Duration.ofMillis(1));
                return "number " + number;
              };
          var advised = new ArrayList<String>();
          Object proxy =
              Proxy.newProxyInstance(
                  SelectTest.class.getClassLoader(),
                  new Class<?>[] {AsyncFunction.class},
                  (self, method, arguments) -> {
                    advised.add(method.getName() + List.of(arguments));
                    return method.invoke(handler, arguments);
                  });
          Channel<Integer> numbers = Channel.buffered(1);
          numbers.send(7);
          String result = Select.<String>of().onReceive(numbers, cast(proxy)).await();
          assertThat(result).isEqualTo("number 7");
          assertThat(advised).containsExactly("apply[7]");
        });
  }

  @SuppressWarnings("unchecked")
  private static AsyncFunction<Integer, String> cast(Object proxy) {
    return (AsyncFunction<Integer, String>) proxy;
  }

  @Async
  private static String either(Channel<Integer> numbers, Channel<String> words) {
    return Select.<String>of()
        .onReceive(numbers, number -> "number " + number)
        .onReceive(words, word -> "word " + word)
        .onTimeout(LONG, () -> "late")
        .await();
  }

  @TestFactory
  List<DynamicTest> waitsForTheFirst() {
    return Everywhere.run(
        () -> {
          Channel<Integer> numbers = Channel.rendezvous();
          Channel<String> words = Channel.rendezvous();
          for (int i = 0; i < 20; i++) {
            try (var scope = TaskScope.<String>open()) {
              Task<String> chosen = scope.fork(() -> either(numbers, words));
              waitFor(numbers, "1 receiving");
              if (i % 2 == 0) {
                numbers.send(i);
              } else {
                words.send("w" + i);
              }
              scope.join();
              assertThat(chosen.resultNow()).isEqualTo(i % 2 == 0 ? "number " + i : "word w" + i);
              assertThat(numbers.toString()).contains("0 receiving");
              assertThat(words.toString()).contains("0 receiving");
            }
          }
        });
  }

  @Async
  static void waitFor(Channel<?> channel, String state) {
    while (!channel.toString().contains(state)) {
      Weft.yieldNow();
    }
  }

  @TestFactory
  List<DynamicTest> awaitsTasks() {
    return Everywhere.run(
        () -> {
          Channel<String> silent = Channel.rendezvous();
          Task<String> done = Task.completed("done");
          var future = new CompletableFuture<String>();
          Task.Completer<String> pending = Task.completer();
          Select<String> select =
              Select.<String>of()
                  .onReceive(silent, word -> word)
                  .onTask(future, value -> "future " + value)
                  .onTask(pending.task(), value -> "task " + value);
          assertThat(
                  Select.<String>of().onTask(done, v -> v + "!").onReceive(silent, v -> v).await())
              .isEqualTo("done!");
          try (var scope = TaskScope.<String>open()) {
            Task<String> chosen = scope.fork(() -> select.await());
            waitFor(silent, "1 receiving");
            future.complete("f");
            scope.join();
            assertThat(chosen.resultNow()).isEqualTo("future f");
            assertThat(pending.task().isDone()).isFalse();
            assertThat(silent.toString()).contains("0 receiving");
          }
          var broken = new IOException("broken");
          Task<String> failed = Task.failed(broken);
          assertThat(failureOf(() -> Select.<String>of().onTask(failed, v -> v).await()))
              .isSameAs(broken);
        });
  }

  @TestFactory
  List<DynamicTest> timeIsLimited() {
    return Everywhere.run(
        () -> {
          Channel<String> silent = Channel.rendezvous();
          Select<String> select =
              Select.<String>of()
                  .onReceive(silent, word -> word)
                  .onSend(silent, "me", () -> "sent to nobody")
                  .onTimeout(Duration.ofMillis(1), () -> late());
          assertThat(select.await()).isEqualTo("late");
          assertThat(select.await()).isEqualTo("late");
          assertThat(silent.toString()).contains("0 receiving, 0 sending");
          assertThat(
                  Select.<String>of()
                      .onReceive(silent, word -> word)
                      .onTimeout(Duration.ZERO, () -> "at once")
                      .await())
              .isEqualTo("at once");
        });
  }

  @Async
  private static String late() {
    step();
    return "late";
  }

  @TestFactory
  List<DynamicTest> handlersMaySuspend() {
    return Everywhere.run(
        () -> {
          Channel<Integer> numbers = Channel.rendezvous();
          Channel<Integer> doubled = Channel.rendezvous();
          try (var scope = TaskScope.<Object>open()) {
            scope.fork(() -> ChannelTest.sendAll(numbers, List.of(1, 2, 3, 4)));
            scope.fork(() -> doubles(numbers, doubled));
            assertThat(ChannelTest.receiveAll(doubled)).containsExactly(2, 4, 6, 8);
            scope.join();
          }
        });
  }

  @Async
  private static void doubles(Channel<Integer> in, Channel<Integer> out) {
    Select<Boolean> next = Select.<Boolean>of().onReceiveOrNull(in, number -> doubled(number, out));
    while (next.await()) {
      step();
    }
    out.close();
  }

  @Async
  private static boolean doubled(Integer number, Channel<Integer> out) {
    step();
    if (number == null) {
      return false;
    }
    out.send(number * 2);
    step();
    return true;
  }

  @TestFactory
  List<DynamicTest> aFailingHandlerFailsTheSelect() {
    return Everywhere.run(
        () -> {
          Channel<Integer> numbers = Channel.unbounded();
          numbers.send(1);
          numbers.send(2);
          assertThat(
                  failureOf(
                      () ->
                          Select.<String>of()
                              .onReceive(numbers, n -> Failures.failing("handler " + n))
                              .await()))
              .isInstanceOf(IOException.class)
              .hasMessage("handler 1");
          assertThat(numbers.receive()).isEqualTo(2);
        });
  }

  @TestFactory
  List<DynamicTest> theEndOfAChannelIsReady() {
    return Everywhere.run(
        () -> {
          Channel<Integer> closed = Channel.rendezvous();
          Channel<Integer> silent = Channel.rendezvous();
          try (var scope = TaskScope.open(TaskScope.Joiner.awaitAll())) {
            Task<Object> receives =
                scope.fork(
                    () ->
                        Select.<Object>of()
                            .onReceive(closed, n -> n)
                            .onReceive(silent, n -> n)
                            .await());
            Task<Object> orNull =
                scope.fork(() -> Select.<Object>of().onReceiveOrNull(closed, n -> "end").await());
            waitFor(closed, "2 receiving");
            closed.close();
            scope.join();
            assertThat(receives.exceptionNow())
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("select: receive: the channel was closed")
                .hasMessageContaining("(at " + SelectTest.class.getName());
            assertThat(orNull.resultNow()).isEqualTo("end");
          }
          assertThat(silent.toString()).contains("0 receiving");
          assertThat(failureOf(() -> Select.<Object>of().onSend(closed, 1, () -> "sent").await()))
              .isInstanceOf(ChannelClosedException.class)
              .hasMessageContaining("select: send: the channel was closed (at ");
        });
  }

  @TestFactory
  List<DynamicTest> inOrderPrefersTheFirst() {
    return Everywhere.run(
        () -> {
          Channel<String> first = Channel.unbounded();
          Channel<String> second = Channel.unbounded();
          Select<String> select =
              Select.<String>inOrder().onReceive(first, v -> v).onReceive(second, v -> v);
          for (int i = 0; i < 20; i++) {
            first.send("first");
            second.send("second");
          }
          for (int i = 0; i < 40; i++) {
            assertThat(select.await()).isEqualTo(i < 20 ? "first" : "second");
          }
        });
  }

  @TestFactory
  List<DynamicTest> otherwiseNobodyIsPreferred() {
    return Everywhere.run(
        () -> {
          var channels = new ArrayList<Channel<Integer>>();
          Select<Integer> select = Select.of();
          for (int i = 0; i < 4; i++) {
            Channel<Integer> channel = Channel.unbounded();
            channels.add(channel);
            select.onReceive(channel, v -> v);
          }
          var counts = new int[4];
          int rounds = 4000;
          for (int i = 0; i < rounds; i++) {
            for (int c = 1; c < 4; c++) { // the first one is never ready
              channels.get(c).send(c);
            }
            counts[select.await()]++;
          }
          assertThat(counts[0]).isZero();
          for (int c = 1; c < 4; c++) { // 1,333 each; five deviations of 30 to either side
            assertThat(counts[c]).isBetween(1180, 1490);
          }
        });
  }

  @TestFactory
  List<DynamicTest> whoIsCancelledLeavesNothing() {
    return Everywhere.run(
        () -> {
          Channel<Integer> in = Channel.rendezvous();
          Channel<Integer> out = Channel.rendezvous();
          Task.Completer<Integer> pending = Task.completer();
          Task<Integer> selects =
              Weft.start(
                  () ->
                      Select.<Integer>of()
                          .onReceive(in, v -> v)
                          .onSend(out, 1, () -> 1)
                          .onTask(pending.task(), v -> v)
                          .onTimeout(LONG, () -> 2)
                          .await());
          waitFor(out, "1 sending");
          selects.cancel(false);
          assertThat(failureOf(() -> Weft.await(selects)))
              .isInstanceOf(CancellationException.class);
          assertThat(in.toString()).contains("0 receiving");
          assertThat(out.toString()).contains("0 sending");
          assertThat(pending.task().isDone()).isFalse();
          assertThat(in.trySend(1)).isFalse();
          assertThat(out.tryReceive()).isNull();
        });
  }

  @TestFactory
  List<DynamicTest> misuse() {
    return Everywhere.run(
        () -> {
          String here = "(at " + SelectTest.class.getName();
          assertThat(failureOf(() -> Select.of().await()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("without a clause")
              .hasMessageContaining(here);
          Channel<Integer> channel = Channel.rendezvous();
          Select<Integer> select = Select.<Integer>of().onReceive(channel, v -> v);
          Task<Integer> waits = Weft.start(() -> select.await());
          waitFor(channel, "1 receiving");
          assertThat(failureOf(() -> select.await()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("one for each coroutine " + here);
          assertThat(failureOf(() -> select.onReceive(channel, v -> v)))
              .hasMessageContaining("one for each coroutine " + here);
          channel.send(3);
          assertThat(Weft.await(waits)).isEqualTo(3);
          assertThat(failureOf(() -> select.orElse(() -> 1).onTimeout(LONG, () -> 2)))
              .hasMessageContaining("has one already " + here);
          assertThat(failureOf(() -> Channel.buffered(0)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("Channel.rendezvous()")
              .hasMessageContaining(here);
        });
  }
}
