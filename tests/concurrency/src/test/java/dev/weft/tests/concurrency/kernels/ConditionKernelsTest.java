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
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import dev.weft.tests.concurrency.Everywhere;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Signals that never come, and counts that never reach zero: the shapes of kernels of GoBench.
 *
 * <p>Who waits does so for ever, as in Go, and its frames say so. In a scope it ends with that.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class ConditionKernelsTest {

  /** moby/29733 and moby/30408: what changes does not signal that, or never does. */
  private static final class Plugin {
    final AsyncLock lock = new AsyncLock();
    final AsyncCondition changed = lock.newCondition();
    boolean active;
    boolean failed;

    @Async
    boolean awaitActive() {
      lock.lock();
      try {
        while (!active && !failed) {
          changed.await();
        }
        return active;
      } finally {
        lock.unlock();
      }
    }

    @Async
    void activateBadly() {
      lock.withLock(() -> active = true);
    }

    @Async
    void activateWell() {
      lock.withLock(
          () -> {
            active = true;
            step();
            changed.signalAll();
          });
    }

    @Async
    void fail() {
      lock.withLock(
          () -> {
            failed = true;
            changed.signalAll();
          });
    }
  }

  @Test
  void moby29733And30408() {
    try (var kernel = new Kernel()) {
      var plugin = new Plugin();
      Task<Boolean> waits = kernel.go(() -> plugin.awaitActive());
      kernel.go(() -> plugin.activateBadly());
      kernel.assertStuck(waits, "AsyncCondition.await", "awaitActive");
      assertThat(plugin.changed.getWaitQueueLength()).isEqualTo(1);
      assertThat(plugin.lock.isLocked()).isFalse();
    }
  }

  @TestFactory
  List<DynamicTest> moby29733And30408Corrected() {
    return Everywhere.run(
        () -> {
          var plugin = new Plugin();
          var broken = new Plugin();
          try (var scope = TaskScope.<Boolean>open()) {
            Task<Boolean> one = scope.fork(() -> plugin.awaitActive());
            Task<Boolean> another = scope.fork(() -> plugin.awaitActive());
            Task<Boolean> none = scope.fork(() -> broken.awaitActive());
            plugin.activateWell();
            broken.fail();
            scope.join();
            assertThat(List.of(one.resultNow(), another.resultNow(), none.resultNow()))
                .containsExactly(true, true, false);
          }
        });
  }

  /** moby/25384: who starts several and waits for all waits after the first one. */
  @Async
  private static void startsBadly(int plugins, Kernel kernel) {
    var group = new AsyncLatch(plugins);
    for (int i = 0; i < plugins; i++) {
      kernel.start(() -> group.countDown());
      group.await();
    }
  }

  @Test
  void moby25384() {
    try (var kernel = new Kernel()) {
      Task<Void> starts = kernel.go(() -> startsBadly(2, kernel));
      kernel.assertStuck(starts, "AsyncLatch.await", "startsBadly");
    }
  }

  @TestFactory
  List<DynamicTest> moby25384Corrected() {
    return Everywhere.run(
        () -> {
          var group = new AsyncLatch(3);
          try (var scope = TaskScope.open()) {
            for (int i = 0; i < 3; i++) {
              scope.fork(
                  () -> {
                    step();
                    group.countDown();
                  });
            }
            group.await();
            scope.join();
          }
          assertThat(group.getCount()).isZero();
        });
  }

  /** cockroach/1055: who stops waits for tasks under the lock that a task needs to end. */
  private static final class Stopper {
    final AsyncLock lock = new AsyncLock();
    final AsyncLatch drained = new AsyncLatch(1);
    int tasks;

    @Async
    void quiesceBadly() {
      lock.lock();
      try {
        drained.await();
      } finally {
        lock.unlock();
      }
    }

    @Async
    void quiesceWell() {
      lock.withLock(() -> step());
      drained.await();
    }

    @Async
    void runTask() {
      startTask();
      step();
      drained.countDown();
    }

    @Async
    private void startTask() {
      lock.lock();
      try {
        tasks++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void cockroach1055() {
    try (var kernel = new Kernel()) {
      var stopper = new Stopper();
      Task<Void> quiesces = kernel.go(() -> stopper.quiesceBadly());
      Task<Void> task = kernel.go(() -> stopper.runTask());
      kernel.assertStuck(quiesces, "AsyncLatch.await", "quiesceBadly");
      kernel.assertStuck(task, "AsyncLock.lock", "startTask");
      kernel.cancel(quiesces);
      assertThat(task.state()).isEqualTo(Task.State.SUCCESS);
    }
  }

  @TestFactory
  List<DynamicTest> cockroach1055Corrected() {
    return Everywhere.run(
        () -> {
          var stopper = new Stopper();
          inParallel(() -> stopper.quiesceWell(), () -> stopper.runTask());
          assertThat(stopper.tasks).isEqualTo(1);
        });
  }

  /** kubernetes/11298: a signal that is sent when nobody waits yet is lost. */
  private static final class Notifier {
    final AsyncLock lock = new AsyncLock();
    final AsyncCondition some = lock.newCondition();
    int events;

    @Async
    void waitBadly(Channel<Boolean> gate) {
      pass(gate);
      lock.lock();
      try {
        some.await();
      } finally {
        lock.unlock();
      }
    }

    @Async
    void waitWell(Channel<Boolean> gate) {
      pass(gate);
      lock.lock();
      try {
        while (events == 0) {
          some.await();
        }
        events--;
      } finally {
        lock.unlock();
      }
    }

    @Async
    void signal() {
      lock.withLock(
          () -> {
            events++;
            some.signal();
          });
    }
  }

  @Test
  void kubernetes11298() {
    try (var kernel = new Kernel()) {
      var notifier = new Notifier();
      Channel<Boolean> gate = Channel.rendezvous();
      Task<Void> waits = kernel.go(() -> notifier.waitBadly(gate));
      kernel.go(() -> notifier.signal());
      kernel.go(() -> gate.close());
      kernel.assertStuck(waits, "AsyncCondition.await", "waitBadly");
    }
  }

  @TestFactory
  List<DynamicTest> kubernetes11298Corrected() {
    return Everywhere.run(
        () -> {
          var notifier = new Notifier();
          Channel<Boolean> gate = Channel.rendezvous();
          inParallel(
              () -> notifier.waitWell(gate),
              () -> notifier.signal(),
              () -> notifier.waitWell(gate),
              () -> gate.close(),
              () -> notifier.signal());
          assertThat(notifier.events).isZero();
        });
  }

  /** moby/27782: the one that would signal waits for a reader that waits for the signal. */
  private static final class Watcher {
    final AsyncLock lock = new AsyncLock();
    final AsyncCondition removed = lock.newCondition();
    final Channel<String> events = Channel.rendezvous();
    final Channel<Boolean> done = Channel.rendezvous();
    boolean exists = true;

    @Async
    void readEvents() {
      while (!done.isClosed()) {
        sendEvent();
      }
      lock.withLock(
          () -> {
            exists = false;
            removed.signalAll();
          });
    }

    @Async
    private void sendEvent() {
      Select.<Boolean>of()
          .onSend(events, "written", () -> true)
          .onReceiveOrNull(done, gone -> false)
          .await();
    }

    @Async
    void removeBadly() {
      lock.lock();
      try {
        while (exists) {
          removed.await();
        }
      } finally {
        lock.unlock();
      }
    }

    @Async
    void removeWell() {
      done.close();
      removeBadly();
    }
  }

  @Test
  void moby27782() {
    try (var kernel = new Kernel()) {
      var watcher = new Watcher();
      Task<Void> reads = kernel.go(() -> watcher.readEvents());
      Task<Void> removes = kernel.go(() -> watcher.removeBadly());
      kernel.assertStuck(reads, "Select.await", "sendEvent");
      kernel.assertStuck(removes, "AsyncCondition.await", "removeBadly");
    }
  }

  @TestFactory
  List<DynamicTest> moby27782Corrected() {
    return Everywhere.run(
        () -> {
          var watcher = new Watcher();
          inParallel(() -> watcher.readEvents(), () -> watcher.removeWell());
          assertThat(watcher.exists).isFalse();
        });
  }
}
