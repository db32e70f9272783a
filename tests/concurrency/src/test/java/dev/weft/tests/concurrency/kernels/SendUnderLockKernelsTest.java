package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
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
 * More of {@link ChannelAndLockKernelsTest}: senders that hold a lock, and stops that come too
 * late.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class SendUnderLockKernelsTest {

  /** istio/16224: a handler sends under a lock that the receiver takes before it receives. */
  @Async
  private static void handlesBadly(AsyncLock lock, Channel<Boolean> done) {
    lock.lock();
    try {
      done.send(true);
    } finally {
      lock.unlock();
    }
  }

  @Async
  private static void handlesWell(AsyncLock lock, Channel<Boolean> done) {
    lock.withLock(() -> step());
    done.send(true);
  }

  @Async
  private static void locksAndReceives(AsyncLock lock, Channel<Boolean> done) {
    lock.lock();
    lock.unlock();
    done.receive();
  }

  @Test
  void istio16224() {
    try (var kernel = new Kernel()) {
      var lock = new AsyncLock();
      Channel<Boolean> done = Channel.rendezvous();
      Task<Void> handles = kernel.go(() -> handlesBadly(lock, done));
      Task<Void> receives = kernel.go(() -> locksAndReceives(lock, done));
      kernel.assertStuck(handles, "Channel.send", "handlesBadly");
      kernel.assertStuck(receives, "AsyncLock.lock", "locksAndReceives");
    }
  }

  @TestFactory
  List<DynamicTest> istio16224Corrected() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          Channel<Boolean> done = Channel.rendezvous();
          inParallel(() -> handlesWell(lock, done), () -> locksAndReceives(lock, done));
        });
  }

  /** kubernetes/10182: who receives a status takes the lock that the next one is sent under. */
  private static final class Statuses {
    final AsyncReadWriteLock lock = new AsyncReadWriteLock();
    final Channel<Integer> channel = Channel.rendezvous();
    final List<Integer> deleted = new ArrayList<>();

    @Async
    void sync(int count) {
      for (int i = 0; i < count; i++) {
        delete(channel.receive());
      }
    }

    @Async
    private void delete(int status) {
      lock.writeLock().lock();
      try {
        deleted.add(status);
      } finally {
        lock.writeLock().unlock();
      }
    }

    @Async
    void setBadly(int status) {
      lock.writeLock().lock();
      try {
        channel.send(status);
      } finally {
        lock.writeLock().unlock();
      }
    }

    @Async
    void setWell(int status) {
      lock.writeLock().withLock(() -> step());
      channel.send(status);
    }
  }

  @Test
  void kubernetes10182() {
    try (var kernel = new Kernel()) {
      var statuses = new Statuses();
      kernel.go(() -> statuses.setBadly(1));
      Task<Void> sets = kernel.go(() -> statuses.setBadly(2)); // it is next for the lock
      Task<Void> syncs = kernel.go(() -> statuses.sync(2));
      kernel.assertStuck(sets, "Channel.send", "setBadly");
      kernel.assertStuck(syncs, "AsyncReadWriteLock$WriteLock.lock", "delete");
      kernel.cancel(sets);
      kernel.assertStuck(syncs, "Channel.receive", "sync");
      assertThat(statuses.deleted).containsExactly(1);
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes10182Corrected() {
    return Everywhere.run(
        () -> {
          var statuses = new Statuses();
          inParallel(() -> statuses.setWell(1), () -> statuses.setWell(2), () -> statuses.sync(2));
          assertThat(statuses.deleted).containsExactlyInAnyOrder(1, 2);
        });
  }

  /** kubernetes/1321: what is distributed to a watcher is sent under the lock that stops it. */
  private static final class Mux {
    final AsyncLock lock = new AsyncLock();
    final Channel<Integer> watcher = Channel.rendezvous();

    @Async
    void distribute() {
      lock.lock();
      try {
        watcher.send(1);
      } finally {
        lock.unlock();
      }
    }

    @Async
    void stopBadly() {
      lock.lock();
      try {
        watcher.close();
      } finally {
        lock.unlock();
      }
    }

    /** Frees who distributes first. */
    @Async
    void stopWell() {
      watcher.cancel();
      lock.withLock(() -> step());
    }
  }

  @Test
  void kubernetes1321() {
    try (var kernel = new Kernel()) {
      var mux = new Mux();
      Task<Void> distributes = kernel.go(() -> mux.distribute());
      Task<Void> stops = kernel.go(() -> mux.stopBadly());
      kernel.assertStuck(distributes, "Channel.send", "distribute");
      kernel.assertStuck(stops, "AsyncLock.lock", "stopBadly");
      kernel.cancel(distributes);
      assertThat(mux.watcher.isClosed()).isTrue();
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes1321Corrected() {
    return Everywhere.run(
        () -> {
          var mux = new Mux();
          try (var scope = TaskScope.open(TaskScope.Joiner.awaitAll())) {
            Task<Object> distributes = scope.fork(() -> mux.distribute());
            Task<Object> stops = scope.fork(() -> mux.stopWell());
            scope.join();
            assertThat(stops.state()).isEqualTo(Task.State.SUCCESS);
            assertThat(distributes.exceptionNow()).hasMessageContaining("was cancelled");
          }
          assertThat(mux.lock.isLocked()).isFalse();
        });
  }

  /** kubernetes/6632: one that closes a channel takes the lock that a sender to it holds. */
  @Test
  void kubernetes6632() {
    try (var kernel = new Kernel()) {
      var lock = new AsyncLock();
      Channel<Boolean> resets = Channel.rendezvous();
      Channel<Boolean> closes = Channel.rendezvous();
      Task<Void> writes = kernel.go(() -> handlesBadly(lock, resets));
      Task<Void> monitors = kernel.go(() -> monitors(lock, resets, closes));
      kernel.go(() -> closes.send(true));
      kernel.assertStuck(writes, "Channel.send", "handlesBadly");
      kernel.assertStuck(monitors, "AsyncLock.lock", "monitors");
    }
  }

  @Async
  private static void monitors(AsyncLock lock, Channel<Boolean> resets, Channel<Boolean> closes) {
    closes.receive();
    lock.lock();
    try {
      resets.close();
    } finally {
      lock.unlock();
    }
  }

  /** Gives up when it is closed: the select looks at both. */
  @Async
  private static boolean writes(AsyncLock lock, Channel<Boolean> resets, Channel<Boolean> closed) {
    return lock.withLock(
        () ->
            Select.<Boolean>inOrder()
                .onReceiveOrNull(closed, gone -> false)
                .onSend(resets, true, () -> true)
                .await());
  }

  @TestFactory
  List<DynamicTest> kubernetes6632Corrected() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          Channel<Boolean> resets = Channel.rendezvous();
          Channel<Boolean> closed = Channel.rendezvous();
          try (var scope = TaskScope.<Object>open()) {
            Task<Boolean> written = scope.fork(() -> writes(lock, resets, closed));
            closed.close();
            lock.withLock(() -> resets.close());
            scope.join();
            assertThat(written.resultNow()).isFalse();
          }
        });
  }

  /** moby/28462: the stop is sent under the lock that a probe waits for before it looks at it. */
  @Async
  private static void probes(AsyncLock lock, Channel<Boolean> stop, Channel<Boolean> gate) {
    boolean goesOn = true;
    while (goesOn) {
      pass(gate);
      probe(lock);
      goesOn = Select.<Boolean>of().onReceiveOrNull(stop, gone -> false).orElse(() -> true).await();
    }
  }

  @Async
  private static void probe(AsyncLock lock) {
    lock.lock();
    lock.unlock();
  }

  @Test
  void moby28462() {
    try (var kernel = new Kernel()) {
      var lock = new AsyncLock();
      Channel<Boolean> stop = Channel.rendezvous();
      Channel<Boolean> gate = Channel.rendezvous();
      Task<Void> probes = kernel.go(() -> probes(lock, stop, gate));
      Task<Void> stops = kernel.go(() -> handlesBadly(lock, stop));
      kernel.go(() -> gate.close());
      kernel.assertStuck(probes, "AsyncLock.lock", "probe");
      kernel.assertStuck(stops, "Channel.send", "handlesBadly");
      kernel.go(() -> stop.close()); // whoever waits to send does so all the same
      kernel.cancel(stops);
      assertThat(probes.state()).isEqualTo(Task.State.SUCCESS);
    }
  }

  @TestFactory
  List<DynamicTest> moby28462Corrected() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          Channel<Boolean> stop = Channel.rendezvous();
          Channel<Boolean> gate = Channel.rendezvous();
          inParallel(
              () -> probes(lock, stop, gate),
              () -> {
                lock.withLock(() -> stop.close()); // closing does not wait
                gate.close();
              });
        });
  }
}
