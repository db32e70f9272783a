package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.ChannelClosedException;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Requests to a loop that has been stopped, and loops that wait for each other: the shapes of
 * kernels of GoBench.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class LeftSenderToStoppedKernelsTest {

  /** etcd/6857: a node that answers until it is stopped. */
  private static final class Node {
    final Channel<Channel<String>> status = Channel.rendezvous();
    final Channel<Boolean> stop = Channel.rendezvous();
    final Channel<Boolean> done = Channel.rendezvous();

    @Async
    void run() {
      Select<Boolean> next =
          Select.<Boolean>of()
              .onReceive(status, to -> answered(to))
              .onReceive(stop, asked -> false);
      while (next.await()) {
        step();
      }
      done.close();
    }

    @Async
    private boolean answered(Channel<String> to) {
      to.send("fine");
      return true;
    }

    @Async
    String askedBadly() {
      Channel<String> answer = Channel.rendezvous();
      status.send(answer);
      return answer.receive();
    }

    @Async
    String askedWell() {
      Channel<String> answer = Channel.rendezvous();
      return Select.<String>of()
          .onSend(status, answer, () -> answer.receive())
          .onReceiveOrNull(done, gone -> "stopped")
          .await();
    }

    @Async
    void stopIt() {
      boolean asked =
          Select.<Boolean>of()
              .onSend(stop, true, () -> true)
              .onReceiveOrNull(done, gone -> false)
              .await();
      if (asked) {
        pass(done);
      }
    }
  }

  @Test
  void etcd6857() {
    try (var kernel = new Kernel()) {
      var node = new Node();
      kernel.go(() -> node.run());
      assertThat(kernel.go(() -> node.askedBadly()).resultNow()).isEqualTo("fine");
      kernel.go(() -> node.stopIt());
      kernel.assertStuck(kernel.go(() -> node.askedBadly()), "Channel.send", "askedBadly");
      assertThat(kernel.go(() -> node.stopIt()).isDone()).isTrue();
    }
  }

  @TestFactory
  List<DynamicTest> etcd6857Corrected() {
    return Everywhere.run(
        () -> {
          var node = new Node();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> node.run());
            assertThat(node.askedWell()).isEqualTo("fine");
            inParallel(() -> node.stopIt(), () -> node.stopIt());
            assertThat(node.askedWell()).isEqualTo("stopped");
            scope.join();
          }
        });
  }

  /** kubernetes/25331: a watch that cancels itself before it tells its result. */
  @Test
  void kubernetes25331() {
    try (var kernel = new Kernel()) {
      Channel<String> errors = Channel.rendezvous();
      Channel<Boolean> cancelled = Channel.rendezvous();
      Channel<String> result = Channel.rendezvous();
      Task<Void> runs = kernel.go(() -> watchBadly(errors, cancelled, result));
      kernel.go(() -> errors.send("broken"));
      Task<String> looks = kernel.go(() -> look(result, cancelled));
      assertThat(looks.resultNow()).isEqualTo("cancelled");
      kernel.assertStuck(runs, "Channel.send", "watchBadly");
    }
  }

  @Async
  private static void watchBadly(
      Channel<String> errors, Channel<Boolean> cancelled, Channel<String> result) {
    String error = errors.receive();
    cancelled.close();
    result.send(error);
  }

  @Async
  private static void watchWell(
      Channel<String> errors, Channel<Boolean> cancelled, Channel<String> result) {
    String error = errors.receive();
    result.send(error);
    cancelled.close();
  }

  @Async
  private static String look(Channel<String> result, Channel<Boolean> cancelled) {
    return Select.<String>inOrder()
        .onReceiveOrNull(cancelled, gone -> "cancelled")
        .onReceive(result, error -> error)
        .await();
  }

  @TestFactory
  List<DynamicTest> kubernetes25331Corrected() {
    return Everywhere.run(
        () -> {
          Channel<String> errors = Channel.rendezvous();
          Channel<Boolean> cancelled = Channel.rendezvous();
          Channel<String> result = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> watchWell(errors, cancelled, result));
            errors.send("broken");
            assertThat(look(result, cancelled)).isEqualTo("broken");
            scope.join();
          }
        });
  }

  /** moby/21233: progress is told to one that has seen enough. */
  @Async
  private static void tells(Channel<Integer> progress, Channel<Boolean> running) {
    for (int i = 0; i < 3; i++) {
      progress.send(i);
    }
    running.close();
  }

  @Test
  void moby21233() {
    try (var kernel = new Kernel()) {
      Channel<Integer> progress = Channel.rendezvous();
      Channel<Boolean> running = Channel.rendezvous();
      Task<Void> tells = kernel.go(() -> tells(progress, running));
      kernel.go(() -> progress.receive()); // and leaves
      Task<Void> releases = kernel.go(() -> pass(running));
      kernel.assertStuck(tells, "Channel.send", "tells");
      kernel.assertStuck(releases, "Channel.receive", "pass");
    }
  }

  @TestFactory
  List<DynamicTest> moby21233Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Integer> progress = Channel.latest(); // who is slow need not see all
          Channel<Boolean> running = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> tells(progress, running));
            assertThat(progress.receive()).isBetween(0, 2);
            pass(running);
            scope.join();
          }
        });
  }

  /** istio/17860: each run tells its end to an agent that has ended with the first. */
  @Test
  void istio17860() {
    try (var kernel = new Kernel()) {
      Channel<Integer> statuses = Channel.rendezvous();
      kernel.go(() -> statuses.receive()); // the agent
      kernel.go(() -> runs(statuses, 1));
      Task<Void> again = kernel.go(() -> runs(statuses, 2));
      kernel.assertStuck(again, "Channel.send", "runs");
      kernel.go(() -> statuses.close()); // does not free it: it has been there before
      kernel.assertStuck(again, "Channel.send", "runs");
    }
  }

  @Async
  private static void runs(Channel<Integer> statuses, int epoch) {
    step();
    statuses.send(epoch);
  }

  @TestFactory
  List<DynamicTest> istio17860Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Integer> statuses = Channel.rendezvous();
          try (var scope = TaskScope.open(TaskScope.Joiner.awaitAll())) {
            scope.fork(() -> runs(statuses, 1));
            Task<Object> second = scope.fork(() -> runs(statuses, 2));
            int ended = statuses.receive();
            assertThat(ended).isBetween(1, 2);
            statuses.cancel(); // the agent ends
            scope.join();
            if (ended == 1) {
              assertThat(second.exceptionNow()).isInstanceOf(ChannelClosedException.class);
            }
          }
        });
  }

  /** cockroach/2448: two loops, each of which waits for the other one to receive. */
  private static final class Raft {
    final Channel<String> events = Channel.rendezvous();
    final Channel<String> callbacks = Channel.rendezvous();
    final Channel<Boolean> stop = Channel.rendezvous();

    @Async
    void store(Channel<Boolean> gate) {
      String event = events.receive();
      pass(gate);
      call(event);
    }

    @Async
    private void call(String event) {
      Select.<Boolean>of()
          .onSend(callbacks, event, () -> true)
          .onReceiveOrNull(stop, gone -> false)
          .await();
    }

    @Async
    void state() {
      event("one");
      event("two"); // without a look at the callbacks
    }

    @Async
    void event(String event) {
      Select.<Boolean>of()
          .onSend(events, event, () -> true)
          .onReceiveOrNull(stop, gone -> false)
          .await();
    }

    /** Sends when it can, and meanwhile receives what comes. */
    @Async
    int stateWell() {
      int called = 0;
      boolean sent = false;
      while (!sent || called == 0) {
        var next = Select.<String>of().onReceive(callbacks, event -> event);
        if (!sent) {
          next.onSend(events, "one", () -> "sent");
        }
        if (next.await().equals("sent")) {
          sent = true;
        } else {
          called++;
        }
      }
      return called;
    }
  }

  @Test
  void cockroach2448() {
    try (var kernel = new Kernel()) {
      var raft = new Raft();
      Channel<Boolean> gate = Channel.rendezvous();
      Task<Void> stores = kernel.go(() -> raft.store(gate));
      Task<Void> states = kernel.go(() -> raft.state());
      kernel.go(() -> gate.close());
      kernel.assertStuck(stores, "Select.await", "call");
      kernel.assertStuck(states, "Select.await", "event");
      kernel.go(() -> raft.stop.close());
      kernel.assertAllEnded();
    }
  }

  @TestFactory
  List<DynamicTest> cockroach2448Corrected() {
    return Everywhere.run(
        () -> {
          var raft = new Raft();
          Channel<Boolean> gate = Channel.rendezvous();
          gate.close();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> raft.store(gate));
            assertThat(raft.stateWell()).isEqualTo(1);
            scope.join();
          }
        });
  }
}
