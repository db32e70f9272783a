package dev.weft.concurrent;

import dev.weft.Task;
import dev.weft.concurrent.TaskScope.Joiner;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Suppression;
import dev.weft.internal.util.Unchecked;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The joiners of {@link Joiner}'s factory methods. */
final class Joiners {

  private Joiners() {}

  /** What a task that is done has failed with, a cancellation included; null if it succeeded. */
  private static @Nullable Throwable failureOf(Task<?> done) {
    return ((Completion) done).failure();
  }

  /** Serves one scope: what it has seen of that would be taken for what another has done. */
  abstract static class ForOneScope<T extends @Nullable Object, R extends @Nullable Object>
      implements Joiner<T, R> {

    private final AtomicBoolean used = new AtomicBoolean();

    /**
     * Begins to serve a scope.
     *
     * @throws IllegalStateException if it has served one
     */
    final void begin() {
      if (used.getAndSet(true)) {
        throw new IllegalStateException(
            "a joiner serves one scope, and this one has served another"
                + CallSites.atCaller()
                + "; make one for each scope");
      }
    }
  }

  /** Keeps the first failure, and cancels the scope. */
  private abstract static class UntilFailure<T extends @Nullable Object, R extends @Nullable Object>
      extends ForOneScope<T, R> {

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    @Override
    public final boolean onComplete(Task<? extends T> task) {
      Throwable failure = failureOf(task);
      if (failure == null) {
        return false;
      }
      boolean unused = first.compareAndSet(null, failure);
      return true;
    }

    @Override
    public final @Nullable Throwable failure() {
      return first.get();
    }

    final void throwFirst() throws Throwable {
      Throwable failure = first.get();
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** See {@link Joiner#awaitAllSuccessfulOrThrow}. */
  static final class AwaitAllSuccessful<T extends @Nullable Object>
      extends UntilFailure<T, @Nullable Void> {

    @Override
    public @Nullable Void result() throws Throwable {
      throwFirst();
      return null;
    }
  }

  /** See {@link Joiner#allSuccessfulOrThrow}. */
  static final class AllSuccessful<T extends @Nullable Object> extends UntilFailure<T, List<T>> {

    /** By the scope's owner. */
    private final List<Task<? extends T>> forked = new ArrayList<>();

    @Override
    public boolean onFork(Task<? extends T> task) {
      forked.add(task);
      return false;
    }

    @Override
    public List<T> result() throws Throwable {
      throwFirst();
      var results = new ArrayList<T>(forked.size());
      for (Task<? extends T> task : forked) {
        if (task.state() != Task.State.SUCCESS) {
          throw new CancellationException("the scope was cancelled before all was done");
        }
        results.add(task.resultNow());
      }
      return results;
    }
  }

  /** See {@link Joiner#anySuccessfulOrThrow}. */
  static final class AnySuccessful<T extends @Nullable Object> extends ForOneScope<T, T> {

    private final AtomicReference<@Nullable Task<? extends T>> success = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Override
    public boolean onComplete(Task<? extends T> task) {
      Throwable failed = failureOf(task);
      if (failed == null) {
        boolean unused = success.compareAndSet(null, task);
        return true;
      }
      if (!failure.compareAndSet(null, failed)) {
        Suppression.add(Objects.requireNonNull(failure.get()), failed);
      }
      return false;
    }

    @Override
    public T result() throws Throwable {
      Task<? extends T> first = success.get();
      if (first != null) {
        return first.resultNow();
      }
      Throwable failed = failure.get();
      throw failed != null
          ? failed
          : new NoSuchElementException("nothing was forked, or all of it was cancelled");
    }
  }

  /** See {@link Joiner#awaitAll}. */
  static final class AwaitAll<T extends @Nullable Object> implements Joiner<T, @Nullable Void> {

    @Override
    public @Nullable Void result() {
      return null;
    }
  }

  /** See {@link Joiner#allUntil}. */
  static final class AllUntil<T extends @Nullable Object> extends ForOneScope<T, List<Task<T>>> {

    private final Predicate<? super Task<? extends T>> isDone;

    /** By the scope's owner. */
    private final List<Task<T>> forked = new ArrayList<>();

    AllUntil(Predicate<? super Task<? extends T>> isDone) {
      this.isDone = isDone;
    }

    @Override
    public boolean onFork(Task<? extends T> task) {
      forked.add(Unchecked.cast(task));
      return false;
    }

    @Override
    public boolean onComplete(Task<? extends T> task) {
      return isDone.test(task);
    }

    @Override
    public void onTimeout() {
      // what is done by then is the result
    }

    @Override
    public List<Task<T>> result() {
      return List.copyOf(forked);
    }
  }
}
