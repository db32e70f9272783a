package dev.weft.tests.concurrency;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import dev.weft.observe.Coroutines;
import dev.weft.observe.FlightEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recordings have exactly the events of what has happened. */
@Timeout(120)
class FlightEventsTest {

  private static final String FILE = "(FlightEventsTest.java:";
  private static final Duration A_MOMENT = Duration.ofMillis(1);

  /**
   * Records nothing. After a time without any recording, JDK 17 may leave out texts that it has
   * recorded before.
   */
  private static final Recording OTHER = new Recording();

  @BeforeAll
  static void beginOther() {
    OTHER.start();
  }

  @AfterAll
  static void endOther() {
    OTHER.close();
  }

  @Async
  private static String inner(Task<String> task) {
    return Weft.await(task);
  }

  @Async
  private static String outer(Task<String> task) {
    String got = inner(task);
    Weft.yieldNow();
    return got + "!";
  }

  @Async
  private static Task<String> taskMethod(Task<String> task) {
    return Task.completed(Weft.await(task));
  }

  @Async
  private static void fail(Task<String> task) {
    throw new IllegalStateException("failed with " + inner(task));
  }

  /** Runs a body with a loop that has ended when this returns, with all events recorded. */
  private static Recorded onLoop(OnLoop body) throws Exception {
    return Recorded.all(() -> withLoop(body));
  }

  private static void withLoop(OnLoop body) throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      body.run(loop);
    }
  }

  /** What is run with a loop. */
  private interface OnLoop {
    void run(EventLoop loop) throws Exception;
  }

  /** Waits until the coroutine is suspended; the time limit of the test ends it otherwise. */
  private static void awaitSuspension(Task<?> task) {
    while (task.frames().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void ofACoroutineFromItsStartToItsEnd() throws Exception {
    Recorded all =
        onLoop(
            loop -> {
              var asked = new Task.Completer<String>();
              Task<String> task = Weft.start(loop, () -> outer(asked.task())).withName("outer");
              awaitSuspension(task);
              asked.complete("x");
              assertThat(task.get()).isEqualTo("x!");
            });

    assertThat(all.counts())
        .containsOnly(
            entry("CoroutineStart", 1),
            entry("CoroutineStep", 3),
            entry("CoroutineSuspend", 2),
            entry("CoroutineEnd", 1));
    assertThat(all.texts(FlightEvents.COROUTINE_SUSPEND, "waitKind"))
        .containsExactly("COMPLETER", "YIELD");
    RecordedEvent wait = all.of(FlightEvents.COROUTINE_SUSPEND).get(0);
    assertThat(wait.getString("waitsFor")).isEqualTo("a task that somebody completes by hand");
    assertThat(wait.getString("name")).isEqualTo("outer");
    assertThat(wait.getDuration()).isPositive();
    String[] calls = wait.getString("logicalStack").split("\n");
    assertThat(calls).hasSize(3);
    assertThat(calls[0]).startsWith(FlightEventsTest.class.getName() + ".inner" + FILE);
    assertThat(calls[1]).startsWith(FlightEventsTest.class.getName() + ".outer" + FILE);
    List<String> resumed = all.texts(FlightEvents.COROUTINE_STEP, "resumedAt");
    assertThat(resumed.get(0)).isEqualTo("null");
    assertThat(resumed.get(1)).isEqualTo(calls[0]);
    assertThat(resumed.get(2)).startsWith(FlightEventsTest.class.getName() + ".outer" + FILE);
    assertThat(all.texts(FlightEvents.COROUTINE_STEP, "last"))
        .containsExactly("false", "false", "true");
    assertThat(all.of(FlightEvents.COROUTINE_STEP))
        .allSatisfy(each -> assertThat(each.getDuration()).isPositive());
    RecordedEvent end = all.one(FlightEvents.COROUTINE_END);
    assertThat(end.getString("outcome")).isEqualTo("RETURNED");
    assertThat(end.getDuration("lifetime")).isGreaterThan(wait.getDuration());
    RecordedEvent start = all.one(FlightEvents.COROUTINE_START);
    assertThat(start.getString("scheduler")).startsWith("weft-loop-");
    assertThat(start.getStackTrace().getFrames())
        .anySatisfy(
            each -> assertThat(each.getMethod().getType().getName()).contains("FlightEventsTest"));
  }

  @Test
  void ofATaskMethodWhoseCallerMakesItsFirstStep() throws Exception {
    Recorded all =
        onLoop(
            loop ->
                Weft.run(
                    loop,
                    () -> {
                      var asked = new Task.Completer<String>();
                      Task<String> waits = taskMethod(asked.task());
                      Task<String> doesNot = taskMethod(Task.completed("y"));
                      asked.complete("x");
                      assertThat(Weft.await(waits) + Weft.await(doesNot)).isEqualTo("xy");
                    }));

    Recorded waits = all.ofCoroutine(1);
    assertThat(waits.counts())
        .containsOnly(
            entry("CoroutineStart", 1),
            entry("CoroutineStep", 2),
            entry("CoroutineSuspend", 1),
            entry("CoroutineEnd", 1));
    assertThat(waits.one(FlightEvents.COROUTINE_START).getLong("parent"))
        .isEqualTo(all.of(FlightEvents.COROUTINE_START).get(0).getLong("coroutine"));
    assertThat(all.ofCoroutine(2).counts())
        .containsOnly(
            entry("CoroutineStart", 1), entry("CoroutineStep", 1), entry("CoroutineEnd", 1));
  }

  @Test
  void ofFailuresAndCancellations() throws Exception {
    Recorded all =
        onLoop(
            loop -> {
              var asked = new Task.Completer<String>();
              Task<Void> fails = Weft.start(loop, () -> fail(asked.task())).withName("fails");
              Task<String> never =
                  Weft.start(loop, () -> inner(new Task.Completer<String>().task()))
                      .withName("never");
              awaitSuspension(fails);
              awaitSuspension(never);
              asked.complete("x");
              never.cancel(false);
              assertThat(catchThrowable(fails::get)).hasRootCauseMessage("failed with x");
            });

    RecordedEvent failure = all.one(FlightEvents.COROUTINE_FAILURE);
    assertThat(failure.getString("name")).isEqualTo("fails");
    assertThat(failure.getString("message")).isEqualTo("failed with x");
    assertThat(failure.getClass("thrownClass").getName())
        .isEqualTo(IllegalStateException.class.getName());
    assertThat(failure.getString("logicalStack"))
        .startsWith(FlightEventsTest.class.getName() + ".fail" + FILE);
    assertThat(all.ofName("fails").one(FlightEvents.COROUTINE_END).getString("outcome"))
        .isEqualTo("FAILED");
    assertThat(all.ofName("never").one(FlightEvents.COROUTINE_END).getString("outcome"))
        .isEqualTo("CANCELLED");
  }

  @Test
  void ofWhatIsWaitedFor() throws Exception {
    Channel<String> full = Channel.buffered(1);
    Channel<String> empty = Channel.rendezvous();
    var lock = new AsyncLock();
    Recorded all =
        onLoop(
            loop -> {
              var release = new Task.Completer<String>();
              Task<?> holds =
                  Weft.start(
                          loop,
                          () -> {
                            lock.lock();
                            Weft.await(release.task());
                            lock.unlock();
                          })
                      .withName("holds");
              awaitSuspension(holds);
              List<Task<?>> wait =
                  List.of(
                      Weft.start(
                              loop,
                              () -> {
                                lock.lock();
                                lock.unlock();
                              })
                          .withName("locks"),
                      Weft.start(loop, () -> Weft.await(holds)).withName("awaits"),
                      Weft.start(loop, () -> empty.receive()).withName("receives"),
                      Weft.start(
                              loop,
                              () -> {
                                full.send("1");
                                full.send("2");
                              })
                          .withName("sends"));
              wait.forEach(FlightEventsTest::awaitSuspension);
              release.complete("");
              Weft.start(loop, () -> empty.send("x")).get();
              Weft.start(loop, () -> full.receive()).get();
              Weft.run(loop, () -> Weft.await(Weft.start("delays", () -> Weft.delay(A_MOMENT))));
              for (Task<?> each : wait) {
                each.get();
              }
            });

    long holder = all.ofName("holds").one(FlightEvents.COROUTINE_SUSPEND).getLong("coroutine");
    assertThat(wait(all, "locks")).matches("LOCK AsyncLock@.*, held by #\\d+ \"holds\"");
    assertThat(wait(all, "awaits")).matches("TASK the task of #\\d+ \"holds\"");
    assertThat(wait(all, "receives")).startsWith("RECEIVE Channel#");
    assertThat(wait(all, "sends")).startsWith("SEND Channel#");
    assertThat(wait(all, "delays")).isEqualTo("TIMER a time to pass");
    assertThat(all.ofName("awaits").one(FlightEvents.COROUTINE_SUSPEND).getLong("awaited"))
        .isEqualTo(holder);
    RecordedEvent isFull = all.one(FlightEvents.CHANNEL_FULL);
    assertThat(isFull.getString("name")).isEqualTo("sends");
    assertThat(isFull.getString("channel")).startsWith("Channel#");
    assertThat(isFull.getDuration()).isPositive();
    RecordedEvent isEmpty = all.one(FlightEvents.CHANNEL_EMPTY);
    assertThat(isEmpty.getString("name")).isEqualTo("receives");
    assertThat(isEmpty.getString("logicalStack")).contains("Channel.receive", FILE);
  }

  private static String wait(Recorded all, String name) {
    RecordedEvent wait = all.ofName(name).one(FlightEvents.COROUTINE_SUSPEND);
    return wait.getString("waitKind") + " " + wait.getString("waitsFor");
  }

  @Test
  void ofScopes() throws Exception {
    Recorded all =
        onLoop(
            loop -> {
              Task<Void> owner =
                  Weft.start(
                      loop,
                      () -> {
                        try (var scope = TaskScope.open()) {
                          var unused = scope.fork(() -> Weft.delay(Duration.ofMillis(1)));
                          scope.join();
                        }
                      });
              owner.get();
              Task<Void> fails =
                  Weft.start(
                      loop,
                      () -> {
                        try (var scope = TaskScope.open()) {
                          var unused =
                              scope.fork(
                                  () -> {
                                    throw new IllegalStateException("of the fork");
                                  });
                          scope.join();
                        }
                      });
              assertThat(catchThrowable(fails::get)).hasRootCauseMessage("of the fork");
            });

    List<RecordedEvent> closed = all.of(FlightEvents.SCOPE_CLOSE);
    assertThat(all.texts(FlightEvents.SCOPE_OPEN, "scope"))
        .containsExactlyElementsOf(all.texts(FlightEvents.SCOPE_CLOSE, "scope"))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(closed.get(0).getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
    assertThat(closed.get(0).getLong("coroutine"))
        .isEqualTo(all.of(FlightEvents.COROUTINE_START).get(0).getLong("coroutine"));
    assertThat(closed.get(0).getString("failure")).isNull();
    assertThat(closed.get(1).getString("failure")).contains("of the fork");
  }

  @Test
  void ofLoopsThatStall() throws Exception {
    var told = new CountDownLatch(1);
    Recorded all =
        Recorded.with(
            List.of(FlightEvents.STALLED_STEP, FlightEvents.BLOCKED_LOOP),
            Map.of(),
            () -> {
              EventLoop loop =
                  Schedulers.eventLoopBuilder()
                      .stallThreshold(Duration.ofMillis(10))
                      .onStall(stall -> told.countDown())
                      .build();
              try (loop) {
                Weft.start(loop, () -> hold(told)).withName("holds").get();
                Weft.start(loop, () -> hold(new CountDownLatch(0))).get();
                Thread.sleep(50); // the watchdog looks a few times meanwhile
              }
            });

    RecordedEvent stalled = all.of(FlightEvents.STALLED_STEP).get(0);
    assertThat(stalled.getString("line")).contains("hold" + FILE);
    assertThat(stalled.getString("loopStack")).contains("CountDownLatch.await", "hold" + FILE);
    assertThat(stalled.getDuration("held")).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    assertThat(stalled.getThread("loop").getJavaName()).startsWith("weft-loop-");
    assertThat(stalled.getString("name")).isEqualTo("holds");
    RecordedEvent blocked = all.of(FlightEvents.BLOCKED_LOOP).get(0);
    assertThat(blocked.getString("name")).isEqualTo("holds");
    assertThat(blocked.getDuration("held")).isGreaterThanOrEqualTo(stalled.getDuration("held"));
    assertThat(blocked.getDuration()).isGreaterThanOrEqualTo(stalled.getDuration("held"));
  }

  private static void hold(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void thresholdsAndDepthAreThoseOfTheRecording() throws Exception {
    OnLoop body =
        loop -> {
          var asked = new Task.Completer<String>();
          Task<String> task = Weft.start(loop, () -> outer(asked.task()));
          awaitSuspension(task);
          asked.complete("x");
          task.get();
        };
    List<String> suspend = List.of(FlightEvents.COROUTINE_SUSPEND);

    assertThat(Recorded.with(suspend, Map.of("threshold", "1 h"), () -> withLoop(body)).counts())
        .isEmpty();

    Recorded shallow = Recorded.with(suspend, Map.of("stackDepth", "1"), () -> withLoop(body));
    String[] calls = shallow.of(suspend.get(0)).get(0).getString("logicalStack").split("\n");
    assertThat(calls).hasSize(2);
    assertThat(calls[0]).contains(".inner" + FILE);
    assertThat(calls[1]).isEqualTo("... 2 more");
  }

  @Test
  void aCoroutineOfAnEarlierRecordingIsNotInTheNext() throws Exception {
    var asked = new Task.Completer<String>();
    try (EventLoop loop = Schedulers.eventLoop()) {
      Recorded.all(
          () -> {
            Task<String> task = Weft.start(loop, () -> outer(asked.task())).withName("before");
            awaitSuspension(task);
          });

      Recorded next =
          Recorded.all(
              () -> {
                asked.complete("x");
                Weft.start(loop, () -> "").get();
              });

      assertThat(next.ofName("before").counts()).isEmpty();
      assertThat(next.of(FlightEvents.COROUTINE_START)).hasSize(1);
    }
  }

  @Test
  void recordedCoroutinesAreNotObserved() throws Exception {
    var ended = new AtomicBoolean();
    Recorded.all(
        () -> {
          try (EventLoop loop = Schedulers.eventLoop()) {
            awaitSuspension(
                Weft.start(
                    loop,
                    () -> {
                      try {
                        inner(new Task.Completer<String>().task()); // which nobody can complete
                      } finally {
                        ended.set(true);
                      }
                    }));
            System.gc();
            assertThat(Coroutines.isObserved()).isFalse();
            assertThat(Coroutines.dump().leaks()).isEmpty();
          }
        });
    assertThat(ended).isTrue(); // closing the loop has reached it
  }

  @Test
  void namesAreThoseThatAreDocumented() throws Exception {
    FlightEvents.offer();
    try (var recording = new Recording()) {
      recording.start();
      recording.stop();
    }

    assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
        .filteredOn(each -> each.getName().startsWith("dev.weft."))
        .allSatisfy(each -> assertThat(each.getCategoryNames().get(0)).isEqualTo("Weft"))
        .extracting(EventType::getName)
        .containsExactlyInAnyOrderElementsOf(Recorded.names());
  }
}
