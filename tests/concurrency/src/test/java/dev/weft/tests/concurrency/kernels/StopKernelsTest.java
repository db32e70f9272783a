package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncCondition;
import dev.weft.concurrent.AsyncLatch;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Stops that are not looked at, or in the wrong order: the shapes of kernels of GoBench.
 *
 * <p>Who waits does so for ever, as in Go, and its frames say so; cancelling it needs no look.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class StopKernelsTest {

  /** cockroach/1462: a worker that sends looks for the stop only between sends. */
  @Test
  void cockroach1462() {
    try (var kernel = new Kernel()) {
      Channel<Integer> events = Channel.rendezvous();
      Channel<Boolean> stop = Channel.rendezvous();
      var stopped = new AsyncLatch(2);
      Task<Void> sends = kernel.go(() -> sendsBadly(events, stop, stopped));
      kernel.go(() -> processes(events, stop, stopped));
      kernel.go(() -> events.send(1));
      Task<Void> stops =
          kernel.go(
              () -> {
                stop.close();
                stopped.await();
              });
      kernel.assertStuck(sends, "Channel.send", "sendsBadly");
      assertThat(stops.isDone()).isFalse();
      assertThat(stopped.getCount()).isEqualTo(1);
    }
  }

  @Async
  private static void sendsBadly(
      Channel<Integer> events, Channel<Boolean> stop, AsyncLatch stopped) {
    pass(stop); // so that nobody receives any more
    events.send(0);
    stopped.countDown();
  }

  @Async
  private static void processes(
      Channel<Integer> events, Channel<Boolean> stop, AsyncLatch stopped) {
    Select<Boolean> next =
        Select.<Boolean>of().onReceive(events, event -> true).onReceiveOrNull(stop, gone -> false);
    while (next.await()) {
      step();
    }
    stopped.countDown();
  }

  @Async
  private static void sendsWell(
      Channel<Integer> events, Channel<Boolean> stop, AsyncLatch stopped) {
    Select<Boolean> next =
        Select.<Boolean>of().onSend(events, 0, () -> true).onReceiveOrNull(stop, gone -> false);
    while (next.await()) {
      step();
    }
    stopped.countDown();
  }

  @TestFactory
  List<DynamicTest> cockroach1462Corrected() {
    return Everywhere.run(
        () -> {
          Channel<Integer> events = Channel.rendezvous();
          Channel<Boolean> stop = Channel.rendezvous();
          var stopped = new AsyncLatch(2);
          inParallel(
              () -> sendsWell(events, stop, stopped),
              () -> {
                assertThat(events.receive()).isZero();
                step();
                assertThat(events.receive()).isZero();
                stop.close();
                stopped.countDown();
              },
              () -> stopped.await());
          assertThat(events.toString()).contains("0 receiving, 0 sending");
        });
  }

  /** kubernetes/26980: one that has something to do waits for the stop, under the lock. */
  private static final class Listener {
    final AsyncLock lock = new AsyncLock();
    final AsyncCondition some = lock.newCondition();
    final List<String> pending = new ArrayList<>();

    @Async
    void popBadly(Channel<Boolean> stop) {
      lock.lock();
      try {
        while (pending.isEmpty()) {
          some.await();
        }
        pass(stop);
      } finally {
        lock.unlock();
      }
    }

    @Async
    String popWell() {
      lock.lock();
      try {
        while (pending.isEmpty()) {
          some.await();
        }
        return pending.remove(0);
      } finally {
        lock.unlock();
      }
    }

    @Async
    void add(String notification) {
      lock.lock();
      try {
        pending.add(notification);
        some.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void kubernetes26980() {
    try (var kernel = new Kernel()) {
      var listener = new Listener();
      Task<Void> pops = kernel.go(() -> listener.popBadly(Channel.rendezvous()));
      kernel.go(() -> listener.add("one"));
      Task<Void> adds = kernel.go(() -> listener.add("two"));
      kernel.assertStuck(pops, "Channel.receive", "pass");
      kernel.assertStuck(adds, "AsyncLock.lock", "add");
      kernel.cancel(pops); // instead of the stop
      assertThat(listener.pending).containsExactly("one", "two");
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes26980Corrected() {
    return Everywhere.run(
        () -> {
          var listener = new Listener();
          try (var scope = TaskScope.<String>open()) {
            Task<String> pops = scope.fork(() -> listener.popWell());
            listener.add("one");
            listener.add("two");
            scope.join();
            assertThat(pops.resultNow()).isEqualTo("one");
          }
        });
  }

  /** serving/2137: a breaker that is entered in an order, and waited for in another one. */
  @Async
  private static void request(AsyncSemaphore active, AsyncLock held, Channel<Boolean> accepted) {
    active.acquire();
    try {
      held.lock();
      held.unlock();
    } finally {
      active.release();
    }
    accepted.send(true);
  }

  @Test
  void serving2137() {
    try (var kernel = new Kernel()) {
      var active = new AsyncSemaphore(1);
      var one = new AsyncLock();
      var two = new AsyncLock();
      Channel<Boolean> accepted = Channel.buffered(1);
      Task<Void> tests =
          kernel.go(
              () -> {
                one.lock();
                two.lock();
                kernel.start(() -> request(active, two, Channel.buffered(1)));
                kernel.start(() -> request(active, one, accepted));
                one.unlock();
                awaits(accepted); // before it unlocks the other one
                two.unlock();
              });
      kernel.assertStuck(tests, "Channel.receive", "awaits");
      assertThat(active.getQueueLength()).isEqualTo(1);
      assertThat(two.getQueueLength()).isEqualTo(1);
    }
  }

  @Async
  private static void awaits(Channel<Boolean> accepted) {
    accepted.receive();
  }

  @TestFactory
  List<DynamicTest> serving2137Corrected() {
    return Everywhere.run(
        () -> {
          var active = new AsyncSemaphore(1);
          var one = new AsyncLock();
          var two = new AsyncLock();
          Channel<Boolean> accepted = Channel.buffered(2);
          one.lock();
          two.lock();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> request(active, two, accepted));
            scope.fork(() -> request(active, one, accepted));
            one.unlock();
            two.unlock(); // all locks first
            awaits(accepted);
            awaits(accepted);
            scope.join();
          }
        });
  }
}
