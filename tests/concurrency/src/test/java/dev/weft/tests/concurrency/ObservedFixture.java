package dev.weft.tests.concurrency;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.observe.CoroutineDump;
import dev.weft.observe.CoroutineView;
import dev.weft.observe.Coroutines;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Coroutines that are observed, a loop and a pool for each test, and what is to be ended after. */
abstract class ObservedFixture {

  final EventLoop loop = Schedulers.eventLoop();
  private final ForkJoinPool threads = new ForkJoinPool(2);
  final Scheduler pool = Scheduler.of(threads);

  /** Held, so that they do not leak; cancelled in the end. */
  final List<Task<?>> held = new ArrayList<>();

  @BeforeEach
  void observe() {
    Coroutines.observeWithOrigins();
  }

  @AfterEach
  void stopObserving() {
    Coroutines.stopObserving();
    held.forEach(each -> each.cancel(false));
    loop.close();
    threads.shutdown();
  }

  final <T> Task<T> hold(Task<T> task) {
    held.add(task);
    return task;
  }

  /** Takes dumps until one is as expected; the time limit of the build ends it otherwise. */
  static CoroutineDump dumpWhen(Predicate<CoroutineDump> expected) {
    CoroutineDump dump = Coroutines.dump();
    while (!expected.test(dump)) {
      LockSupport.parkNanos(1_000_000);
      dump = Coroutines.dump();
    }
    return dump;
  }

  /** The coroutine of that name; waits until it is suspended. */
  static CoroutineView suspended(String name) {
    return named(name, dumpWhen(dump -> isSuspended(name, dump)));
  }

  static boolean isSuspended(String name, CoroutineDump dump) {
    return dump.coroutines().stream()
        .anyMatch(
            each -> name.equals(each.name()) && each.state() == CoroutineView.State.SUSPENDED);
  }

  static CoroutineView named(String name, CoroutineDump dump) {
    return dump.coroutines().stream()
        .filter(each -> name.equals(each.name()))
        .findFirst()
        .orElseThrow();
  }
}
