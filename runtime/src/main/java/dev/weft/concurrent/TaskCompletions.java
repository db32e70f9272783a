package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.Stages;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The results of tasks or other stages in the order in which they come; made by {@link
 * Tasks#asCompleted}.
 *
 * <pre>{@code
 * try (var pages = Tasks.asCompleted(tasks)) {
 *   while (pages.hasNext()) {
 *     show(pages.next());
 *   }
 * }
 * }</pre>
 *
 * <p>For one coroutine, or thread, at a time. A coroutine that is cancelled in {@link #next} loses
 * nothing, and cancels none of the stages. Closing leaves those that are not done alone.
 *
 * <p>Each stage that is not done has a waiter, which puts it into a queue, on the thread that
 * completes it, and then wakes the coroutine; that looks into the queue itself, and once more when
 * it has been suspended. It may be told twice, by who has no stack left, and is handed out once.
 *
 * @param <T> the results
 */
public final class TaskCompletions<T extends @Nullable Object> implements AutoCloseable {

  private final ConcurrentLinkedQueue<Each> done = new ConcurrentLinkedQueue<>();
  final List<Each> pending = new ArrayList<>();

  /**
   * What the last coroutine has waited by; another one needs its own, as that one may go on yet.
   */
  private volatile Next next = new Next();

  private int left;
  private @Nullable Each last;

  TaskCompletions(Collection<? extends CompletionStage<? extends T>> stages) {
    for (CompletionStage<? extends T> stage : stages) {
      left++;
      var each = new Each(stage, Stages.completion(Objects.requireNonNull(stage, "stage")));
      (each.completion.isDone() ? done : pending).add(each);
    }
    pending.forEach(Each::begin);
  }

  /** Whether there is a result that {@link #next} has not handed out. */
  public boolean hasNext() {
    return left > 0;
  }

  /**
   * Suspends until a stage is done whose result was not handed out; in ordinary code, blocks the
   * thread.
   *
   * <p>Throws what that stage has failed with, as it is; the next call goes on with the next one.
   *
   * @return the result
   * @throws NoSuchElementException if all were handed out, or this was closed
   */
  @Async
  public T next() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = next(Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #next()}.
   *
   * @hidden
   */
  public @Nullable Object next(int room, WovenCarrier carrier) {
    if (left == 0) {
      throw new NoSuchElementException(
          "all results were handed out, or this was closed; ask hasNext before next");
    }
    carrier.refuseInGenerator();
    Each first = poll();
    if (first == null) {
      if (!next.isOf(carrier)) {
        next = new Next();
      }
      next.begin(carrier);
      return null;
    }
    return handOut(first);
  }

  /** The next one that has not been handed out; null if there is none yet. */
  private @Nullable Each poll() {
    Each first = done.poll();
    while (first != null && first.isHandedOut) {
      first = done.poll();
    }
    return first;
  }

  private @Nullable Object handOut(Each first) {
    left--;
    first.isHandedOut = true;
    last = first;
    try {
      return first.completion.result();
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }

  /**
   * The stage whose result {@link #next} has returned or thrown last.
   *
   * @throws IllegalStateException if there was none yet
   */
  public CompletionStage<? extends T> lastStage() {
    if (last == null) {
      throw new IllegalStateException("next has not been called");
    }
    return last.stage;
  }

  /** Waits for nothing any more; the stages go on. */
  @Override
  public void close() {
    left = 0;
    done.clear();
    pending.forEach(Each::end);
    pending.clear();
  }

  final class Each extends Waiter {
    private final CompletionStage<? extends T> stage;
    private final Completion completion;

    /** By who asks. */
    private boolean isHandedOut;

    Each(CompletionStage<? extends T> stage, Completion completion) {
      this.stage = stage;
      this.completion = completion;
    }

    void begin() {
      completion.subscribe(this);
    }

    void end() {
      completion.unsubscribe(this);
    }

    @Override
    protected void completed(Completion ended) {
      done.add(this);
      boolean unused = next.wake();
    }
  }

  @FrameLayout(
      owner = "dev.weft.concurrent.TaskCompletions",
      method = "next",
      descriptor = "()Ljava/lang/Object;",
      file = "TaskCompletions.java",
      points = {})
  private final class Next extends OperationFrame {
    void begin(Carrier carrier) {
      suspend(carrier);
    }

    boolean isOf(Carrier carrier) {
      return isWaitOf(carrier.coroutine());
    }

    @Override
    public WaitTarget target() {
      return WaitTarget.of(WaitTarget.Kind.TASKS, "the next of several tasks");
    }

    @Override
    protected void start() {
      if (!done.isEmpty()) {
        boolean unused = wake();
      }
    }

    @Override
    protected void proceed(Carrier carrier) {
      Each first = poll();
      if (first == null) {
        suspendAgain(carrier);
      } else {
        carrier.putObject(handOut(first));
      }
    }

    @Override
    protected void abandon() {
      // what comes stays in the queue
    }

    @Override
    protected void failed() {
      // as above
    }
  }
}
