package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncEvent;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A coroutine that waits for a word that never comes: the shapes of kernels of GoBench.
 *
 * <p>Started without a scope, it waits for ever, as in Go. Forked in one, it ends with that.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class LeftReceiverKernelsTest {

  /** cockroach/13197 and 13755: one that waits for the end of a transaction nobody ends. */
  @Async
  private static void awaitDone(AsyncEvent done, List<String> closed) {
    try {
      done.await();
    } finally {
      step();
      closed.add("closed");
    }
  }

  @Test
  void cockroach13197And13755() {
    try (var kernel = new Kernel()) {
      var closed = new ArrayList<String>();
      var done = new AsyncEvent();
      Task<Task<Void>> begins =
          kernel.go(() -> Weft.start(() -> awaitDone(done, closed))); // and returns
      kernel.assertStuck(begins.resultNow(), "AsyncEvent.await", "awaitDone");
      kernel.cancel(begins.resultNow());
      assertThat(closed).containsExactly("closed");
    }
  }

  @TestFactory
  List<DynamicTest> cockroach13197And13755Scoped() {
    return Everywhere.run(
        () -> {
          List<String> closed = Collections.synchronizedList(new ArrayList<>());
          try (var scope = TaskScope.open()) {
            scope.fork(() -> awaitDone(new AsyncEvent(), closed));
            step(); // what the transaction is for
            scope.cancel();
            scope.join();
          }
          assertThat(closed).containsExactly("closed");
        });
  }

  /** cockroach/25456, grpc/1275: one waits for a stream to be closed, and nobody does that. */
  @Async
  private static String read(Channel<String> stream) {
    return stream.receiveOrNull();
  }

  @Test
  void cockroach25456AndGrpc1275() {
    try (var kernel = new Kernel()) {
      Channel<String> stream = Channel.rendezvous();
      Task<String> reads = kernel.go(() -> read(stream));
      kernel.assertStuck(reads, "Channel.receive", "read");
    }
  }

  @TestFactory
  List<DynamicTest> cockroach25456AndGrpc1275Corrected() {
    return Everywhere.run(
        () -> {
          Channel<String> stream = Channel.rendezvous();
          try (var scope = TaskScope.<String>open()) {
            Task<String> reads = scope.fork(() -> read(stream));
            step();
            stream.close();
            scope.join();
            assertThat(reads.resultNow()).isNull();
          }
        });
  }

  /** grpc/1424: the end is told in a loop that there is nothing to go through in. */
  @Async
  private static void watchBadly(Channel<Integer> addresses, Channel<Boolean> done) {
    for (Integer address : addresses) {
      assertThat(address).isNotNegative();
      done.close();
    }
  }

  @Async
  private static void watchWell(Channel<Integer> addresses, Channel<Boolean> done) {
    try {
      for (Integer address : addresses) {
        assertThat(address).isNotNegative();
        step();
      }
    } finally {
      done.close();
    }
  }

  @Test
  void grpc1424() {
    try (var kernel = new Kernel()) {
      Channel<Integer> addresses = Channel.rendezvous();
      Channel<Boolean> done = Channel.rendezvous();
      Task<Void> waits = kernel.go(() -> pass(done));
      Task<Void> watches = kernel.go(() -> watchBadly(addresses, done));
      kernel.go(() -> addresses.close());
      assertThat(watches.state()).isEqualTo(Task.State.SUCCESS);
      kernel.assertStuck(waits, "Channel.receive", "pass");
    }
  }

  @TestFactory
  List<DynamicTest> grpc1424Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Integer> addresses = Channel.rendezvous();
          Channel<Boolean> done = Channel.rendezvous();
          inParallel(() -> pass(done), () -> watchWell(addresses, done), () -> addresses.close());
        });
  }

  /** grpc/862: one that tries again and again, and that nobody tells to stop. */
  @Async
  private static void connects(Channel<Boolean> closed) {
    boolean again = true;
    while (again) {
      again =
          Select.<Boolean>of()
              .onReceiveOrNull(closed, gone -> false)
              .onTimeout(Duration.ofNanos(2), () -> true)
              .await();
    }
  }

  @TestFactory
  List<DynamicTest> grpc862() {
    return Everywhere.run(
        () -> {
          Channel<Boolean> closed = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> connects(closed));
            step();
            closed.close();
            scope.join();
          }
        });
  }

  @TestFactory
  List<DynamicTest> grpc862Scoped() {
    return Everywhere.run(
        () -> {
          Task<Void> connects;
          try (var scope = TaskScope.<Void>open()) {
            connects = scope.fork(() -> connects(Channel.rendezvous()));
            step();
            scope.cancel();
            scope.join();
          }
          assertThat(connects.state()).isEqualTo(Task.State.CANCELLED);
        });
  }

  /** kubernetes/70277: a condition is met, and the one that was polled for it goes on polling. */
  @Async
  private static void polls(Channel<Boolean> ticks, Channel<Boolean> done) {
    boolean more = true;
    while (more) {
      more =
          Select.<Boolean>of()
              .onSend(ticks, true, () -> true)
              .onReceiveOrNull(done, gone -> false)
              .await();
    }
    ticks.close();
  }

  @Test
  void kubernetes70277() {
    try (var kernel = new Kernel()) {
      Channel<Boolean> ticks = Channel.rendezvous();
      Channel<Boolean> done = Channel.rendezvous();
      Task<Void> polls = kernel.go(() -> polls(ticks, done));
      assertThat(kernel.go(() -> ticks.receive()).resultNow()).isTrue(); // that is enough
      Task<Void> waits = kernel.go(() -> pass(done));
      kernel.assertStuck(polls, "Select.await", "polls");
      kernel.assertStuck(waits, "Channel.receive", "pass");
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes70277Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Boolean> ticks = Channel.rendezvous();
          Channel<Boolean> done = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> polls(ticks, done));
            assertThat(ticks.receive()).isTrue();
            done.close();
            assertThat(ticks.receiveOrNull()).isIn(true, null);
            scope.join();
          }
          assertThat(ticks.isDrained()).isTrue();
        });
  }

  /** cockroach/10790: what is drained after a cancellation, of senders that were cancelled too. */
  @Async
  private static void drains(List<Channel<Boolean>> channels) {
    for (Channel<Boolean> each : channels) {
      each.receive();
    }
  }

  @Test
  void cockroach10790() {
    try (var kernel = new Kernel()) {
      List<Channel<Boolean>> channels = List.of(Channel.rendezvous(), Channel.rendezvous());
      Task<Void> sends = kernel.go(() -> channels.get(0).send(true));
      kernel.cancel(sends);
      Task<Void> drains = kernel.go(() -> drains(channels));
      kernel.assertStuck(drains, "Channel.receive", "drains");
      assertThat(channels.get(0).toString()).contains("1 receiving, 0 sending");
    }
  }

  @TestFactory
  List<DynamicTest> cockroach10790Scoped() {
    return Everywhere.run(
        () -> {
          List<Channel<Boolean>> channels = List.of(Channel.rendezvous(), Channel.rendezvous());
          try (var scope = TaskScope.open()) {
            scope.fork(() -> channels.get(0).send(true));
            scope.fork(() -> drains(channels));
            step();
            scope.cancel(); // both sides
            scope.join();
          }
          assertThat(channels).allMatch(each -> each.toString().contains("0 receiving, 0 sending"));
        });
  }

  /** syncthing/5795: who handles a message closes the connection, and waits for itself to end. */
  private static final class Connection {
    final Channel<Boolean> closed = Channel.rendezvous();
    final Channel<Boolean> stopped = Channel.rendezvous();

    @Async
    void dispatch(Channel<String> inbox, boolean well) {
      try {
        String message = inbox.receive();
        while (message != null) {
          if (well) {
            closed.close(); // who waits for the end is somebody else
          } else {
            close();
          }
          message =
              Select.<String>inOrder()
                  .onReceiveOrNull(closed, gone -> null)
                  .onReceive(inbox, next -> next)
                  .await();
        }
      } finally {
        stopped.close();
      }
    }

    @Async
    void close() {
      closed.close();
      pass(stopped);
    }
  }

  @Test
  void syncthing5795() {
    try (var kernel = new Kernel()) {
      var connection = new Connection();
      Channel<String> inbox = Channel.rendezvous();
      Task<Void> dispatches = kernel.go(() -> connection.dispatch(inbox, false));
      kernel.go(() -> inbox.send("config"));
      kernel.assertStuck(dispatches, "Channel.receive", "pass");
      assertThat(dispatches.frames().toString()).contains("dispatch(").contains("close(");
    }
  }

  @TestFactory
  List<DynamicTest> syncthing5795Corrected() {
    return Everywhere.run(
        () -> {
          var connection = new Connection();
          Channel<String> inbox = Channel.rendezvous();
          inParallel(
              () -> connection.dispatch(inbox, true),
              () -> inbox.send("config"),
              () -> pass(connection.stopped));
        });
  }

  /** istio/18454: a timer's tick is awaited that has been taken before. */
  @Test
  void istio18454() {
    try (var kernel = new Kernel()) {
      Channel<Boolean> timer = Channel.buffered(1);
      timer.trySend(true);
      Task<Void> loops =
          kernel.go(
              () -> {
                timer.receive();
                drainsBadly(timer);
              });
      kernel.assertStuck(loops, "Channel.receive", "drainsBadly");
    }
  }

  @Async
  private static void drainsBadly(Channel<Boolean> timer) {
    timer.receive();
  }

  /** The limit of a select begins anew with each await, and leaves nothing to be drained. */
  @TestFactory
  List<DynamicTest> istio18454Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Boolean> resets = Channel.buffered(2);
          resets.send(true);
          resets.send(true);
          Select<String> next =
              Select.<String>of()
                  .onReceive(resets, reset -> "reset")
                  .onTimeout(Duration.ofMillis(1), () -> "tick");
          var seen = new ArrayList<String>();
          for (int i = 0; i < 4; i++) {
            seen.add(next.await());
          }
          assertThat(seen).containsExactly("reset", "reset", "tick", "tick");
        });
  }
}
