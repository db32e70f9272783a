package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.HandWoven;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ManualSchedulerTest extends RunningStepsContract {

  private final AtomicInteger wakeUps = new AtomicInteger();
  private final ManualScheduler manual = Schedulers.manual(wakeUps::incrementAndGet);

  @Override
  Scheduler scheduler() {
    return manual;
  }

  @Override
  int run(int most) {
    return manual.run(most);
  }

  private static void inAnotherThread(Runnable action) throws InterruptedException {
    var thread = new Thread(action);
    thread.start();
    thread.join();
  }

  @Test
  void itIsIdleUntilSomethingIsReady() {
    assertThat(manual.isIdle()).isTrue();
    add(() -> ran.add("a"));
    assertThat(manual.isIdle()).isFalse();
    manual.run();
    assertThat(manual.isIdle()).isTrue();
    assertThat(ran).containsExactly("a");
  }

  @Test
  void anotherThreadsStepsComeBehindThoseThatAreReadyAndWakeTheOwner() throws Exception {
    add(() -> ran.add("own"));
    inAnotherThread(() -> add(() -> ran.add("handed over")));

    assertThat(wakeUps).hasValue(1);
    assertThat(manual.isIdle()).isFalse();
    manual.run();

    assertThat(ran).containsExactly("own", "handed over");
    assertThat(wakeUps).hasValue(1);
  }

  @Test
  void aCoroutineThatAnotherThreadWakesGoesOnHere() throws Exception {
    var completer = Task.<String>completer();
    Task<Object> task =
        start(HandWoven.await((dev.weft.runtime.Completion) completer.task()), HandWoven.result());
    manual.run();

    inAnotherThread(() -> completer.complete("there"));
    assertThat(task.isDone()).isFalse();
    while (manual.isIdle()) {
      LockSupport.parkNanos(1_000_000);
    }
    manual.run();

    assertThat(Weft.await(task)).isEqualTo("there");
  }

  @Test
  void itIsRunOnlyByTheThreadThatMadeIt() throws Exception {
    inAnotherThread(
        () ->
            assertThatThrownBy(manual::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("make it on the thread that runs it")
                .satisfies(failure -> ran.add("refused")));

    assertThat(ran).containsExactly("refused");
  }

  @Test
  void aCoroutineMayMoveToAnotherScheduler() {
    ManualScheduler other = Schedulers.manual();
    Task<Object> task =
        start(
            (carrier, before) -> {
              Weft.switchTo(other, carrier);
              return null;
            },
            note("there"));

    manual.run();
    assertThat(ran).isEmpty();
    assertThat(manual.isIdle()).isTrue();
    other.run();

    assertThat(ran).containsExactly("there");
    assertThat(task.isDone()).isTrue();
    assertThat(Carrier.current().coroutine()).isNull();
  }

  @Test
  void anOrdinaryStepMayRunIt() {
    add(() -> ran.add("inner: " + run(ALL)));
    Task<Object> unused = start(noteAndYield("b1"), note("b2"));
    Task<Object> unused2 = start(noteAndYield("c1"), note("c2"));

    assertThat(run(ALL)).isEqualTo(1);

    assertThat(ran).containsExactly("b1", "c1", "b2", "c2", "inner: 4");
  }

  @Test
  void whatIsNeverRunIsNotKept() {
    ManualScheduler left = Schedulers.manual();
    var gone = new WeakReference<Runnable>(new ArrayList<>()::clear);
    left.schedule(() -> {});
    left.schedule(gone.get());
    assertThat(left.run(1)).isEqualTo(1);

    left = Schedulers.manual(); // nothing else refers to the first one

    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
    }
    assertThat(gone.get()).isNull();
    assertThat(left.isIdle()).isTrue();
  }

  @Test
  void itsNameTellsItsThread() {
    assertThat(manual.toString()).contains(Thread.currentThread().getName());
  }
}
