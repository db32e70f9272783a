package dev.weft.unwoven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Generator;
import dev.weft.NotWovenException;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Code that nobody wove: what works there, and how the rest explains itself. */
class NotWovenTest {

  private final Task<Object> pending = Task.completer().task();

  private static String at(String method) {
    return NotWovenTest.class.getName() + "." + method + "(NotWovenTest.java:";
  }

  private static void assertExplained(Runnable call, String what) {
    assertThatExceptionOfType(NotWovenException.class)
        .isThrownBy(call::run)
        .withMessageStartingWith(
            what + " would have to suspend in " + NotWovenTest.class.getName() + ".lambda$")
        .withMessageContaining("(NotWovenTest.java:")
        .withMessageContaining(", but that method has not been woven.")
        .withMessageContaining("must be marked @Async")
        .withMessageContaining("-javaagent:weft-agent.jar")
        .withMessageContaining("java -jar weft-transformer.jar weave -cp PATH IN OUT");
  }

  @Test
  void whateverWouldHaveToSuspendSaysWhereAndWhatToDo() {
    Generator<Object> none = Generator.empty();
    CompletionStage<Object> stage = new CompletableFuture<>();

    assertExplained(() -> Weft.await(pending), "await of an unfinished task");
    assertExplained(() -> Weft.await(stage), "await of an unfinished future");
    assertExplained(
        () -> Weft.await((CompletionStage<Object>) pending), "await of an unfinished task");
    assertExplained(() -> Weft.delay(Duration.ofNanos(1)), "delay");
    assertExplained(() -> Weft.emit("x"), "emit");
    assertExplained(() -> Weft.emitAll(none), "emitAll");
  }

  @Test
  void theMethodIsNamed() {
    assertThatThrownBy(this::loadUser).hasMessageContaining(at("loadUser"));
  }

  private void loadUser() {
    var unused = Weft.await(pending);
  }

  /** Awaits while it is made. */
  private static final class Holder {
    Holder(Task<Object> task) {
      var unused = Weft.await(task);
    }
  }

  /** Awaits when it is initialised. */
  private static final class Lazy {
    static final Object VALUE = Weft.await(Task.completer().task());
  }

  @Test
  void aConstructorIsToldThatItCannotBeACoroutine() {
    assertThatExceptionOfType(NotWovenException.class)
        .isThrownBy(() -> new Holder(pending))
        .withMessageContaining(NotWovenTest.class.getName() + "$Holder.<init>(NotWovenTest.java:")
        .withMessageContaining("a constructor or static initializer cannot be a coroutine")
        .withMessageContaining("@Async factory method")
        .withMessageNotContaining("javaagent");
  }

  @Test
  void aStaticInitializerIsToldThatItCannotBeACoroutine() {
    assertThatExceptionOfType(ExceptionInInitializerError.class)
        .isThrownBy(() -> assertThat(Lazy.VALUE).isNull())
        .havingCause()
        .isInstanceOf(NotWovenException.class)
        .withMessageContaining("$Lazy.<clinit>(NotWovenTest.java:")
        .withMessageContaining("a constructor or static initializer cannot be a coroutine")
        .withMessageContaining("Keep the task there, and await it in the @Async methods that use");
  }

  @Test
  void whatIsFinishedIsReturned() {
    assertThat(Weft.await(Task.completed("x"))).isEqualTo("x");
    assertThat(Weft.await(CompletableFuture.completedFuture("x"))).isEqualTo("x");
    assertThat(Weft.await(CompletableFuture.completedStage("x"))).isEqualTo("x");
  }

  @Test
  void whatHasFailedThrowsItsFailureUnwrapped() {
    var failure = new IOException("disk");
    CompletableFuture<Object> wrapped =
        CompletableFuture.failedFuture(new CompletionException(failure));

    assertThatThrownBy(() -> Weft.await(Task.failed(failure))).isSameAs(failure);
    assertThatThrownBy(() -> Weft.await(wrapped)).isSameAs(failure);
    assertThatThrownBy(() -> Weft.await(CompletableFuture.failedStage(failure))).isSameAs(failure);
  }

  @Test
  void yieldingAndDelaysOfNoTimeDoNothing() {
    Weft.yieldNow();
    Weft.delay(Duration.ZERO);
    Weft.delay(Duration.ofSeconds(-1));
  }

  @Test
  void awaitingNullIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> Weft.await((Task<Object>) null))
        .withMessage("await(null)");
    assertThatNullPointerException()
        .isThrownBy(() -> Weft.await((CompletionStage<Object>) null))
        .withMessage("await(null)");
  }

  @Test
  void anUnwovenBodyRunsAndFailsWhereItWouldSuspend() {
    assertThat(Weft.await(Weft.start(() -> "x"))).isEqualTo("x");
    assertThat(Weft.run(Schedulers.immediate(), () -> Weft.await(Task.completed("x"))))
        .isEqualTo("x");

    Task<Object> task = Weft.start(() -> Weft.await(pending));

    assertThat(task.isDone()).isTrue();
    assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(NotWovenException.class);
  }

  @Test
  void anUnwovenBodyWithoutAResultGivesNull() {
    int[] ran = {0};

    Task<Void> task =
        Weft.start(
            () -> {
              ran[0]++;
            });

    assertThat(Weft.await(task)).isNull();
    assertThat(ran[0]).isEqualTo(1);
  }
}
