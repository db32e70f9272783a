package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncCondition;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
import dev.weft.concurrent.Channel;
import dev.weft.tests.concurrency.Everywhere;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Readers that read again while a writer waits: the shapes of kernels of GoBench.
 *
 * <p>As Go's, the lock does not know its readers, and a writer holds off those that come later: the
 * reader waits for the writer, which waits for the reader. Cancelled, the writer lets it go on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the kernel looks after what is started
class ReadWriteKernelsTest {

  /** What is written while it is read. */
  private static final class State {
    final AsyncReadWriteLock lock = new AsyncReadWriteLock();
    final AsyncLock queue = new AsyncLock();
    final Channel<Boolean> gate = Channel.rendezvous();
    int writes;

    /** cockroach/16167, cockroach/6181, kubernetes/62464: a method that reads calls another one. */
    @Async
    void readTwice() {
      lock.readLock().lock();
      try {
        pass(gate);
        readOnce();
      } finally {
        lock.readLock().unlock();
      }
    }

    /** cockroach/3710: the same with a lock in between. */
    @Async
    void readTwiceInQueue() {
      lock.readLock()
          .withLock(
              () -> {
                pass(gate);
                queue.withLock(() -> readOnce());
              });
    }

    @Async
    void readOnce() {
      lock.readLock().lock();
      try {
        step();
      } finally {
        lock.readLock().unlock();
      }
    }

    /** What calls of it need is read before. */
    @Async
    void readWell() {
      lock.readLock().lock();
      try {
        step();
      } finally {
        lock.readLock().unlock();
      }
      queue.withLock(() -> readOnce());
    }

    @Async
    void write() {
      lock.writeLock().lock();
      try {
        writes++;
        step();
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  @Test
  void cockroach16167And6181AndKubernetes62464() {
    try (var kernel = new Kernel()) {
      var state = new State();
      Task<Void> reads = kernel.go(() -> state.readTwice());
      Task<Void> writes = kernel.go(() -> state.write());
      kernel.go(() -> state.gate.close());
      kernel.assertStuck(reads, "AsyncReadWriteLock$ReadLock.lock", "readOnce");
      kernel.assertStuck(writes, "AsyncReadWriteLock$WriteLock.lock", "write");
      kernel.cancel(writes);
      assertThat(reads.state()).isEqualTo(Task.State.SUCCESS);
      assertThat(state.lock.getReadLockCount()).isZero();
    }
  }

  @Test
  void cockroach3710() {
    try (var kernel = new Kernel()) {
      var state = new State();
      Task<Void> reads = kernel.go(() -> state.readTwiceInQueue());
      Task<Void> writes = kernel.go(() -> state.write());
      kernel.go(() -> state.gate.close());
      kernel.assertStuck(reads, "AsyncReadWriteLock$ReadLock.lock", "readOnce");
      kernel.assertStuck(writes, "AsyncReadWriteLock$WriteLock.lock", "write");
      kernel.cancel(reads);
      assertThat(writes.state()).isEqualTo(Task.State.SUCCESS);
      assertThat(state.queue.isLocked()).isFalse();
    }
  }

  @TestFactory
  List<DynamicTest> readOneAfterTheOther() {
    return Everywhere.run(
        () -> {
          var state = new State();
          inParallel(
              () -> state.readWell(),
              () -> state.write(),
              () -> state.readWell(),
              () -> state.write());
          assertThat(state.writes).isEqualTo(2);
          assertThat(state.lock.getReadLockCount()).isZero();
        });
  }

  /** kubernetes/58107: workers that read while they wait for something to do. */
  private static final class Controller {
    final AsyncReadWriteLock workers = new AsyncReadWriteLock();
    final AsyncLock lock = new AsyncLock();
    final AsyncCondition some = lock.newCondition();
    int queued;
    int done;

    @Async
    void workBadly() {
      workers.readLock().lock();
      try {
        get();
      } finally {
        workers.readLock().unlock();
      }
    }

    @Async
    void workWell() {
      get();
      workers.readLock().lock();
      try {
        step();
      } finally {
        workers.readLock().unlock();
      }
    }

    @Async
    private void get() {
      lock.lock();
      try {
        while (queued == 0) {
          some.await();
        }
        queued--;
        done++;
      } finally {
        lock.unlock();
      }
    }

    @Async
    void put() {
      lock.withLock(
          () -> {
            queued++;
            some.signal();
          });
    }

    @Async
    void sync() {
      workers.writeLock().lock();
      try {
        step();
      } finally {
        workers.writeLock().unlock();
      }
    }
  }

  @Test
  void kubernetes58107() {
    try (var kernel = new Kernel()) {
      var controller = new Controller();
      Task<Void> first = kernel.go(() -> controller.workBadly());
      Task<Void> syncs = kernel.go(() -> controller.sync());
      Task<Void> second = kernel.go(() -> controller.workBadly());
      kernel.assertStuck(first, "AsyncCondition.await", "get");
      kernel.assertStuck(syncs, "AsyncReadWriteLock$WriteLock.lock", "sync");
      kernel.assertStuck(second, "AsyncReadWriteLock$ReadLock.lock", "workBadly");
      kernel.go(() -> controller.put());
      assertThat(syncs.isDone()).isTrue(); // only something to do lets them go on
      kernel.assertStuck(second, "AsyncCondition.await", "get");
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes58107Corrected() {
    return Everywhere.run(
        () -> {
          var controller = new Controller();
          inParallel(
              () -> controller.workWell(),
              () -> controller.sync(),
              () -> controller.workWell(),
              () -> controller.put(),
              () -> controller.put());
          assertThat(controller.done).isEqualTo(2);
        });
  }
}
