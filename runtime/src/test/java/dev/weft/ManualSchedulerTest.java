package dev.weft;

import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.HandWoven;
import dev.weft.spi.Scheduler;
import dev.weft.woven.WovenCarrier;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
        start(
            HandWoven.await((dev.weft.internal.engine.Completion) completer.task()),
            HandWoven.result());
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
              Weft.switchTo(other, WovenCarrier.MAX_DEPTH, carrier);
              return null;
            },
            note("there"));

    manual.run();
    assertThat(ran).isEmpty();
    assertThat(manual.isIdle()).isTrue();
    other.run();

    assertThat(ran).containsExactly("there");
    assertThat(task.isDone()).isTrue();
    assertThat(WovenCarrier.current().coroutine()).isNull();
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
  void whoYieldsForSomethingThatAnotherThreadHasMadeReadyMeetsItSoon() {
    var handedOver = new AtomicBoolean();
    var yields = new AtomicInteger();
    var loop = new HandWoven.Part[1];
    loop[0] =
        (carrier, before) -> {
          if (yields.incrementAndGet() == 1) {
            inAnotherThread(() -> add(() -> handedOver.set(true)));
          }
          if (handedOver.get() || yields.get() == 10_000) {
            return null;
          }
          Object unused = yielding().run(carrier, before);
          carrier.link(new Again(loop[0]));
          return null;
        };
    Task<Object> task = start(loop);

    manual.run();

    assertThat(task.isDone()).isTrue();
    assertThat(handedOver).isTrue();
    assertThat(yields).hasValueLessThan(1_000);
  }

  /** A loop around a part that yields. */
  private static final class Again extends Frame {
    private final HandWoven.Part part;

    Again(HandWoven.Part part) {
      this.part = part;
    }

    @Override
    protected int resume(Carrier carrier) throws Throwable {
      carrier.takeVoid();
      carrier.putObject(part.run((WovenCarrier) carrier, new HandWoven.Given(null, null)));
      return carrier.unwinding;
    }
  }

  @Test
  void itsThreadIsToldThatItWouldWaitForItself() {
    ManualScheduler own = Schedulers.manual();
    Task<Object> task = Weft.start(own, HandWoven.body((carrier, before) -> "x"));
    String refusal = "would block the manual scheduler of ";

    assertThatIllegalStateException()
        .isThrownBy(task::get)
        .withMessageContaining(refusal + Thread.currentThread())
        .withMessageContaining("call run() there until it is done");
    assertThatIllegalStateException()
        .isThrownBy(() -> task.get(1, TimeUnit.DAYS))
        .withMessageContaining(refusal);
    assertThatIllegalStateException()
        .isThrownBy(() -> Weft.run(own, HandWoven.body((carrier, before) -> "x")))
        .withMessageContaining(refusal);
    own.run();
    assertThat(Weft.await(task)).isEqualTo("x");
  }

  @Test
  void aStepIsReadyEvenIfTheOwnerCannotBeWoken() throws Exception {
    ManualScheduler deaf =
        Schedulers.manual(
            () -> {
              throw new IllegalStateException("the owner is gone");
            });
    var failures = new ArrayList<Throwable>();
    var thread =
        new Thread(
            () -> {
              deaf.schedule(() -> ran.add("step"));
              ran.add("accepted");
            });
    thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));

    thread.start();
    thread.join();
    deaf.run();

    assertThat(ran).containsExactly("accepted", "step");
    assertThat(failures)
        .singleElement()
        .hasToString("java.lang.IllegalStateException: the owner is gone");
  }

  @Test
  void aSchedulerThatWasRunIsNotKeptByItsThread() {
    ManualScheduler done = Schedulers.manual();
    done.run();
    var gone = new WeakReference<Runnable>(new ArrayList<>()::clear);
    done.schedule(gone.get());
    done = Schedulers.manual();
    assertThat(done.isIdle()).isTrue();

    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
    }

    assertThat(gone.get()).isNull();
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
