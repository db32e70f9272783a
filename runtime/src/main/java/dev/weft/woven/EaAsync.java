package dev.weft.woven;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.Stages;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What {@code com.ea.async.Async.await} is compiled into where the weaver is told to know ea-async:
 * a wait that ends as {@link CompletableFuture#join} would, while {@code Weft.await} throws what a
 * stage has failed with as it is.
 */
public final class EaAsync {

  private EaAsync() {}

  /**
   * Waits for a stage.
   *
   * <p>A coroutine that is cancelled meanwhile meets a {@link CancellationException}, and cancels
   * the stage if that can be done and nobody else depends on it. Ordinary code blocks, but for
   * threads that must not, such as an event loop's.
   *
   * @return its result
   * @throws CompletionException around what the stage has failed with
   * @throws CancellationException if the stage is cancelled
   */
  @Async
  public static <T extends @Nullable Object, F extends CompletionStage<T>> T await(F stage) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = await(stage, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * For generated code: the body of {@link #await(CompletionStage)}.
   *
   * @hidden
   */
  public static @Nullable Object await(CompletionStage<?> stage, int room, WovenCarrier carrier) {
    Objects.requireNonNull(stage, "await(null): there is nothing to wait for");
    carrier.refuseInGenerator();
    Object result;
    try {
      result = Suspend.await(stage, carrier);
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(asJoinThrows(stage, failure));
    }
    if (carrier.isUnwinding()) {
      suspend(stage, carrier);
      return null;
    }
    return result;
  }

  private static void suspend(CompletionStage<?> stage, Carrier carrier) {
    try {
      carrier.link(new Waiting(stage));
    } catch (Throwable noMemory) {
      carrier.stopUnwinding();
      throw noMemory;
    }
  }

  /** What {@code join} would throw in place of {@code failure}, if that is the stage's. */
  private static Throwable asJoinThrows(CompletionStage<?> stage, Throwable failure) {
    CompletableFuture<?> future;
    try {
      future = stage.toCompletableFuture();
    } catch (UnsupportedOperationException unknown) { // as a stage is allowed to throw
      return failure instanceof CancellationException || failure instanceof CompletionException
          ? failure
          : new CompletionException(failure);
    }
    if (!future.isDone() || Stages.failure(future) != failure) {
      return failure; // of the coroutine, which has been cancelled for instance
    }
    try {
      Object impossible = future.join();
      throw new AssertionError("failed with " + failure + ", and gave " + impossible);
    } catch (CompletionException | CancellationException thrown) {
      return thrown;
    }
  }

  /** A suspended call; in traces it is the call as it was written. */
  @FrameLayout(
      owner = "com.ea.async.Async",
      method = "await",
      descriptor = "(Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;",
      file = "Async.java",
      points = {})
  private static final class Waiting extends Frame {
    private final CompletionStage<?> stage;

    Waiting(CompletionStage<?> stage) {
      this.stage = stage;
    }

    @Override
    protected int resume(Carrier carrier) throws Throwable {
      Object result;
      try {
        result = carrier.takeObject();
      } catch (Throwable failure) {
        throw asJoinThrows(stage, failure);
      }
      carrier.putObject(result);
      return carrier.unwinding;
    }
  }
}
