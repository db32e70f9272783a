package dev.weft.tests.concurrency.kernels;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.kernels.Kernel.inParallel;
import static dev.weft.tests.concurrency.kernels.Kernel.pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.tests.concurrency.Everywhere;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A coroutine that sends or receives under a lock that the other side needs first: the shapes of
 * kernels of GoBench.
 *
 * <p>Both wait for ever, as in Go, and their frames say for what. Cancelled, the one at the channel
 * gives the lock back.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the kernel looks after what is started
class ChannelAndLockKernelsTest {

  /** etcd/6873: who stops waits under the lock for the end of one that takes it. */
  private static final class Watches {
    final AsyncLock lock = new AsyncLock();
    final Channel<String> updates = Channel.buffered(1);
    final Channel<Boolean> done = Channel.rendezvous();
    int coalesced;

    @Async
    void run(Channel<Boolean> gate) {
      for (String update : updates) {
        pass(gate);
        coalesce(update);
      }
      done.close();
    }

    @Async
    private void coalesce(String update) {
      lock.lock();
      try {
        coalesced += update.length();
      } finally {
        lock.unlock();
      }
    }

    @Async
    void stopBadly() {
      lock.lock();
      try {
        updates.close();
        pass(done);
      } finally {
        lock.unlock();
      }
    }

    @Async
    void stopWell() {
      lock.withLock(() -> updates.close());
      pass(done);
    }
  }

  @Test
  void etcd6873() {
    try (var kernel = new Kernel()) {
      var watches = new Watches();
      Channel<Boolean> gate = Channel.rendezvous();
      Task<Void> runs = kernel.go(() -> watches.run(gate));
      kernel.go(() -> watches.updates.send("1"));
      Task<Void> stops = kernel.go(() -> watches.stopBadly());
      kernel.go(() -> gate.close());
      kernel.assertStuck(runs, "AsyncLock.lock", "coalesce");
      kernel.assertStuck(stops, "Channel.receive", "pass");
      kernel.cancel(stops);
      assertThat(runs.state()).isEqualTo(Task.State.SUCCESS);
    }
  }

  @TestFactory
  List<DynamicTest> etcd6873Corrected() {
    return Everywhere.run(
        () -> {
          var watches = new Watches();
          Channel<Boolean> gate = Channel.rendezvous();
          watches.updates.send("1");
          inParallel(() -> watches.run(gate), () -> watches.stopWell(), () -> gate.close());
          assertThat(watches.coalesced).isEqualTo(1);
        });
  }

  /** etcd/7443 and grpc/1353: one that tells of a change under a lock; who is told takes it. */
  private static final class Balancer {
    final AsyncLock lock = new AsyncLock();
    final Channel<Integer> changes = Channel.rendezvous();
    int down;

    @Async
    void changeBadly(int count) {
      for (int i = 0; i < count; i++) {
        tell(i);
      }
      changes.close();
    }

    @Async
    private void tell(int change) {
      lock.lock();
      try {
        changes.send(change);
      } finally {
        lock.unlock();
      }
    }

    @Async
    void changeWell(int count) {
      for (int i = 0; i < count; i++) {
        lock.withLock(() -> step());
        changes.send(i);
      }
      changes.close();
    }

    @Async
    void watch() {
      for (Integer change : changes) {
        tearDown(change);
      }
    }

    @Async
    private void tearDown(int change) {
      lock.lock();
      try {
        down += change;
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void etcd7443AndGrpc1353() {
    try (var kernel = new Kernel()) {
      var balancer = new Balancer();
      Task<Void> changes = kernel.go(() -> balancer.changeBadly(3));
      Task<Void> watches = kernel.go(() -> balancer.watch());
      kernel.assertStuck(changes, "Channel.send", "tell");
      kernel.assertStuck(watches, "AsyncLock.lock", "tearDown");
      kernel.cancel(changes);
      kernel.assertStuck(watches, "Channel.iterator", "watch"); // nobody has closed it
    }
  }

  @TestFactory
  List<DynamicTest> etcd7443AndGrpc1353Corrected() {
    return Everywhere.run(
        () -> {
          var balancer = new Balancer();
          inParallel(() -> balancer.changeWell(4), () -> balancer.watch());
          assertThat(balancer.down).isEqualTo(0 + 1 + 2 + 3);
        });
  }

  /** etcd/7492: a keeper that deletes takes a lock under which others add to it. */
  private static final class Tokens {
    final AsyncLock lock = new AsyncLock();
    final Channel<String> added = Channel.buffered(1);
    final Channel<Boolean> ticks = Channel.rendezvous();
    int deleted;

    @Async
    void keep() {
      Select<Boolean> next =
          Select.<Boolean>inOrder()
              .onReceiveOrNull(ticks, tick -> tick != null && delete())
              .onReceive(added, token -> true);
      while (next.await()) {
        step();
      }
    }

    @Async
    private boolean delete() {
      lock.lock();
      try {
        deleted++;
      } finally {
        lock.unlock();
      }
      return true;
    }

    @Async
    void assignBadly() {
      lock.lock();
      try {
        added.send("token");
      } finally {
        lock.unlock();
      }
    }

    @Async
    void assignWell() {
      lock.withLock(() -> step());
      added.send("token");
    }
  }

  @Test
  void etcd7492() {
    try (var kernel = new Kernel()) {
      var tokens = new Tokens();
      kernel.go(() -> tokens.assignBadly());
      Task<Void> assigns = kernel.go(() -> tokens.assignBadly());
      Task<Void> ticks = kernel.go(() -> tokens.ticks.send(true));
      Task<Void> keeps = kernel.go(() -> tokens.keep());
      kernel.assertStuck(keeps, "AsyncLock.lock", "delete");
      kernel.assertStuck(assigns, "Channel.send", "assignBadly");
      assertThat(ticks.isDone()).isTrue();
      kernel.cancel(assigns);
      kernel.assertStuck(keeps, "Select.await", "keep");
    }
  }

  @TestFactory
  List<DynamicTest> etcd7492Corrected() {
    return Everywhere.run(
        () -> {
          var tokens = new Tokens();
          inParallel(
              () -> tokens.keep(),
              () -> {
                inParallel(() -> tokens.assignWell(), () -> tokens.assignWell());
                tokens.ticks.send(true);
                tokens.assignWell();
                tokens.ticks.close();
              });
          assertThat(tokens.deleted).isEqualTo(1);
        });
  }

  /** etcd/7902: a follower waits under the lock for the leader, which needs it to go on. */
  @Test
  void etcd7902() {
    try (var kernel = new Kernel()) {
      var lock = new AsyncLock();
      Channel<Boolean> next = Channel.rendezvous();
      Channel<Boolean> gate = Channel.rendezvous();
      Task<Void> leader = kernel.go(() -> leads(lock, next, gate));
      Task<Void> follower = kernel.go(() -> followsBadly(lock, next));
      kernel.go(() -> gate.close());
      kernel.assertStuck(leader, "AsyncLock.lock", "leads");
      kernel.assertStuck(follower, "Channel.receive", "pass");
      kernel.cancel(follower);
      assertThat(next.isClosed()).isTrue();
    }
  }

  @Async
  private static void leads(AsyncLock lock, Channel<Boolean> next, Channel<Boolean> gate) {
    pass(gate);
    lock.lock();
    try {
      next.close();
    } finally {
      lock.unlock();
    }
  }

  @Async
  private static void followsBadly(AsyncLock lock, Channel<Boolean> next) {
    lock.lock();
    try {
      pass(next);
    } finally {
      lock.unlock();
    }
  }

  @Async
  private static void followsWell(AsyncLock lock, Channel<Boolean> next) {
    pass(next);
    lock.withLock(() -> step());
  }

  @TestFactory
  List<DynamicTest> etcd7902Corrected() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          Channel<Boolean> next = Channel.rendezvous();
          Channel<Boolean> gate = Channel.rendezvous();
          inParallel(
              () -> leads(lock, next, gate),
              () -> followsWell(lock, next),
              () -> followsWell(lock, next),
              () -> gate.close());
          assertThat(lock.isLocked()).isFalse();
        });
  }

  /** grpc/1460: one that is asleep under the lock that who would wake it takes before. */
  private static final class Transport {
    final AsyncLock lock = new AsyncLock();
    final Channel<Boolean> awaken;
    int streams;

    Transport(Channel<Boolean> awaken) {
      this.awaken = awaken;
    }

    @Async
    void keepAliveBadly() {
      lock.lock();
      try {
        if (streams < 1) {
          awaken.receive();
        }
      } finally {
        lock.unlock();
      }
    }

    @Async
    void keepAliveWell() {
      boolean sleeps = lock.withLock(() -> streams < 1);
      if (sleeps) {
        awaken.receive();
      }
    }

    @Async
    void newStream() {
      lock.lock();
      try {
        streams++;
        awaken.trySend(true);
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void grpc1460() {
    try (var kernel = new Kernel()) {
      var transport = new Transport(Channel.rendezvous());
      Task<Void> sleeps = kernel.go(() -> transport.keepAliveBadly());
      Task<Void> begins = kernel.go(() -> transport.newStream());
      kernel.assertStuck(sleeps, "Channel.receive", "keepAliveBadly");
      kernel.assertStuck(begins, "AsyncLock.lock", "newStream");
      kernel.cancel(sleeps);
      assertThat(begins.state()).isEqualTo(Task.State.SUCCESS);
    }
  }

  @TestFactory
  List<DynamicTest> grpc1460Corrected() {
    return Everywhere.run(
        () -> {
          var transport = new Transport(Channel.latest()); // a wake-up that comes early is kept
          inParallel(() -> transport.keepAliveWell(), () -> transport.newStream());
          assertThat(transport.streams).isEqualTo(1);
        });
  }
}
