package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.observe.Coroutines;
import dev.weft.observe.StackSampler;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where coroutines run and wait, sampled. */
@Timeout(300)
class StackSamplerTest {

  private static final String OWN = StackSamplerTest.class.getName().replace('.', '/') + ".";

  private final EventLoop loop = Schedulers.eventLoop();
  private volatile boolean stopped;
  private final Task.Completer<String> never = Task.completer();

  @AfterEach
  void end() {
    stopped = true;
    loop.close();
    Coroutines.stopObserving();
  }

  /** Waits for a line that is about the calls of that name, the outermost first. */
  private static void await(Supplier<String> stacks, String... calls) {
    String line =
        "(?m)^(.*;)?" + Pattern.quote(OWN + String.join(";" + OWN, calls)) + "(;.*)? [0-9]+$";
    while (!Pattern.compile(line).matcher(stacks.get()).find()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  // ---- what is sampled ----

  @Async
  private void outer() {
    while (!stopped) {
      inner();
    }
  }

  @Async
  private void inner() {
    Weft.yieldNow(); // so that the callers are on no stack
    compute();
  }

  private static void compute() {
    for (long end = System.nanoTime() + 3_000_000; System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
  }

  @Async
  private void sleeps() {
    while (!stopped) {
      Weft.yieldNow();
      LockSupport.parkNanos(3_000_000);
    }
  }

  @Async
  private void waits() {
    waitsForever();
  }

  @Async
  private void waitsForever() {
    Weft.await(never.task());
  }

  // ---- and found ----

  @Test
  void callersThatAreOnNoStackBelongToWhatRuns() {
    try (StackSampler sampler = StackSampler.start()) {
      Task<Void> unused = Weft.start(loop, this::outer);

      await(() -> sampler.running(false), "outer", "inner", "compute");
    }
  }

  @Test
  void soDoThoseOfCoroutinesThatWereThereBefore() {
    Task.Completer<String> go = Task.completer();
    Task<Void> task =
        Weft.start(
            loop,
            () -> {
              Weft.await(go.task());
              outer();
            });
    while (task.frames().isEmpty()) {
      Thread.onSpinWait();
    }
    try (StackSampler sampler = StackSampler.start()) {
      go.complete("");

      await(() -> sampler.running(false), "outer", "inner", "compute");
    }
  }

  @Test
  void blockedThreadsSaySo() {
    try (StackSampler sampler = StackSampler.start()) {
      Task<Void> unused = Weft.start(loop, this::sleeps);
      while (!sampler.running(false).contains(".parkNanos;jdk/internal/misc/Unsafe.park;(TIMED_")) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void whereOthersWait() {
    try (StackSampler sampler = StackSampler.start()) {
      for (int i = 0; i < 3; i++) {
        Task<Void> unused = Weft.start(loop, this::waits);
      }

      await(() -> sampler.waiting(false), "waits", "waitsForever");
      assertThat(sampler.waiting(false)).contains(".waitsForever;(completer) ");
      assertThat(sampler.waiting(true)).containsPattern("\\.waitsForever:\\d+;\\(completer\\) ");
      assertThat(sampler.running(false)).doesNotContain("waitsForever");
    }
  }

  /** Even of a moment: what waits when it ends is looked at. */
  @Test
  void theEndIsLookedAt() {
    Task<Void> unused = Weft.start(loop, this::waits);
    while (unused.frames().isEmpty()) {
      Thread.onSpinWait();
    }
    StackSampler sampler = StackSampler.start();
    sampler.close();

    assertThat(sampler.waiting(false)).contains(".waits;", ".waitsForever;(completer) ");
  }

  @Test
  void andAgain() {
    Task<Void> unused = Weft.start(loop, this::outer);
    for (int i = 0; i < 3; i++) {
      try (StackSampler sampler = StackSampler.start()) {
        await(() -> sampler.running(false), "outer", "inner", "compute");
      }
    }
  }

  @Test
  void nothingIsLeftOn() {
    StackSampler first = StackSampler.start();
    assertThat(Coroutines.isObserved()).isTrue();
    first.close();
    first.close();
    assertThat(Coroutines.isObserved()).isFalse();

    Coroutines.observe();
    StackSampler.start().close();
    assertThat(Coroutines.isObserved()).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(each -> each.getName().equals("weft-stack-sampler"));
  }

  @Test
  void anInterruptIsKept() {
    StackSampler sampler = StackSampler.start();
    Thread.currentThread().interrupt();
    sampler.close();

    assertThat(Thread.interrupted()).isTrue();
  }
}
