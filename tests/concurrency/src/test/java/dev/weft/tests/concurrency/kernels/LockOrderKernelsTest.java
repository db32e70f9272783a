package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Two locks that are taken in either order: the shapes of kernels of GoBench.
 *
 * <p>Both coroutines wait for ever, as in Go; their frames say where, and for which lock.
 * Cancelled, one lets the other go on.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class LockOrderKernelsTest {

  /** cockroach/10214: a store asks its replicas under its lock, and they ask it under theirs. */
  private static final class Store {
    final AsyncLock coalesced = new AsyncLock();
    final AsyncLock raft = new AsyncLock();
    final Channel<Boolean> gate = Channel.rendezvous();
    int heartbeats;
    int ticks;

    @Async
    void sendsBadly() {
      coalesced.lock();
      try {
        pass(gate);
        report();
      } finally {
        coalesced.unlock();
      }
    }

    @Async
    void sendsWell() {
      coalesced.withLock(() -> heartbeats++);
      report();
    }

    @Async
    void report() {
      raft.lock();
      try {
        step();
      } finally {
        raft.unlock();
      }
    }

    @Async
    void tick() {
      raft.lock();
      try {
        step();
        coalesce();
      } finally {
        raft.unlock();
      }
    }

    @Async
    void coalesce() {
      coalesced.lock();
      try {
        ticks++;
      } finally {
        coalesced.unlock();
      }
    }
  }

  @Test
  void cockroach10214() {
    try (var kernel = new Kernel()) {
      var store = new Store();
      Task<Void> sends = kernel.go(() -> store.sendsBadly());
      Task<Void> ticks = kernel.go(() -> store.tick());
      kernel.go(() -> store.gate.close());
      kernel.assertStuck(sends, "AsyncLock.lock", "report");
      kernel.assertStuck(ticks, "AsyncLock.lock", "coalesce");
      kernel.cancel(ticks);
      assertThat(sends.state()).isEqualTo(Task.State.SUCCESS);
      assertThat(List.of(store.raft.isLocked(), store.coalesced.isLocked())).containsOnly(false);
    }
  }

  @TestFactory
  List<DynamicTest> cockroach10214Corrected() {
    return Everywhere.run(
        () -> {
          var store = new Store();
          inParallel(
              () -> store.sendsWell(), () -> store.tick(), () -> store.sendsWell(), store::tick);
          assertThat(store.heartbeats).isEqualTo(2);
          assertThat(store.ticks).isEqualTo(2);
        });
  }

  /** cockroach/7504: a cache locks a lease that it has found, and releasing a lease the cache. */
  private static final class Leases {
    final AsyncLock names = new AsyncLock();
    final AsyncLock lease = new AsyncLock();
    final Channel<Boolean> gate = Channel.rendezvous();

    @Async
    void get() {
      names.withLock(
          () -> {
            pass(gate);
            look();
          });
    }

    @Async
    void look() {
      lease.withLock(() -> step());
    }

    @Async
    void releaseBadly() {
      lease.withLock(() -> remove());
    }

    @Async
    void releaseWell() {
      lease.withLock(() -> step());
      remove();
    }

    @Async
    void remove() {
      names.withLock(() -> step());
    }
  }

  @Test
  void cockroach7504() {
    try (var kernel = new Kernel()) {
      var leases = new Leases();
      Task<Void> gets = kernel.go(() -> leases.get());
      Task<Void> releases = kernel.go(() -> leases.releaseBadly());
      kernel.go(() -> leases.gate.close());
      kernel.assertStuck(gets, "AsyncLock.lock", "look");
      kernel.assertStuck(releases, "AsyncLock.lock", "remove");
      kernel.cancel(gets);
      assertThat(releases.state()).isEqualTo(Task.State.SUCCESS);
    }
  }

  @TestFactory
  List<DynamicTest> cockroach7504Corrected() {
    return Everywhere.run(
        () -> {
          var leases = new Leases();
          leases.gate.close();
          inParallel(() -> leases.get(), () -> leases.releaseWell(), () -> leases.get());
          assertThat(leases.lease.isLocked()).isFalse();
        });
  }

  /** moby/4951: one that lets go of the outer lock for a while, and takes it again. */
  private static final class DeviceSet {
    final AsyncLock devices = new AsyncLock();
    final AsyncLock info = new AsyncLock();
    final Channel<Boolean> gate = Channel.rendezvous();
    int deleted;

    @Async
    void deleteBadly() {
      devices.lock();
      try {
        lockInfo();
        try {
          remove();
        } finally {
          info.unlock();
        }
      } finally {
        if (devices.isHeldByCurrent()) {
          devices.unlock();
        }
      }
    }

    @Async
    void lockInfo() {
      info.lock();
    }

    @Async
    void remove() {
      devices.unlock();
      pass(gate);
      devices.lock();
      deleted++;
    }

    /** The inner lock first; so it is held whenever the outer one is taken. */
    @Async
    void deleteWell() {
      info.lock();
      try {
        devices.lock();
        try {
          remove();
        } finally {
          devices.unlock();
        }
      } finally {
        info.unlock();
      }
    }
  }

  @Test
  void moby4951() {
    try (var kernel = new Kernel()) {
      var set = new DeviceSet();
      Task<Void> first = kernel.go(() -> set.deleteBadly());
      Task<Void> second = kernel.go(() -> set.deleteBadly());
      kernel.go(() -> set.gate.close());
      kernel.assertStuck(first, "AsyncLock.lock", "remove");
      kernel.assertStuck(second, "AsyncLock.lock", "lockInfo");
      kernel.cancel(second);
      assertThat(first.state()).isEqualTo(Task.State.SUCCESS);
      assertThat(set.deleted).isEqualTo(1);
    }
  }

  @TestFactory
  List<DynamicTest> moby4951Corrected() {
    return Everywhere.run(
        () -> {
          var set = new DeviceSet();
          set.gate.close();
          inParallel(() -> set.deleteWell(), () -> set.deleteWell());
          assertThat(set.deleted).isEqualTo(2);
        });
  }

  /** kubernetes/13135: the second round of a cache that is filled, while an event comes in. */
  private static final class Cacher {
    final AsyncLock cacher = new AsyncLock();
    final AsyncLock watch = new AsyncLock();
    final Channel<Boolean> gate = Channel.rendezvous();
    final AtomicInteger events = new AtomicInteger();

    @Async
    void fill() {
      cacher.withLock(
          () -> {
            pass(gate);
            replace();
          });
    }

    @Async
    void replace() {
      watch.withLock(() -> step());
    }

    @Async
    void addBadly() {
      watch.withLock(() -> process());
    }

    @Async
    void addWell() {
      watch.withLock(() -> step());
      process();
    }

    @Async
    void process() {
      cacher.withLock(() -> events.incrementAndGet());
    }
  }

  @Test
  void kubernetes13135() {
    try (var kernel = new Kernel()) {
      var cache = new Cacher();
      Task<Void> fills = kernel.go(() -> cache.fill());
      Task<Void> adds = kernel.go(() -> cache.addBadly());
      kernel.go(() -> cache.gate.close());
      kernel.assertStuck(fills, "AsyncLock.lock", "replace");
      kernel.assertStuck(adds, "AsyncLock.lock", "process");
      kernel.cancel(fills);
      assertThat(adds.state()).isEqualTo(Task.State.SUCCESS);
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes13135Corrected() {
    return Everywhere.run(
        () -> {
          var cache = new Cacher();
          cache.gate.close();
          inParallel(() -> cache.fill(), () -> cache.addWell(), () -> cache.fill());
          assertThat(cache.events).hasValue(1);
        });
  }

  /** kubernetes/30872: three that wait in a circle. */
  @Async
  private static void takesBoth(AsyncLock one, AsyncLock other, Channel<Boolean> gate) {
    one.lock();
    try {
      pass(gate);
      takes(other);
    } finally {
      one.unlock();
    }
  }

  @Async
  private static void takes(AsyncLock lock) {
    lock.lock();
    lock.unlock();
  }

  @Test
  void kubernetes30872() {
    try (var kernel = new Kernel()) {
      var informer = new AsyncLock();
      var fifo = new AsyncLock();
      var controller = new AsyncLock();
      Channel<Boolean> gate = Channel.rendezvous();
      List<Task<Void>> circle =
          List.of(
              kernel.go(() -> takesBoth(informer, fifo, gate)),
              kernel.go(() -> takesBoth(fifo, controller, gate)),
              kernel.go(() -> takesBoth(controller, informer, gate)));
      kernel.go(() -> gate.close());
      for (Task<Void> each : circle) {
        kernel.assertStuck(each, "AsyncLock.lock", "takes");
      }
      kernel.cancel(circle.get(0));
      kernel.assertAllEnded();
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes30872Corrected() {
    return Everywhere.run(
        () -> {
          var locks = List.of(new AsyncLock(), new AsyncLock(), new AsyncLock());
          Channel<Boolean> gate = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            for (int i = 0; i < 3; i++) { // always the one with the lower number first
              AsyncLock lower = locks.get(Math.min(i, (i + 1) % 3));
              AsyncLock higher = locks.get(Math.max(i, (i + 1) % 3));
              scope.fork(() -> takesBoth(lower, higher, gate));
            }
            gate.close();
            scope.join();
          }
          assertThat(locks).noneMatch(AsyncLock::isLocked);
        });
  }
}
