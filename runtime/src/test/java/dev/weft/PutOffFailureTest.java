package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.UncaughtFailures;
import dev.weft.woven.TaskMethod;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A step that was put off until a coroutine pauses, and fails: that is nothing to the coroutine,
 * nor to whoever happens to run what was put off.
 */
class PutOffFailureTest {

  private final UncaughtFailures uncaught = new UncaughtFailures();
  private final Task.Completer<Object> completer = Task.completer();
  private final Completion pending = (Completion) completer.task();

  @AfterEach
  void close() {
    uncaught.close();
  }

  private static void putOffAFailingStep() {
    Schedulers.immediate()
        .schedule(
            () -> {
              throw new IllegalStateException("of another");
            });
  }

  private static final HandWoven.Part PUTS_OFF =
      (carrier, before) -> {
        putOffAFailingStep();
        return before.get();
      };

  private HandWoven.Part putsOffAndAwaits() {
    return (carrier, before) -> {
      putOffAFailingStep();
      return await(pending).run(carrier, before);
    };
  }

  @Test
  void aCoroutineThatThenWaitsGoesOnWaiting() {
    Task<Object> task = Weft.start(Schedulers.immediate(), body(putsOffAndAwaits(), result()));

    assertThat(task.isDone()).isFalse();
    completer.complete("x");

    assertThat(Weft.await(task)).isEqualTo("x");
    assertThat(uncaught.messages()).containsExactly("of another");
  }

  @Test
  void soDoesOneThatHasBeenResumed() {
    Task.Completer<Object> first = Task.completer();
    Task<Object> task =
        Weft.start(
            Schedulers.immediate(),
            body(await((Completion) first.task()), putsOffAndAwaits(), result()));

    first.complete("resumes");
    assertThat(task.isDone()).isFalse();
    completer.complete("x");

    assertThat(Weft.await(task)).isEqualTo("x");
    assertThat(uncaught.messages()).containsExactly("of another");
  }

  @Test
  void aTaskMethodReturnsItsTask() {
    TaskMethod call = TaskMethod.begin();
    putOffAFailingStep();

    Task<?> task = (Task<?>) call.returned("x");

    assertThat(Weft.await(task)).isEqualTo("x");
    assertThat(uncaught.messages()).containsExactly("of another");
  }

  @Test
  void aTaskMethodThatThrowsReturnsItsTask() {
    TaskMethod call = TaskMethod.begin();
    putOffAFailingStep();

    Task<?> task = (Task<?>) call.threw(new IOException("disk"));

    assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(IOException.class).hasMessage("disk");
    assertThat(uncaught.messages()).containsExactly("of another");
  }

  @Test
  void aBlockingCallReturnsItsResult() {
    HandWoven.Part last =
        (carrier, before) -> {
          putOffAFailingStep();
          return "x";
        };

    assertThat(blocking(last)).isEqualTo("x");
    assertThat(uncaught.messages()).containsExactly("of another");
  }

  @Test
  void aBlockingCallThatFailsLeavesNothingToTheNext() {
    HandWoven.Part fails =
        (carrier, before) -> {
          putOffAFailingStep();
          throw new IOException("disk");
        };

    assertThatThrownBy(() -> blocking(fails)).isInstanceOf(IOException.class).hasMessage("disk");
    assertThat(blocking((carrier, before) -> "next")).isEqualTo("next");
    assertThat(uncaught.messages()).containsExactly("of another");
  }

  /** A call from ordinary code that suspends once. */
  private static Object blocking(HandWoven.Part last) {
    return HandWoven.callFromOutside(yielding(), last);
  }

  @Test
  void nothingIsLeftInTheCarrier() {
    Task<Object> unused = Weft.start(Schedulers.immediate(), body(PUTS_OFF));

    assertThat(WovenCarrier.current().coroutine()).isNull();
    assertThat(uncaught.messages()).containsExactly("of another");
  }
}
