package dev.weft.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is in the registry, and that it forgets those that have ended. */
@Timeout(120)
class CoroutineRegistryTest {

  /** Runs nothing, so that what is started stays as it is. */
  private final List<Runnable> steps = new ArrayList<>();

  private final Scheduler manual = steps::add;

  @AfterEach
  void off() {
    CoroutineRegistry.off();
  }

  private static ObservedCoroutine entryOf(Task<?> task) {
    return Objects.requireNonNull(((Coroutine) task).observed());
  }

  @Test
  void onlyThoseThatAreMadeWhileItIsOn() {
    Task<String> before = Weft.start(manual, () -> "before");
    CoroutineRegistry.on(false);
    Task<String> during = Weft.start(manual, () -> "during");
    assertThat(CoroutineRegistry.live()).containsExactly((Coroutine) during);
    CoroutineRegistry.off();
    Task<String> after = Weft.start(manual, () -> "after");

    assertThat(CoroutineRegistry.live()).isEmpty();
    assertThat(((Coroutine) before).observed()).isNull();
    assertThat(((Coroutine) after).observed()).isNull();
  }

  @Test
  void thoseThatWereForgottenAreTakenInAgain() {
    CoroutineRegistry.on(false);
    Task<String> task = Weft.start(manual, () -> "");
    ObservedCoroutine entry = entryOf(task);
    CoroutineRegistry.off();
    assertThat(entry.isListed()).isFalse();
    CoroutineRegistry.on(false);
    assertThat(CoroutineRegistry.live()).isEmpty();

    assertThat(CoroutineRegistry.adopt((Coroutine) task)).isSameAs(entry);
    assertThat(CoroutineRegistry.adopt((Coroutine) task)).isSameAs(entry);

    assertThat(entry.isListed()).isTrue();
    assertThat(CoroutineRegistry.live()).containsExactly((Coroutine) task);
  }

  @Test
  void whereItWasMadeOnlyIfThatIsAsked() {
    CoroutineRegistry.on(true);
    ObservedCoroutine with = entryOf(Weft.start(manual, () -> ""));
    CoroutineRegistry.on(false);
    ObservedCoroutine without = entryOf(Weft.start(manual, () -> ""));

    assertThat(with.origin()).isNotNull();
    assertThat(without.origin()).isNull();
    assertThat(with.parent()).isZero();
    assertThat(with.thread()).isNull();
  }

  @Test
  void whoHasMadeIt() {
    CoroutineRegistry.on(false);
    var child = new ArrayList<Task<String>>();
    Task<Boolean> parent =
        Weft.start(Schedulers.immediate(), () -> child.add(Weft.start(manual, () -> "")));

    assertThat(entryOf(child.get(0)).parent()).isEqualTo(entryOf(parent).number());
    assertThat(CoroutineRegistry.live()).containsExactly((Coroutine) child.get(0));
  }

  @Test
  void thoseThatHaveEndedAreForgotten() {
    CoroutineRegistry.on(false);
    var held = new ArrayList<Task<String>>(); // so that it is not the collector who forgets them
    for (int i = 0; i < 100_000; i++) {
      held.add(Weft.start(Schedulers.immediate(), () -> ""));
    }

    assertThat(CoroutineRegistry.size()).isLessThan(1_000);
    assertThat(CoroutineRegistry.live()).isEmpty();
    assertThat(held).hasSize(100_000);
  }

  @Test
  void manyThreadsAtOnce() throws Exception {
    CoroutineRegistry.on(false);
    var go = new CountDownLatch(1);
    var made = new ArrayList<List<Task<String>>>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var own = new ArrayList<Task<String>>();
      made.add(own);
      Scheduler nowhere = step -> {};
      var thread =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                for (int each = 0; each < 10_000; each++) {
                  own.add(Weft.start(nowhere, () -> ""));
                }
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread each : threads) {
      each.join();
    }

    assertThat(CoroutineRegistry.live()).hasSize(40_000);
    assertThat(made.stream().flatMap(List::stream).map(each -> entryOf(each).number()).distinct())
        .hasSize(40_000);
  }
}
