package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Ways to wait for several tasks or stages, or for one without owning it. Where the tasks are
 * started for the one who waits, a {@link TaskScope} is better: it also ends them.
 *
 * <p>None of these methods cancels a task when it returns or throws what one of them has failed
 * with. A coroutine that is cancelled while it waits here cancels, as with {@code await}, what it
 * waited for and nobody else waits for; {@link #shielded} does not. In ordinary code, each blocks
 * the thread.
 */
public final class Tasks {

  private Tasks() {}

  /**
   * Suspends until all of {@code stages} have succeeded, or one has failed.
   *
   * <p>Throws the first failure as it is, and does not wait for the others then.
   *
   * @return their results, in the same order
   */
  @Async
  public static <T extends @Nullable Object> List<T> awaitAll(
      Collection<? extends CompletionStage<? extends T>> stages) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = awaitAll(stages, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #awaitAll(Collection)}.
   *
   * @hidden
   */
  public static @Nullable List<?> awaitAll(
      Collection<? extends CompletionStage<?>> stages, int room, WovenCarrier carrier) {
    return (List<?>) begin(new AwaitMany.All(stages), carrier);
  }

  /**
   * {@link #awaitAll(Collection)} of what is listed.
   *
   * @return the results, in the same order
   */
  @Async
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> List<T> awaitAll(
      CompletionStage<? extends T>... stages) {
    return awaitAll(Arrays.asList(stages));
  }

  /**
   * The body of {@link #awaitAll(CompletionStage[])}.
   *
   * @hidden
   */
  public static @Nullable List<?> awaitAll(
      CompletionStage<?>[] stages, int room, WovenCarrier carrier) {
    return awaitAll(Arrays.asList(stages), room, carrier);
  }

  /**
   * Suspends until one of {@code stages} has succeeded, or all have failed.
   *
   * <p>If all have, throws the failure of the first one in order as it is; those of the others are
   * suppressed in it.
   *
   * @param stages at least one
   * @return the result of the first success; of several that are there already, the first in order
   * @throws IllegalArgumentException if there is none to wait for
   */
  @Async
  public static <T extends @Nullable Object> T awaitAny(
      Collection<? extends CompletionStage<? extends T>> stages) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = awaitAny(stages, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #awaitAny(Collection)}.
   *
   * @hidden
   */
  public static @Nullable Object awaitAny(
      Collection<? extends CompletionStage<?>> stages, int room, WovenCarrier carrier) {
    requireAny(stages);
    return begin(new AwaitMany.Any(stages), carrier);
  }

  /**
   * {@link #awaitAny(Collection)} of what is listed.
   *
   * @return the result of the first success
   */
  @Async
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> T awaitAny(CompletionStage<? extends T>... stages) {
    return awaitAny(Arrays.asList(stages));
  }

  /**
   * The body of {@link #awaitAny(CompletionStage[])}.
   *
   * @hidden
   */
  public static @Nullable Object awaitAny(
      CompletionStage<?>[] stages, int room, WovenCarrier carrier) {
    return awaitAny(Arrays.asList(stages), room, carrier);
  }

  /**
   * Suspends until one of {@code stages} is done, however it ends.
   *
   * @param stages at least one
   * @return the index of the one that was done first; of several that are done already, the least
   * @throws IllegalArgumentException if there is none to wait for
   */
  @Async
  public static int awaitFirst(List<? extends CompletionStage<?>> stages) {
    WovenCarrier carrier = WovenCarrier.current();
    int result = awaitFirst(stages, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockInt() : result;
  }

  /**
   * The body of {@link #awaitFirst(List)}.
   *
   * @hidden
   */
  public static int awaitFirst(
      List<? extends CompletionStage<?>> stages, int room, WovenCarrier carrier) {
    requireAny(stages);
    Object index = begin(new AwaitMany.First(stages), carrier);
    return index == null ? 0 : (Integer) index;
  }

  /**
   * Hands out results as they come, whichever is there first.
   *
   * @param stages whose results to hand out, each once
   * @return for one coroutine at a time
   */
  public static <T extends @Nullable Object> TaskCompletions<T> asCompleted(
      Collection<? extends CompletionStage<? extends T>> stages) {
    return new TaskCompletions<>(stages);
  }

  /**
   * Suspends until {@code stage} is done, as {@code await}, but leaves it alone if this coroutine
   * is cancelled meanwhile.
   *
   * <p>Throws what it has failed with, as it is.
   *
   * @return its result
   */
  @Async
  public static <T extends @Nullable Object> T shielded(CompletionStage<T> stage) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = shielded(stage, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #shielded(CompletionStage)}.
   *
   * @hidden
   */
  public static @Nullable Object shielded(
      CompletionStage<?> stage, int room, WovenCarrier carrier) {
    return begin(new AwaitMany.Shielded(stage), carrier);
  }

  private static void requireAny(Collection<?> stages) {
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to wait for" + CallSites.atCaller());
    }
  }

  private static @Nullable Object begin(AwaitMany wait, Carrier carrier) {
    try {
      return wait.begin(carrier);
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }
}
