package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Steps that hold the loop: reported with their line, once, by a thread that ends with the loop.
 */
@Timeout(60)
class EventLoopStallTest {

  private static final Duration THRESHOLD = Duration.ofMillis(20);

  private final LinkedBlockingQueue<Stall> stalls = new LinkedBlockingQueue<>();

  private EventLoop loop() {
    return Schedulers.eventLoopBuilder()
        .name("watched")
        .stallThreshold(THRESHOLD)
        .onStall(stalls::add)
        .build();
  }

  /** The watchdog is kept busy with another step until this one is where it is to be seen. */
  @Test
  void aStepThatHoldsTheLoopIsReportedWithItsLine() throws Exception {
    var watching = new CountDownLatch(1);
    EventLoopBuilder settings = Schedulers.eventLoopBuilder().name("watched");
    settings.stallThreshold(THRESHOLD).onStall(stall -> addAndAwait(stall, watching));
    try (EventLoop loop = settings.build()) {
      var over = new CountDownLatch(1);
      loop.schedule(() -> Hog.hold(new CountDownLatch(1), over));
      Stall first = stalls.take();
      over.countDown();
      var entered = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      loop.schedule(() -> Hog.hold(entered, go));
      entered.await();
      watching.countDown();

      Stall stall = stalls.take();
      go.countDown();

      assertThat(List.of(first, stall)).allMatch(each -> each.held().compareTo(THRESHOLD) >= 0);
      assertThat(stall.loop()).isSameAs(loop);
      assertThat((Object) stall.task()).isNull();
      assertThat(stall.stack()).anyMatch(call -> call.getMethodName().equals("hold"));
      assertThat(stall.describe())
          .startsWith("watched has been held for ")
          .contains("Weft.blocking")
          .contains("dev.weft.EventLoopStallTest$Hog.hold(EventLoopStallTest.java:");
    }
    assertThat(stalls).isEmpty();
  }

  /** What is logged by default names the coroutine, and says when it is over. */
  @Test
  void ofACoroutineIsToldWhichAndWhenItIsOver() throws Exception {
    var ends = new LinkedBlockingQueue<Stall>();
    EventLoopBuilder settings = Schedulers.eventLoopBuilder().name("watched");
    settings.stallThreshold(THRESHOLD).onStall(stalls::add).onStallEnd(ends::add);
    try (EventLoop loop = settings.build()) {
      var go = new CountDownLatch(1);
      Task<Void> task = Weft.start(loop, () -> LoopFixture.awaitLatch(go)).withName("orders");
      Stall stall = nextOf(task);
      assertThat(ends).noneMatch(each -> each.task() == task);
      go.countDown();
      Stall end = ends.take();
      while (end.task() != task) {
        end = ends.take();
      }

      assertThat(stall.describe().lines().findFirst().orElseThrow())
          .contains(" in coroutine \"orders\"; what blocks");
      assertThat(end.describeEnd())
          .startsWith(
              "watched is free again, after " + end.held().toMillis() + " ms; it was held by ")
          .contains(stall.line().getMethodName() + "(")
          .endsWith(" in coroutine \"orders\"");
      assertThat(end.held()).isGreaterThanOrEqualTo(stall.held());
      assertThat(end.stack()).isEqualTo(stall.stack());
    }
  }

  private Stall nextOf(Task<?> task) throws InterruptedException {
    Stall stall = stalls.take();
    while (stall.task() != task) {
      stall = stalls.take();
    }
    return stall;
  }

  @Test
  void theEndIsToldIfThatIsTheLoopsToo() throws Exception {
    var ends = new LinkedBlockingQueue<Stall>();
    EventLoopBuilder settings = Schedulers.eventLoopBuilder().name("watched");
    settings.stallThreshold(THRESHOLD).onStall(stalls::add).onStallEnd(ends::add);
    var go = new CountDownLatch(1);
    EventLoop loop = settings.build();
    loop.schedule(() -> LoopFixture.awaitLatch(go));
    loop.schedule(loop::close);
    Stall stall = stalls.take();
    go.countDown();

    assertThat(ends.take().line()).isEqualTo(stall.line());
    loop.close();
  }

  /** After two seconds, by who looks at all loops from time to time. */
  @Test
  void withoutAThresholdTheyAreNoticedByDefault() throws Exception {
    var ends = new LinkedBlockingQueue<Stall>();
    EventLoopBuilder settings = Schedulers.eventLoopBuilder().name("not watched");
    var go = new CountDownLatch(1);
    try (EventLoop loop = settings.onStall(stalls::add).onStallEnd(ends::add).build()) {
      Task<Void> task = Weft.start(loop, () -> LoopFixture.awaitLatch(go)).withName("orders");
      Stall stall = nextOf(task);
      assertThat(threads()).contains("weft-stall-monitor").doesNotContain("not watched-watchdog");
      assertThat(stall.loop()).isSameAs(loop);
      go.countDown();

      assertThat(ends.take().describeEnd()).contains("in coroutine \"orders\"");
    }
    assertThat(threads()).doesNotContain("not watched");
  }

  @Test
  void whatIsToldByDefaultMayCloseTheLoop() throws Exception {
    assertTheHandlerMayClose(Schedulers.eventLoopBuilder());
  }

  private void addAndAwait(Stall stall, CountDownLatch latch) {
    stalls.add(stall);
    LoopFixture.awaitLatch(latch);
  }

  private static final class Hog {
    static void hold(CountDownLatch entered, CountDownLatch until) {
      entered.countDown();
      LoopFixture.awaitLatch(until);
    }
  }

  @Test
  void aThresholdMayBeWithoutEnd() throws Exception {
    Duration never = ChronoUnit.FOREVER.getDuration();
    try (EventLoop loop = Schedulers.eventLoopBuilder().stallThreshold(never).build()) {
      var ran = new CountDownLatch(1);
      loop.schedule(ran::countDown);
      ran.await();
    }
  }

  /** A step that the machine leaves standing for so long is reported, and rightly. */
  @Test
  void aLoopThatSleepsIsNotHeld() throws Exception {
    try (EventLoop loop = loop()) {
      var done = new CountDownLatch(1);
      var unused = loop.scheduleAfter(5 * THRESHOLD.toNanos(), done::countDown);
      done.await();
    }
    assertThat(stalls).noneMatch(EventLoopStallTest::isAsleep);
  }

  private static boolean isAsleep(Stall stall) {
    return stall.stack().stream().anyMatch(call -> call.getMethodName().equals("sleep"));
  }

  @Test
  void theWatchingThreadEndsWithTheLoop() throws Exception {
    EventLoop loop = loop();
    var ran = new CountDownLatch(1);
    loop.schedule(ran::countDown);
    ran.await();
    assertThat(threads()).contains("watched", "watched-watchdog");

    loop.close();

    assertThat(threads()).doesNotContain("watched", "watched-watchdog");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  @Test
  void theHandlerMayCloseTheLoop() throws Exception {
    assertTheHandlerMayClose(Schedulers.eventLoopBuilder().stallThreshold(THRESHOLD));
  }

  /** It is told while a step holds the loop, which so cannot end. */
  private static void assertTheHandlerMayClose(EventLoopBuilder settings) throws Exception {
    var closed = new CountDownLatch(1);
    EventLoop loop =
        settings
            .onStall(
                stall -> {
                  stall.loop().close();
                  closed.countDown();
                })
            .build();
    loop.schedule(() -> LoopFixture.awaitLatch(closed));

    closed.await();

    loop.close(); // waits
    assertThat(threads()).doesNotContain(loop.toString());
  }

  /** Whoever it waits for may be who closes the loop. */
  @Test
  void aHandlerThatDoesNotReturnDoesNotKeepTheLoopFromEnding() throws Exception {
    var told = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    EventLoop loop =
        Schedulers.eventLoopBuilder()
            .name("held for long")
            .stallThreshold(THRESHOLD)
            .onStall(
                stall -> {
                  told.countDown();
                  LoopFixture.awaitLatch(ended);
                })
            .build();
    loop.schedule(() -> LoopFixture.awaitLatch(told));
    told.await();

    loop.close();

    assertThat(threads()).doesNotContain("held for long");
    ended.countDown();
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().equals("held for long-watchdog")) {
        each.join();
      }
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    EventLoopBuilder builder = Schedulers.eventLoopBuilder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.stallThreshold(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.grace(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.blockingThreads(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.build(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.threadFactory(work -> null).build())
        .withMessageStartingWith("the thread factory made no thread: ");
  }

  @Test
  void severalLoopsTakeTurns() {
    try (EventLoops loops = Schedulers.eventLoopBuilder().name("io").build(2)) {
      assertThat(loops).hasToString("[io-1, io-2]");
      assertThat(loops.next()).isSameAs(loops.all().get(0));
      assertThat(loops.next()).isSameAs(loops.all().get(1));
      assertThat(loops.next()).isSameAs(loops.all().get(0));
    }
  }
}
