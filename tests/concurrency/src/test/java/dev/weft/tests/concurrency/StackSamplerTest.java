package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.TcpChannel;
import dev.weft.io.TcpServer;
import dev.weft.observe.Coroutines;
import dev.weft.observe.StackSampler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
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

  @Async
  private void first() {
    while (!stopped) {
      Weft.yieldNow();
    }
  }

  @Async
  private void second() {
    while (!stopped) {
      Weft.yieldNow();
    }
  }

  /**
   * Of a loop that runs coroutines all the time, whose steps are over before they are looked at.
   */
  @Test
  void nothingOfShortStepsIsLost() {
    for (int i = 0; i < 20; i++) {
      Task<Void> unused = Weft.start(loop, this::first);
      Task<Void> unusedToo = Weft.start(loop, this::second);
    }
    long begin = System.nanoTime();
    try (StackSampler sampler = StackSampler.start()) {
      while (total(sampler) < 300_000) {
        LockSupport.parkNanos(1_000_000);
      }
      long all = (System.nanoTime() - begin) / 1_000;

      assertThat(total(sampler)).isGreaterThan(all / 2);
      assertThat(roots(sampler)).allMatch(each -> each.matches("\\(.*|" + OWN + ".*"));
    }
  }

  private static long total(StackSampler sampler) {
    return sampler
        .running(false)
        .lines()
        .mapToLong(each -> Long.parseLong(each.substring(each.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static List<String> roots(StackSampler sampler) {
    return sampler.running(false).lines().map(each -> each.split(";", 2)[0]).toList();
  }

  @Async
  private static void reads(TcpChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1);
    while (channel.read(bytes.clear()) >= 0) {}
  }

  @Async
  private void writes(TcpChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1);
    while (!stopped) {
      channel.write(bytes.clear());
      Weft.yieldNow();
    }
    channel.close();
  }

  @Async
  private void talk() throws IOException {
    try (TcpServer server =
        TcpServer.listen(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Task<Void> unused = Weft.start(loop, () -> reads(server.accept()));
      writes(TcpChannel.connect(loop, server.address(), Duration.ofSeconds(60)));
    }
  }

  /** An operation that goes on does so below its callers, and not below the loop's own calls. */
  @Test
  void whatTheLoopCallsIsNotThere() {
    Task<Void> unused = Weft.start(loop, this::talk);
    try (StackSampler sampler = StackSampler.start()) {
      String read = "(?m)^" + Pattern.quote(OWN) + ".*reads;.*SocketChannelImpl\\.read";
      while (!Pattern.compile(read).matcher(sampler.running(false)).find()) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(roots(sampler)).allMatch(each -> each.matches("\\(.*|" + OWN + ".*"));
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

  @Test
  void whereOthersWaitIsNotLookedAtIfNobodyWantsThat() {
    Task<Void> unused = Weft.start(loop, this::waits);
    Task<Void> unusedToo = Weft.start(loop, this::outer);
    StackSampler ended;
    try (StackSampler sampler = StackSampler.startRunning()) {
      await(() -> sampler.running(false), "outer", "inner", "compute");
      ended = sampler;
    }
    assertThat(ended.waiting(false)).as("when it ends, all is looked at once more").isEmpty();
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
    assertThat(Coroutines.isObserved()).isFalse();
    assertThat(Coroutines.dump().toText()).contains("Coroutines are not observed");
    first.close();
    first.close();
    assertThat(Coroutines.isObserved()).isFalse();

    Coroutines.observe();
    StackSampler.start().close();
    assertThat(Coroutines.isObserved()).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(each -> each.getName().equals("weft-stack-sampler"));
  }

  /** Whoever observes, and stops, meanwhile, has no part in that. */
  @Test
  void othersObserveMeanwhile() {
    StackSampler sampler = StackSampler.start();
    Coroutines.observe();
    sampler.close();
    assertThat(Coroutines.isObserved()).isTrue();

    try (StackSampler another = StackSampler.start()) {
      Coroutines.stopObserving();
      Task<Void> unused = Weft.start(loop, this::outer);

      await(() -> another.running(false), "outer", "inner", "compute");
    }
    assertThat(Coroutines.isObserved()).isFalse();
  }

  @Test
  void anInterruptIsKept() {
    StackSampler sampler = StackSampler.start();
    Thread.currentThread().interrupt();
    sampler.close();

    assertThat(Thread.interrupted()).isTrue();
  }
}
