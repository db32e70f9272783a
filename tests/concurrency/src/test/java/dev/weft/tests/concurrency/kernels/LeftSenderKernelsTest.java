package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A result that is sent to one that has gone: the shapes of kernels of GoBench.
 *
 * <p>Started without a scope, the sender waits for ever, as in Go. Forked in one, it cannot be left
 * behind: what closes the scope cancels it, and waits for its end.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class LeftSenderKernelsTest {

  @Async
  private static void sends(Channel<Integer> channel, int element) {
    step();
    channel.send(element);
  }

  /** Either the result or the stop, whichever comes first. */
  @Async
  private static String first(Channel<Integer> result, Channel<Boolean> stop) {
    return Select.<String>inOrder()
        .onReceiveOrNull(stop, gone -> "stopped")
        .onReceive(result, number -> "result " + number)
        .await();
  }

  /** grpc/660, kubernetes/5316, moby/33781: who asked has stopped before the answer comes. */
  @Test
  void grpc660AndKubernetes5316AndMoby33781() {
    try (var kernel = new Kernel()) {
      Channel<Integer> done = Channel.rendezvous();
      Channel<Boolean> stop = Channel.rendezvous();
      Channel<Boolean> gate = Channel.rendezvous();
      Task<Void> answers =
          kernel.go(
              () -> {
                pass(gate);
                sends(done, 1);
              });
      Task<String> asks = kernel.go(() -> first(done, stop));
      kernel.go(() -> stop.close());
      kernel.go(() -> gate.close());
      assertThat(asks.resultNow()).isEqualTo("stopped");
      kernel.assertStuck(answers, "Channel.send", "sends");
    }
  }

  @TestFactory
  List<DynamicTest> grpc660AndKubernetes5316AndMoby33781Scoped() {
    return Everywhere.run(
        () -> {
          Channel<Integer> done = Channel.rendezvous();
          Channel<Boolean> stop = Channel.rendezvous();
          stop.close();
          Task<Void> answers;
          try (var scope = TaskScope.<Void>open()) {
            answers = scope.fork(() -> sends(done, 1));
            assertThat(first(done, stop)).isEqualTo("stopped");
            scope.cancel();
            scope.join();
          }
          assertThat(answers.state()).isEqualTo(Task.State.CANCELLED);
          assertThat(done.toString()).contains("0 sending");
        });
  }

  /** The same with room for the answer: nobody needs to wait for it. */
  @TestFactory
  List<DynamicTest> grpc660AndKubernetes5316AndMoby33781Buffered() {
    return Everywhere.run(
        () -> {
          Channel<Integer> done = Channel.buffered(1);
          Channel<Boolean> stop = Channel.rendezvous();
          stop.close();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> sends(done, 1));
            assertThat(first(done, stop)).isEqualTo("stopped");
            scope.join();
          }
          assertThat(done.size()).isEqualTo(1);
        });
  }

  /** moby/4395: a channel is returned that the caller does not look at. */
  @Test
  void moby4395() {
    try (var kernel = new Kernel()) {
      Task<Channel<Integer>> calls =
          kernel.go(
              () -> {
                Channel<Integer> result = Channel.rendezvous();
                kernel.start(() -> sends(result, 1));
                return result;
              });
      assertThat(calls.resultNow().toString()).contains("1 sending");
    }
  }

  /** moby/33293: a failure is sent before anybody has the channel. */
  @Test
  void moby33293() {
    try (var kernel = new Kernel()) {
      Task<Channel<Integer>> waits =
          kernel.go(
              () -> {
                Channel<Integer> failure = Channel.rendezvous();
                sends(failure, -1);
                return failure;
              });
      kernel.assertStuck(waits, "Channel.send", "sends");
    }
  }

  /** A task is what both have meant: it holds its result until somebody asks, or nobody does. */
  @TestFactory
  List<DynamicTest> moby4395And33293Corrected() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.<Integer, Void>open(TaskScope.Joiner.awaitAll())) {
            Task<Integer> works =
                scope.fork(
                    () -> {
                      step();
                      return 1;
                    });
            Task<Integer> fails = scope.fork(() -> fail());
            scope.join();
            assertThat(works.resultNow()).isEqualTo(1);
            assertThat(fails.exceptionNow()).hasMessage("no such container");
          }
        });
  }

  @Async
  private static Integer fail() {
    step();
    throw new IllegalArgumentException("no such container");
  }

  /** cockroach/18101: more is sent than there is room for, to one that has returned. */
  @Async
  private static void scatter(Channel<Integer> ready, int count) {
    for (int i = 0; i < count; i++) {
      ready.send(i);
    }
    ready.close();
  }

  @Test
  void cockroach18101() {
    try (var kernel = new Kernel()) {
      Channel<Integer> ready = Channel.buffered(6);
      Task<Void> scatters = kernel.go(() -> scatter(ready, 8));
      Task<Integer> restores = kernel.go(() -> ready.receive()); // and returns
      assertThat(restores.resultNow()).isZero();
      kernel.assertStuck(scatters, "Channel.send", "scatter");
      assertThat(ready.size()).isEqualTo(6);
    }
  }

  @TestFactory
  List<DynamicTest> cockroach18101Scoped() {
    return Everywhere.run(
        () -> {
          Channel<Integer> ready = Channel.buffered(6);
          Task<Void> scatters;
          try (var scope = TaskScope.<Void>open()) {
            scatters = scope.fork(() -> scatter(ready, 8));
            assertThat(ready.receive()).isZero();
            scope.cancel();
            scope.join();
          }
          assertThat(scatters.isDone()).isTrue();
          assertThat(ready.toString()).contains("0 sending");
        });
  }

  /** The receiver says that it has gone: the sender meets that, and its elements come back. */
  @TestFactory
  List<DynamicTest> cockroach18101Cancelled() {
    return Everywhere.run(
        () -> {
          Channel<Integer> ready = Channel.buffered(6);
          try (var scope = TaskScope.<Void, Void>open(TaskScope.Joiner.awaitAll())) {
            Task<Void> scatters = scope.fork(() -> scatter(ready, 8));
            assertThat(ready.receive()).isZero();
            ready.cancel();
            scope.join();
            assertThat(scatters.exceptionNow()).hasMessageContaining("the channel was cancelled");
          }
        });
  }

  /** cockroach/24808 and 35931: two go into a channel for one before anybody receives. */
  @Test
  void cockroach24808And35931() {
    try (var kernel = new Kernel()) {
      Channel<Integer> rows = Channel.buffered(1);
      Task<Void> starts =
          kernel.go(
              () -> {
                rows.send(0);
                sends(rows, 1);
                kernel.start(() -> rows.receive()); // never comes to it
              });
      kernel.assertStuck(starts, "Channel.send", "sends");
    }
  }

  @TestFactory
  List<DynamicTest> cockroach24808And35931Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Integer> rows = Channel.latest(); // to be told once is enough
          rows.send(0);
          sends(rows, 1);
          assertThat(rows.receive()).isEqualTo(1);
          assertThat(rows.tryReceive()).isNull();
        });
  }

  /** cockroach/35073: a consumer that closes makes room once, and two wait. */
  @Test
  void cockroach35073() {
    try (var kernel = new Kernel()) {
      Channel<Integer> rows = Channel.buffered(2);
      kernel.go(() -> rows.send(0));
      kernel.go(() -> rows.send(1));
      Task<Void> one = kernel.go(() -> sends(rows, 2));
      Task<Void> another = kernel.go(() -> sends(rows, 3));
      assertThat(kernel.go(() -> rows.tryReceive()).resultNow()).isZero();
      assertThat(one.state()).isEqualTo(Task.State.SUCCESS);
      kernel.assertStuck(another, "Channel.send", "sends");
      kernel.go(() -> rows.cancel()); // reaches all that wait
      assertThat(another.exceptionNow()).hasMessageContaining("the channel was cancelled");
    }
  }

  /** kubernetes/38669: the first events are sent whether anybody watches or not. */
  @Async
  private static void process(Channel<Integer> input, Channel<Integer> result) {
    sends(result, 1);
    sends(result, 2);
    for (Integer event : input) {
      sends(result, event);
    }
    result.close();
  }

  @Test
  void kubernetes38669() {
    try (var kernel = new Kernel()) {
      Channel<Integer> input = Channel.rendezvous();
      Channel<Integer> result = Channel.rendezvous();
      Task<Void> processes = kernel.go(() -> process(input, result));
      kernel.go(() -> input.close()); // the stop
      kernel.assertStuck(processes, "Channel.send", "sends");
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes38669Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Integer> input = Channel.rendezvous();
          Channel<Integer> result = Channel.rendezvous();
          try (var scope = TaskScope.open(TaskScope.Joiner.awaitAll())) {
            Task<Object> processes = scope.fork(() -> process(input, result));
            input.close();
            result.cancel(); // nobody watches any more
            scope.join();
            assertThat(processes.isDone()).isTrue();
          }
          assertThat(result.isDrained()).isTrue();
        });
  }
}
