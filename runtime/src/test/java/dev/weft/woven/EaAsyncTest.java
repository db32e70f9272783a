package dev.weft.woven;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The await of ea-async ends as {@code join} does, however long it had to wait. */
class EaAsyncTest {

  /** The ways a future may end. */
  enum End implements Consumer<CompletableFuture<String>> {
    VALUE(future -> future.complete("x")),
    NULL(future -> future.complete(null)),
    FAILURE(future -> future.completeExceptionally(new IOException("failed"))),
    ERROR(future -> future.completeExceptionally(new AssertionError("failed"))),
    WRAPPED(future -> future.completeExceptionally(new CompletionException(new IOException("w")))),
    CANCELLATION(future -> future.completeExceptionally(new CancellationException("c"))),
    CANCELLED(future -> future.cancel(true));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
    private final Consumer<CompletableFuture<String>> how;

    End(Consumer<CompletableFuture<String>> how) {
      this.how = how;
    }

    @Override
    public void accept(CompletableFuture<String> future) {
      how.accept(future);
    }
  }

  /** A kind of stage made of a future. */
  private record Kind(String name, UnaryOperator<CompletionStage<String>> make) {}

  private static final Kind[] KINDS = {
    new Kind("itself", stage -> stage),
    new Kind("dependent", stage -> stage.thenApply(each -> each)),
    new Kind("minimal", stage -> ((CompletableFuture<String>) stage).minimalCompletionStage()),
  };

  static Stream<Arguments> all() {
    return Arrays.stream(End.values())
        .flatMap(end -> Arrays.stream(KINDS).map(kind -> Arguments.of(end, kind)));
  }

  private static Task<Object> awaiting(CompletionStage<?> stage) {
    return Weft.start(
        body((carrier, before) -> EaAsync.await(stage, WovenCarrier.MAX_DEPTH, carrier), result()));
  }

  /** Type, message and cause of what is thrown, or the value. */
  private static String outcome(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    return thrown == null ? "a value" : thrown + " / " + thrown.getCause();
  }

  @ParameterizedTest
  @MethodSource("all")
  void endsAsJoinDoes(End end, Kind kind) {
    var done = new CompletableFuture<String>();
    end.accept(done);
    CompletionStage<String> doneStage = kind.make().apply(done);
    String expected = outcome(() -> doneStage.toCompletableFuture().join());

    Task<Object> atOnce = awaiting(doneStage);
    var later = new CompletableFuture<String>();
    Task<Object> waited = awaiting(kind.make().apply(later));
    assertThat(waited.isDone()).isFalse();
    end.accept(later);

    assertThat(outcome(() -> Weft.await(atOnce))).isEqualTo(expected);
    assertThat(outcome(() -> Weft.await(waited))).isEqualTo(expected);
    assertThat(outcome(() -> EaAsync.await(doneStage))).isEqualTo(expected);
  }

  @Test
  void theVeryExceptionIsTheCause() {
    var failure = new IOException("failed");
    var future = new CompletableFuture<String>();
    Task<Object> task = awaiting(future);
    future.completeExceptionally(failure);
    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isSameAs(failure);
  }

  @Test
  void aTaskOfWeftEndsSoToo() {
    Task.Completer<Object> completer = Task.completer();
    Task<Object> task = awaiting(completer.task());
    completer.fail(new IOException("failed"));
    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aCancelledCoroutineCancelsTheFutureAndMeetsThatOnce() {
    var future = new CompletableFuture<String>();
    Task<Object> task = awaiting(future);
    assertThat(task.cancel(true)).isTrue();
    assertThat(task.isCancelled()).isTrue();
    assertThat(future.isCancelled()).isTrue();
  }

  @Test
  void aCancelledCoroutineIsNotTakenForAFutureOnWhichOthersDepend() {
    var future = new CompletableFuture<String>();
    var unused = future.thenApply(each -> each);
    Task<Object> task = awaiting(future);
    assertThat(task.cancel(true)).isTrue();
    assertThat(task.isCancelled()).isTrue();
    assertThat(future.isDone()).isFalse();
  }

  @Test
  void aStageThatCannotBeAskedIsAwaited() {
    var future = new CompletableFuture<String>();
    CompletionStage<String> opaque = new OpaqueStage<>(future).proxy();
    Task<Object> task = awaiting(opaque);
    future.completeExceptionally(new IOException("failed"));
    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  /** As the documentation of {@code CompletionStage} allows: it has no future. */
  private record OpaqueStage<T>(CompletionStage<T> stage) {
    @SuppressWarnings("unchecked")
    CompletionStage<T> proxy() {
      return (CompletionStage<T>)
          Proxy.newProxyInstance(
              OpaqueStage.class.getClassLoader(),
              new Class<?>[] {CompletionStage.class},
              (self, method, arguments) -> {
                if (method.getName().equals("toCompletableFuture")) {
                  throw new UnsupportedOperationException();
                }
                return method.invoke(stage, arguments);
              });
    }
  }

  @Test
  void ordinaryCodeBlocksAndAnEventLoopRefuses() throws Exception {
    var future = new CompletableFuture<String>();
    try (EventLoop loop = Schedulers.eventLoop()) {
      loop.schedule(() -> future.complete("x"));
      assertThat(EaAsync.<String, CompletableFuture<String>>await(future)).isEqualTo("x");
      var never = new CompletableFuture<String>();
      var refused = new CompletableFuture<Throwable>();
      loop.schedule(() -> refused.complete(catchThrowable(() -> EaAsync.await(never))));
      assertThat(refused.get()).hasMessageContaining("event loop");
    }
  }
}
