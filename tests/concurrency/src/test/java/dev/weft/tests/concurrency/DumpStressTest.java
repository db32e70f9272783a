package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import dev.weft.observe.CoroutineDump;
import dev.weft.observe.CoroutineView;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.Coroutines;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Dumps while coroutines switch all the time: none fails, and everything that runs comes to its
 * end. {@code -Dweft.dumps} says how many are taken.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the fixture holds them
@Timeout(600)
class DumpStressTest extends ObservedFixture {

  private static final int DUMPS = Integer.getInteger("weft.dumps", 30);

  private final AtomicBoolean over = new AtomicBoolean();
  private final AsyncLock lock = new AsyncLock();
  private long counted; // under the lock

  @Async
  private long send(Channel<Long> channel) throws Exception {
    long sent = 0;
    while (!over.get()) {
      channel.send(sent++);
    }
    channel.close();
    return sent;
  }

  @Async
  private static long receive(Channel<Long> channel) throws Exception {
    long received = 0;
    for (Long each = channel.receiveOrNull(); each != null; each = channel.receiveOrNull()) {
      assertThat(each).isEqualTo(received++);
    }
    return received;
  }

  @Async
  private long count() {
    long own = 0;
    while (!over.get()) {
      lock.lock();
      try {
        counted++;
        own++;
        Weft.yieldNow();
      } finally {
        lock.unlock();
      }
    }
    return own;
  }

  @Async
  private long fork() {
    long forked = 0;
    while (!over.get()) {
      try (var scope = TaskScope.open()) {
        Task<Long> one = scope.fork(() -> level(3));
        Task<Long> two = scope.fork(() -> level(5));
        scope.join();
        forked += one.resultNow() + two.resultNow();
      }
    }
    return forked;
  }

  @Async
  private static long level(int depth) {
    Weft.yieldNow();
    return depth == 0 ? 1 : level(depth - 1);
  }

  @Test
  void everythingGoesOn() throws Exception {
    var sent = new ArrayList<Task<Long>>();
    var received = new ArrayList<Task<Long>>();
    var counts = new ArrayList<Task<Long>>();
    var forks = new ArrayList<Task<Long>>();
    for (Scheduler each : new Scheduler[] {loop, pool}) {
      Channel<Long> channel = Channel.rendezvous();
      sent.add(Weft.start(each, () -> send(channel)));
      received.add(Weft.start(pool, () -> receive(channel)));
      counts.add(Weft.start(each, () -> count()));
      forks.add(Weft.start(each, () -> fork()));
    }

    for (int i = 0; i < DUMPS; i++) {
      check(Coroutines.dump());
    }
    over.set(true);

    for (int i = 0; i < sent.size(); i++) {
      assertThat(received.get(i).get()).isEqualTo(sent.get(i).get()).isPositive();
      assertThat(forks.get(i).get()).isPositive();
    }
    assertThat(counts.get(0).get() + counts.get(1).get()).isEqualTo(counted);
    assertThat(Coroutines.dump().coroutines()).isEmpty();
  }

  private static void check(CoroutineDump dump) {
    assertThat(dump.coroutines()).isNotEmpty();
    assertThat(dump.deadlocks()).isEmpty();
    assertThat(dump.leaks()).isEmpty();
    for (CoroutineView each : dump.coroutines()) {
      assertThat(each.waitsFor() != null).isEqualTo(each.state() == State.SUSPENDED);
      if (each.state() == State.SUSPENDED) {
        assertThat(each.stack()).isNotEmpty();
      }
    }
    assertThat(dump.toText()).isNotEmpty();
    assertThat(dump.toTree()).isNotEmpty();
    assertThat(dump.toJson()).endsWith("}");
  }
}
