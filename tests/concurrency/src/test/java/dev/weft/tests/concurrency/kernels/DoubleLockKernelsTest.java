package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
import dev.weft.tests.concurrency.Everywhere;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Locks that one coroutine takes twice: the shapes of kernels of GoBench.
 *
 * <p>In Go each of them waits for ever. Here the second of the two locks is refused, and names both
 * lines.
 */
class DoubleLockKernelsTest {

  /** cockroach/584: the loop is left with the lock held, and the next loop takes it again. */
  private static final class Gossip {
    final AsyncLock lock = new AsyncLock();
    final boolean closed = true;

    @Async
    void managedBadly() {
      lock.lock();
      if (closed) {
        return;
      }
      lock.unlock();
    }

    @Async
    boolean managedWell() {
      return lock.withLock(
          () -> {
            step();
            return closed;
          });
    }
  }

  @Test
  void cockroach584() {
    try (var kernel = new Kernel()) {
      var gossip = new Gossip();
      Task<Void> twice =
          kernel.go(
              () -> {
                gossip.managedBadly();
                gossip.managedBadly();
              });
      Kernel.assertTakenTwice(twice);
    }
  }

  @TestFactory
  List<DynamicTest> cockroach584Corrected() {
    return Everywhere.run(
        () -> {
          var gossip = new Gossip();
          assertThat(gossip.managedWell()).isTrue();
          assertThat(gossip.managedWell()).isTrue();
          assertThat(gossip.lock.isLocked()).isFalse();
        });
  }

  /** cockroach/9935: what tells of a failure takes the lock that the call is under. */
  private static final class Log {
    final AsyncLock lock = new AsyncLock();
    int exits;

    @Async
    void writtenBadly() {
      lock.withLock(() -> exit());
    }

    @Async
    void writtenWell() {
      boolean failed =
          lock.withLock(
              () -> {
                step();
                return true;
              });
      if (failed) {
        exit();
      }
    }

    @Async
    private void exit() {
      lock.withLock(() -> exits++);
    }
  }

  @Test
  void cockroach9935() {
    try (var kernel = new Kernel()) {
      var log = new Log();
      Kernel.assertTakenTwice(kernel.go(() -> log.writtenBadly()));
      assertThat(log.lock.isLocked()).isFalse();
    }
  }

  @TestFactory
  List<DynamicTest> cockroach9935Corrected() {
    return Everywhere.run(
        () -> {
          var log = new Log();
          inParallel(() -> log.writtenWell(), () -> log.writtenWell());
          assertThat(log.exits).isEqualTo(2);
        });
  }

  /** etcd/10492: a callback that is called under the write lock takes it as well. */
  private static final class Lessor {
    final AsyncReadWriteLock lock = new AsyncReadWriteLock();
    int checkpoints;

    @Async
    void renewedBadly() {
      lock.writeLock().withLock(() -> checkpoint());
    }

    @Async
    void renewedWell() {
      lock.writeLock().withLock(() -> step());
      checkpoint();
    }

    @Async
    private void checkpoint() {
      lock.writeLock().withLock(() -> checkpoints++);
    }
  }

  @Test
  void etcd10492() {
    try (var kernel = new Kernel()) {
      var lessor = new Lessor();
      Kernel.assertTakenTwice(kernel.go(() -> lessor.renewedBadly()));
      assertThat(lessor.lock.isWriteLocked()).isFalse();
    }
  }

  @TestFactory
  List<DynamicTest> etcd10492Corrected() {
    return Everywhere.run(
        () -> {
          var lessor = new Lessor();
          inParallel(() -> lessor.renewedWell(), () -> lessor.renewedWell());
          assertThat(lessor.checkpoints).isEqualTo(2);
        });
  }

  /** etcd/6708 and syncthing/4829: who writes calls what reads. */
  private static final class Cluster {
    final AsyncReadWriteLock lock = new AsyncReadWriteLock();
    int sent;

    @Async
    void syncedBadly() {
      lock.writeLock().withLock(() -> send());
    }

    @Async
    void syncedWell() {
      lock.writeLock().withLock(() -> step());
      send();
    }

    @Async
    private void send() {
      lock.readLock().lock();
      try {
        sent++;
      } finally {
        lock.readLock().unlock();
      }
    }
  }

  @Test
  void etcd6708AndSyncthing4829() {
    try (var kernel = new Kernel()) {
      var cluster = new Cluster();
      Kernel.assertTakenTwice(kernel.go(() -> cluster.syncedBadly()));
      assertThat(cluster.lock.isWriteLocked()).isFalse();
    }
  }

  @TestFactory
  List<DynamicTest> etcd6708AndSyncthing4829Corrected() {
    return Everywhere.run(
        () -> {
          var cluster = new Cluster();
          cluster.syncedWell();
          assertThat(cluster.sent).isEqualTo(1);
        });
  }

  /** moby/36114 and hugo/5379: a method that locks calls another one that locks. */
  @Test
  void moby36114AndHugo5379() {
    try (var kernel = new Kernel()) {
      var lock = new AsyncLock();
      Kernel.assertTakenTwice(kernel.go(() -> hotAdd(lock)));
      assertThat(lock.isLocked()).isFalse();
    }
  }

  @Async
  private static void hotAdd(AsyncLock lock) {
    lock.lock();
    try {
      hotRemove(lock);
    } finally {
      lock.unlock();
    }
  }

  @Async
  private static void hotRemove(AsyncLock lock) {
    lock.lock();
    try {
      step();
    } finally {
      lock.unlock();
    }
  }
}
