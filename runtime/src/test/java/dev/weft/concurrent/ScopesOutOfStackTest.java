package dev.weft.concurrent;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.StackDive;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What scopes wait for ends, and is forked, by code whose stack is at its end, or one frame before
 * it, and so on.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScopesOutOfStackTest {

  /** A scope in a coroutine, and what lets it go on. */
  private abstract static class Scoped implements Runnable {
    final Task.Completer<Object> begins = Task.completer();
    final Task.Completer<Object> release = Task.completer();
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    TaskScope<Object, ?> scope;
    Task<Object> task;

    abstract void start();

    /** Forks one that waits to be released. */
    final void fork() {
      Task<Object> unused =
          scope.fork(
              body(
                  (carrier, before) -> started.incrementAndGet(),
                  await((Completion) release.task()),
                  (carrier, before) -> ended.incrementAndGet()));
    }

    /** Opens a scope, and does {@code inside} of it after {@link #begins}; then closes it. */
    final Task<Object> scoped(Runnable before, Runnable inside) {
      return Weft.start(
          Schedulers.immediate(),
          body(
              (carrier, unused) -> {
                scope = TaskScope.open(TaskScope.Joiner.awaitAll());
                before.run();
                return null;
              },
              await((Completion) begins.task()),
              (carrier, unused) -> {
                inside.run();
                return scope.join(Carrier.MAX_DEPTH, carrier);
              },
              (carrier, unused) -> {
                scope.close(Carrier.MAX_DEPTH, carrier);
                return null;
              },
              (carrier, unused) -> started.get() - ended.get()));
    }
  }

  private static final class EndsThere extends Scoped {
    @Override
    void start() {
      task = scoped(this::fork, () -> {});
      begins.complete("x");
    }

    @Override
    public void run() {
      release.complete("x");
    }
  }

  private static final class ForkedThere extends Scoped {
    @Override
    void start() {
      task = scoped(() -> {}, this::fork);
    }

    @Override
    public void run() {
      begins.complete("x");
    }
  }

  private static void dive(Supplier<Scoped> each) throws Exception {
    for (int i = 0; i < StackDive.DIVES; i++) {
      List<Scoped> all = new ArrayList<>();
      for (int k = 0; k < StackDive.FRAMES; k++) {
        Scoped one = each.get();
        one.start();
        all.add(one);
      }
      StackDive.onThread(all, i);
      for (Scoped one : all) {
        var unused = one.begins.complete("x"); // whatever was not done there
        unused = one.release.complete("x");
        Object running = one.task.toCompletableFuture().handle((value, failure) -> value).get();
        if (running != null) { // else the fork has failed, or what it is called by
          assertThat(running).isEqualTo(0);
        }
        assertThat(one.ended).hasValue(one.started.get());
      }
    }
  }

  @Test
  void aScopeEndsWhoseTasksEndThere() throws Exception {
    dive(EndsThere::new);
  }

  @Test
  void whatIsForkedThereIsWaitedFor() throws Exception {
    dive(ForkedThere::new);
  }

  /** A scope of ordinary code, and what it has seen when it was closed. */
  private static final class Ordinary implements Runnable {
    private final EventLoop loop;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private int endedAtClose = -1;

    Ordinary(EventLoop loop) {
      this.loop = loop;
    }

    @Override
    public void run() {
      TaskScope<Object, ?> scope =
          TaskScope.open(TaskScope.Joiner.awaitAll(), config -> config.withScheduler(loop));
      try {
        Task<Object> unused =
            scope.fork(
                body(
                    (carrier, before) -> started.incrementAndGet(),
                    yielding(),
                    (carrier, before) -> ended.incrementAndGet()));
        scope.join();
      } finally {
        scope.close();
        endedAtClose = ended.get();
      }
    }
  }

  @Test
  void whatOrdinaryCodeForksThereIsWaitedFor() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      for (int i = 0; i < StackDive.DIVES; i++) {
        List<Ordinary> all = new ArrayList<>();
        for (int k = 0; k < StackDive.FRAMES; k++) {
          all.add(new Ordinary(loop));
        }
        StackDive.onThread(all, i);
        Object unused =
            Weft.start(loop, body(yielding(), yielding(), (carrier, before) -> 1)).get();
        for (Ordinary one : all) {
          if (one.endedAtClose >= 0) {
            assertThat(one.endedAtClose).isEqualTo(one.started.get());
          }
        }
      }
    }
  }
}
