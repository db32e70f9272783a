package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Locks that are not given back, or cannot be: the shapes of kernels of GoBench.
 *
 * <p>Others wait for such a lock for ever, as in Go, and it says who has it; its owner is refused.
 * {@code withLock} forgets nothing.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class ForgottenUnlockKernelsTest {

  /** etcd/5509: who returns early goes on reading, and the writer waits for it. */
  private static final class Client {
    final AsyncReadWriteLock lock = new AsyncReadWriteLock();
    boolean closed;

    @Async
    boolean acquiredBadly() {
      lock.readLock().lock();
      if (closed) {
        return false;
      }
      lock.readLock().unlock();
      return true;
    }

    @Async
    boolean acquiredWell() {
      return lock.readLock()
          .withLock(
              () -> {
                step();
                return !closed;
              });
    }

    @Async
    void close() {
      lock.writeLock().lock();
      try {
        closed = true;
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  @Test
  void etcd5509() {
    try (var kernel = new Kernel()) {
      var client = new Client();
      kernel.go(() -> client.close());
      assertThat(kernel.go(() -> client.acquiredBadly()).resultNow()).isFalse();
      Task<Void> closes = kernel.go(() -> client.close());
      kernel.assertStuck(closes, "AsyncReadWriteLock$WriteLock.lock", "close");
      assertThat(client.lock.getReadLockCount()).isEqualTo(1);
    }
  }

  @TestFactory
  List<DynamicTest> etcd5509Corrected() {
    return Everywhere.run(
        () -> {
          var client = new Client();
          assertThat(client.acquiredWell()).isTrue();
          client.close();
          assertThat(client.acquiredWell()).isFalse();
          client.close();
        });
  }

  /** grpc/795: stopping twice; the first call has left the lock held. */
  private static final class Server {
    final AsyncLock lock = new AsyncLock();
    boolean drained;

    @Async
    void stoppedBadly() {
      lock.lock();
      if (drained) {
        lock.lock();
        return;
      }
      drained = true;
    }

    @Async
    void stoppedWell() {
      lock.withLock(() -> drained = true);
    }

    @Async
    void serve() {
      lock.lock();
      lock.unlock();
    }
  }

  @Test
  void grpc795() {
    try (var kernel = new Kernel()) {
      var server = new Server();
      kernel.go(() -> server.stoppedBadly());
      kernel.assertStuck(kernel.go(() -> server.stoppedBadly()), "AsyncLock.lock", "stoppedBadly");
      kernel.assertStuck(kernel.go(() -> server.serve()), "AsyncLock.lock", "serve");
      assertThat(server.lock.getQueueLength()).isEqualTo(2);
      assertThat(server.lock.toString()).contains("locked by");
    }
  }

  @TestFactory
  List<DynamicTest> grpc795Corrected() {
    return Everywhere.run(
        () -> {
          var server = new Server();
          inParallel(() -> server.stoppedWell(), () -> server.stoppedWell());
          server.serve();
          assertThat(server.drained).isTrue();
        });
  }

  /** moby/17176: nothing to do is the case in which the lock stays held. */
  private static final class Devices {
    final AsyncLock lock = new AsyncLock();

    @Async
    void cleanedUpBadly(int deleted) {
      lock.lock();
      if (deleted == 0) {
        return;
      }
      lock.unlock();
    }

    @Async
    void cleanedUpWell(int deleted) {
      lock.lock();
      try {
        if (deleted == 0) {
          return;
        }
        step();
      } finally {
        lock.unlock();
      }
    }

    @Async
    void tellWhenFree(Channel<Boolean> done) {
      lock.withLock(() -> done.send(true));
    }
  }

  @Test
  void moby17176() {
    try (var kernel = new Kernel()) {
      var devices = new Devices();
      Channel<Boolean> done = Channel.buffered(1);
      kernel.go(() -> devices.cleanedUpBadly(0));
      Task<Void> tells = kernel.go(() -> devices.tellWhenFree(done));
      kernel.assertStuck(tells, "AsyncLock.lock", "tellWhenFree");
      assertThat(done.tryReceive()).isNull();
    }
  }

  @TestFactory
  List<DynamicTest> moby17176Corrected() {
    return Everywhere.run(
        () -> {
          var devices = new Devices();
          Channel<Boolean> done = Channel.buffered(1);
          devices.cleanedUpWell(0);
          devices.tellWhenFree(done);
          devices.cleanedUpWell(1);
          assertThat(done.receive()).isTrue();
        });
  }

  /** moby/7559: a {@code continue} that leaves out the unlock. */
  @Test
  void moby7559() {
    try (var kernel = new Kernel()) {
      Kernel.assertTakenTwice(kernel.go(() -> dialsTwice(new AsyncLock())));
    }
  }

  @Async
  private static void dialsTwice(AsyncLock lock) {
    for (int i = 0; i < 2; i++) {
      lock.lock();
      boolean refused = true;
      if (refused) {
        continue;
      }
      lock.unlock();
    }
  }

  /**
   * hugo/3251: who takes a lock of a map while it holds the map's keeps others from giving back.
   */
  private static final class Locks {
    final AsyncReadWriteLock lock = new AsyncReadWriteLock();
    final Map<String, AsyncLock> byUrl = new HashMap<>();

    @Async
    void lockBadly(String url) {
      lock.writeLock().lock();
      AsyncLock one = byUrl.computeIfAbsent(url, key -> new AsyncLock());
      one.lock(); // under the lock that unlocking takes
      lock.writeLock().unlock();
    }

    @Async
    void lockWell(String url) {
      AsyncLock one =
          lock.writeLock().withLock(() -> byUrl.computeIfAbsent(url, key -> new AsyncLock()));
      one.lock();
    }

    @Async
    void unlock(String url) {
      lock.readLock().lock();
      AsyncLock one = byUrl.get(url);
      lock.readLock().unlock();
      one.unlock();
    }

    @Async
    void get(boolean well, Channel<Boolean> go) {
      if (well) {
        lockWell("url");
      } else {
        lockBadly("url");
      }
      go.receiveOrNull();
      unlock("url");
    }
  }

  @Test
  void hugo3251() {
    try (var kernel = new Kernel()) {
      var locks = new Locks();
      Channel<Boolean> go = Channel.rendezvous();
      Task<Void> first = kernel.go(() -> locks.get(false, go));
      Task<Void> second = kernel.go(() -> locks.get(false, go));
      kernel.assertStuck(second, "AsyncLock.lock", "lockBadly");
      kernel.go(() -> go.close());
      kernel.assertStuck(first, "AsyncReadWriteLock$ReadLock.lock", "unlock");
      kernel.assertStuck(second, "AsyncLock.lock", "lockBadly");
    }
  }

  @TestFactory
  List<DynamicTest> hugo3251Corrected() {
    return Everywhere.run(
        () -> {
          var locks = new Locks();
          Channel<Boolean> go = Channel.rendezvous();
          go.close();
          try (var scope = TaskScope.open()) {
            for (int i = 0; i < 10; i++) {
              scope.fork(() -> locks.get(true, go));
            }
            scope.join();
          }
          assertThat(locks.byUrl.get("url").isLocked()).isFalse();
        });
  }

  /** grpc/3017: what a timer calls returns early, as it was cancelled too late. */
  private static final class Cache {
    final AsyncLock lock = new AsyncLock();
    boolean aborted;
    int deleted;

    @Async
    void expiresBadly() {
      lock.lock();
      if (aborted) {
        return;
      }
      deleted++;
      lock.unlock();
    }

    @Async
    void expiresWell() {
      lock.withLock(
          () -> {
            step();
            if (!aborted) {
              deleted++;
            }
          });
    }

    @Async
    void abort() {
      lock.withLock(() -> aborted = true);
    }

    @Async
    void remove() {
      lock.lock();
      lock.unlock();
    }
  }

  @Test
  void grpc3017() {
    try (var kernel = new Kernel()) {
      var cache = new Cache();
      kernel.go(() -> cache.abort());
      kernel.go(() -> cache.expiresBadly());
      kernel.assertStuck(kernel.go(() -> cache.remove()), "AsyncLock.lock", "remove");
    }
  }

  @TestFactory
  List<DynamicTest> grpc3017Corrected() {
    return Everywhere.run(
        () -> {
          var cache = new Cache();
          inParallel(() -> cache.expiresWell(), () -> cache.remove(), () -> cache.expiresWell());
          cache.abort();
          cache.expiresWell();
          assertThat(cache.deleted).isEqualTo(2);
        });
  }
}
