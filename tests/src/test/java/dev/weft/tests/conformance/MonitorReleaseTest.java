package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.spi.Scheduler;
import dev.weft.transformer.model.Monitors;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Monitors are free while a coroutine is suspended, as another thread sees them. */
final class MonitorReleaseTest {

  private static final String SOURCE =
      """
      import static dev.weft.Weft.await;
      import dev.weft.spi.Scheduler;
      import dev.weft.Task;
      import dev.weft.Weft;
      import dev.weft.annotations.Async;
      import java.util.List;
      import java.util.concurrent.CompletionStage;
      import java.util.function.Consumer;

      public class Holder {
        @Async public static Task<String> three(
            List<Object> locks, List<CompletionStage<String>> gates, Consumer<String> step) {
          String seen = "";
          synchronized (locks.get(0)) {
            step.accept("a");
            synchronized (locks.get(1)) {
              step.accept("ab");
              seen += await(gates.get(0));
              step.accept("ab");
              synchronized (locks.get(0)) {
                synchronized (locks.get(2)) {
                  step.accept("abc");
                  seen += inner(gates.get(1), step);
                  step.accept("abc");
                }
                step.accept("ab");
              }
              step.accept("ab");
            }
            step.accept("a");
            seen += await(gates.get(2));
            step.accept("a");
          }
          step.accept("");
          return Task.completed(seen);
        }

        @Async static String inner(CompletionStage<String> gate, Consumer<String> step) {
          step.accept("abc");
          String got = await(gate);
          step.accept("abc");
          return got;
        }

        @Async public static Task<Integer> both(Object first, Object second, int rounds) {
          for (int i = 0; i < rounds; i++) {
            synchronized (first) {
              Weft.yieldNow();
              synchronized (second) {
                Weft.yieldNow();
              }
              Weft.yieldNow();
            }
          }
          return Task.completed(rounds);
        }

        public static Task<Integer> race(Scheduler scheduler, Object a, Object b) {
          return Weft.start(
              scheduler,
              () -> {
                Task<Integer> one = both(a, b, 1000);
                Task<Integer> two = both(b, a, 1000);
                return await(one) + await(two);
              });
        }
      }
      """;

  private record Lock(String name) {}

  private static Class<?> holder;

  @BeforeAll
  static void weave() throws ClassNotFoundException {
    Programs programs =
        Programs.of(Map.of("Holder", SOURCE), Compiler.javac("-g"), true, Monitors.RELEASE);
    assertThat(Verification.problems(programs.woven(), "Holder")).isEmpty();
    holder = new BytesLoader(programs.woven()).loadClass("Holder");
  }

  /** Three equal objects that are not the same, one of them entered twice. */
  @Test
  void monitorsAreHeldAtEveryStepAndFreeInBetween() throws Exception {
    List<Lock> locks = List.of(new Lock("x"), new Lock("x"), new Lock("x"));
    List<CompletableFuture<String>> gates =
        List.of(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
    Consumer<String> step = expected -> assertHeld(locks, expected);
    var task =
        (Task<?>)
            holder
                .getMethod("three", List.class, List.class, Consumer.class)
                .invoke(null, locks, gates, step);
    for (CompletableFuture<String> gate : gates) {
      assertThat(task.isDone()).isFalse();
      assertHeld(locks, "");
      gate.complete("."); // goes on here
    }
    assertThat(task.get()).isEqualTo("...");
    assertHeld(locks, "");
  }

  private static void assertHeld(List<Lock> locks, String expected) {
    var held = new StringBuilder();
    for (int i = 0; i < locks.size(); i++) {
      held.append(isFree(locks.get(i)) ? "" : (char) ('a' + i));
    }
    assertThat(held).hasToString(expected);
  }

  /** Whether another thread could enter the monitor at once. */
  private static boolean isFree(Object lock) {
    var entered = new AtomicBoolean();
    var other =
        new Thread(
            () -> {
              synchronized (lock) {
                entered.set(true);
              }
            });
    other.setDaemon(true);
    other.start();
    while (!entered.get() && other.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    return entered.get();
  }

  @Test
  void coroutinesThatTakeTwoMonitorsInTurnDoNotLockEachOtherOut() throws Exception {
    Method race = holder.getMethod("race", Scheduler.class, Object.class, Object.class);
    try (var loop = Schedulers.eventLoop()) {
      var task = (Task<?>) race.invoke(null, loop, new Lock("x"), new Lock("x"));
      assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(2000);
    }
  }
}
