package dev.weft.context;

import static dev.weft.Weft.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a coroutine has in the thread-locals of others, on one thread that it shares with others and
 * across threads.
 */
class BridgesTest {

  private static final int COROUTINES = 20;
  private static final int STEPS = 20;

  @AfterEach
  void clear() {
    for (Bridge each : Bridge.values()) {
      each.clear();
    }
  }

  @Test
  void areFoundWithoutCode() {
    assertThat(Bridge.found()).isEqualTo(Bridge.values().length);
  }

  // ---- each coroutine has its own ----

  @ParameterizedTest
  @EnumSource
  void isKeptAcrossSuspensionsOnOneThread(Bridge bridge) throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      keepApart(bridge, loop);
      assertThat(onThreadOf(loop, bridge::get)).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isKeptAcrossThreads(Bridge bridge) throws Exception {
    Scheduler pool = Schedulers.workStealing(2);
    keepApart(bridge, pool);
    for (int i = 0; i < COROUTINES; i++) {
      assertThat(onThreadOf(pool, bridge::get)).isNull();
    }
  }

  private static void keepApart(Bridge bridge, Scheduler scheduler) throws Exception {
    List<Task<Void>> all = new ArrayList<>();
    for (int i = 0; i < COROUTINES; i++) {
      String own = "value " + i;
      all.add(Weft.start(scheduler, () -> keep(bridge, own)));
    }
    for (Task<Void> each : all) {
      each.get();
    }
    assertThat(bridge.get()).isNull();
  }

  @Async
  private static void keep(Bridge bridge, String own) {
    assertThat(bridge.get()).isNull();
    for (int i = 0; i < STEPS; i++) {
      bridge.set(own + i);
      pause(i);
      assertThat(bridge.get()).isEqualTo(own + i);
      deeper(bridge, own + i);
    }
    bridge.clear();
    Weft.yieldNow();
    assertThat(bridge.get()).isNull();
    bridge.set("left behind"); // for the thread to be rid of
  }

  @Async
  private static void deeper(Bridge bridge, String expected) {
    Weft.yieldNow();
    assertThat(bridge.get()).isEqualTo(expected);
  }

  @Async
  private static void pause(int i) {
    if (i % 4 == 0) {
      Weft.delay(Duration.ofNanos(100_000));
    } else {
      Weft.yieldNow();
    }
  }

  // ---- what is inherited ----

  @ParameterizedTest
  @EnumSource
  void isInheritedFromTheThreadThatStarts(Bridge bridge) throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Task<String> task =
          bridge.with(
              "request",
              () ->
                  Weft.start(
                      loop,
                      () -> {
                        Weft.yieldNow();
                        return bridge.get();
                      }));
      assertThat(bridge.get()).isNull();
      assertThat(task.get()).isEqualTo("request");
      assertThat(onThreadOf(loop, bridge::get)).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isInheritedByChildrenWhoChangeTheirOwn(Bridge bridge) throws Exception {
    Scheduler pool = Schedulers.workStealing(2);
    for (int i = 0; i < COROUTINES; i++) {
      Weft.run(pool, () -> haveChildren(bridge));
    }
    assertThat(bridge.get()).isNull();
  }

  @Async
  private static void haveChildren(Bridge bridge) throws Exception {
    bridge.set("parent");
    try (var scope = TaskScope.open()) {
      var first = scope.fork(() -> child(bridge, "first"));
      var second = scope.fork(() -> child(bridge, "second"));
      assertThat(bridge.get()).isEqualTo("parent");
      scope.join();
      assertThat(await(first)).isEqualTo("parent, first");
      assertThat(await(second)).isEqualTo("parent, second");
    }
    assertThat(bridge.get()).isEqualTo("parent");
    String there = Weft.blocking(() -> bridge.get());
    assertThat(there).isEqualTo("parent");
    assertThat(bridge.get()).isEqualTo("parent");
  }

  @Async
  private static String child(Bridge bridge, String own) {
    String inherited = bridge.get();
    bridge.set(own);
    Weft.yieldNow();
    return inherited + ", " + bridge.get();
  }

  /** The maker has nothing, and what the child then has is the child's. */
  @ParameterizedTest
  @EnumSource
  void isNotGivenToTheMaker(Bridge bridge) throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      AsyncRunnable maker =
          () -> {
            assertThat(bridge.get()).isNull();
            Task<String> made = Weft.start(() -> child(bridge, "of the child"));
            assertThat(bridge.get()).isNull();
            assertThat(await(made)).isEqualTo("null, of the child");
            assertThat(bridge.get()).isNull();
          };
      Weft.run(loop, maker);
    }
  }

  // ---- all at once ----

  @Test
  void doNotDisturbOneAnother() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      AsyncCallable<List<String>> all =
          () -> {
            for (Bridge each : Bridge.values()) {
              each.set(each.name());
            }
            Weft.yieldNow();
            List<String> found = new ArrayList<>();
            for (Bridge each : Bridge.values()) {
              found.add(each.get());
            }
            return found;
          };
      Task<List<String>> first = Weft.start(loop, all);
      Task<List<String>> second = Weft.start(loop, all);
      assertThat(first.get())
          .isEqualTo(second.get())
          .containsExactly("MDC", "OPEN_TELEMETRY", "MICROMETER", "SPRING_SECURITY");
    }
  }

  /** As a scope that stays open while the coroutine is suspended. */
  @Test
  void anOpenTelemetryScopeMayBeHeldAcrossSuspensions() throws Exception {
    Scheduler pool = Schedulers.workStealing(2);
    List<Task<Void>> all = new ArrayList<>();
    for (int i = 0; i < COROUTINES; i++) {
      String own = "span " + i;
      all.add(Weft.start(pool, () -> holdScopes(own)));
    }
    for (Task<Void> each : all) {
      each.get();
    }
  }

  @Async
  @SuppressWarnings("try") // scopes are only there to be closed
  private static void holdScopes(String own) {
    try (var outer = Libraries.telemetry(own).makeCurrent()) {
      Weft.yieldNow();
      try (var inner = Libraries.telemetry(own + " inner").makeCurrent()) {
        Weft.yieldNow();
        assertThat(Bridge.OPEN_TELEMETRY.get()).isEqualTo(own + " inner");
      }
      assertThat(Bridge.OPEN_TELEMETRY.get()).isEqualTo(own);
      Weft.yieldNow();
      assertThat(Bridge.OPEN_TELEMETRY.get()).isEqualTo(own);
    }
    assertThat(Bridge.OPEN_TELEMETRY.get()).isNull();
    Weft.yieldNow();
    assertThat(Bridge.OPEN_TELEMETRY.get()).isNull();
  }

  /** Asks one of a scheduler's threads, without a coroutine. */
  private static String onThreadOf(Scheduler scheduler, Supplier<String> question)
      throws Exception {
    var answer = new CompletableFuture<String>();
    scheduler.schedule(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer.get();
  }
}
