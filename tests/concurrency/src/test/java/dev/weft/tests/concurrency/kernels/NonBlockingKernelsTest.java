package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLatch;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.ChannelClosedException;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Misuse of channels and counts that makes Go panic, or lose something: the shapes of those of
 * GoBench's kernels that do not block.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class NonBlockingKernelsTest {

  /** grpc/1687, serving/3068: a send after the close is refused, and names the line. */
  @TestFactory
  List<DynamicTest> grpc1687AndServing3068() {
    return Everywhere.run(
        () -> {
          Channel<Integer> writes = Channel.buffered(5);
          try (var scope = TaskScope.open(TaskScope.Joiner.awaitAll())) {
            Task<Object> works = scope.fork(() -> addsUp(writes, 1));
            writes.send(1);
            writes.close();
            Task<Object> late = scope.fork(() -> writes.send(2));
            scope.join();
            assertThat(works.state()).isEqualTo(Task.State.SUCCESS);
            assertThat(late.exceptionNow())
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("NonBlockingKernelsTest.java:");
          }
        });
  }

  @Async
  private static void addsUp(Channel<Integer> writes, int expected) {
    int sum = 0;
    for (Integer each : writes) {
      sum += each;
      step();
    }
    assertThat(sum).isEqualTo(expected);
  }

  /** istio/8967: closing twice, where it panics in Go, does nothing; a stop is seen for ever. */
  @TestFactory
  List<DynamicTest> istio8967() {
    return Everywhere.run(
        () -> {
          Channel<Boolean> done = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> pass(done));
            assertThat(done.close()).isTrue();
            assertThat(done.close()).isFalse();
            scope.fork(() -> pass(done));
            scope.join();
          }
        });
  }

  /**
   * serving/5865: a channel is closed while one waits to send to it. Go panics; here it waits on,
   * and what it sends is received.
   */
  @TestFactory
  List<DynamicTest> serving5865() {
    return Everywhere.run(
        () -> {
          Channel<Integer> updates = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> updates.send(1));
            while (!updates.toString().contains("1 sending")) {
              Weft.yieldNow();
            }
            updates.close();
            assertThat(updates.receiveOrNull()).isEqualTo(1);
            assertThat(updates.receiveOrNull()).isNull();
            scope.join();
          }
        });
  }

  /** etcd/3077: a channel is replaced when others may have the old one. One is made, and kept. */
  @TestFactory
  List<DynamicTest> etcd3077() {
    return Everywhere.run(
        () -> {
          Channel<Boolean> stop = Channel.rendezvous();
          Channel<Boolean> done = Channel.rendezvous();
          inParallel(
              () -> {
                pass(stop);
                done.close();
              },
              () -> {
                step();
                stop.close();
                pass(done);
              });
        });
  }

  /** kubernetes/70892 and 81091: pieces of a channel that is filled and closed before. */
  @TestFactory
  List<DynamicTest> kubernetes70892And81091() {
    return Everywhere.run(
        () -> {
          int pieces = 50;
          Channel<Integer> toProcess = Channel.buffered(pieces);
          for (int i = 0; i < pieces; i++) {
            toProcess.send(i);
          }
          toProcess.close();
          List<Integer> processed = Collections.synchronizedList(new ArrayList<>());
          inParallel(
              () -> process(toProcess, processed),
              () -> process(toProcess, processed),
              () -> process(toProcess, processed));
          assertThat(processed)
              .containsExactlyInAnyOrderElementsOf(IntStream.range(0, pieces).boxed().toList());
        });
  }

  @Async
  private static void process(Channel<Integer> toProcess, List<Integer> processed) {
    for (Integer piece : toProcess) {
      step();
      processed.add(piece);
    }
  }

  /** cockroach/4407: something is started while one waits for all that was; a scope refuses it. */
  @TestFactory
  List<DynamicTest> cockroach4407() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            scope.fork(() -> step());
            scope.join();
            Throwable refused = null;
            try {
              scope.fork(() -> step());
            } catch (IllegalStateException tooLate) {
              refused = tooLate;
            }
            assertThat(refused).isNotNull();
          }
        });
  }

  /** kubernetes/13058: more are counted down than there were, which panics in Go. */
  @TestFactory
  List<DynamicTest> kubernetes13058() {
    return Everywhere.run(
        () -> {
          var latch = new AsyncLatch(2);
          inParallel(
              () -> latch.countDown(),
              () -> latch.countDown(),
              () -> latch.countDown(),
              () -> latch.await());
          assertThat(latch.getCount()).isZero();
        });
  }

  /** moby/18412: a result that is written by one that is not waited for; a task has it, or not. */
  @TestFactory
  List<DynamicTest> moby18412() {
    return Everywhere.run(
        () -> {
          Task<Integer> runs;
          try (var scope = TaskScope.<Integer>open()) {
            Channel<Integer> exits = Channel.rendezvous();
            runs = scope.fork(() -> exits.receive());
            String result =
                Select.<String>of()
                    .onTask(runs, code -> "exited " + code)
                    .onTimeout(Duration.ofMillis(1), () -> "killed")
                    .await();
            assertThat(result).isEqualTo("killed");
            scope.cancel();
            scope.join();
          }
          assertThat(runs.state()).isEqualTo(Task.State.CANCELLED);
        });
  }
}
