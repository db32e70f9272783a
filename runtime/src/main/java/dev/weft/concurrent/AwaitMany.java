package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.Stages;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.util.Suppression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One wait for several completions: the leaf of the coroutine that waits, and the event it waits
 * for.
 *
 * <h2>Protocol</h2>
 *
 * <p>One waiter is registered with every completion that is not done; each tells it, on any thread.
 * It notes the first that decides the wait by itself, counts down those that are pending, and then,
 * if the wait is over, wakes the coroutine. Who has no stack left may tell it twice; so the count
 * only says when to look whether all are done. That is a hint: the coroutine looks itself, and
 * looks when it has been suspended, so no wake-up is lost, and one too many does no harm.
 *
 * <p>When the wait ends, it leaves those that are still pending; if it ends by a cancellation,
 * those that nobody else waits for are cancelled.
 */
abstract class AwaitMany extends OperationFrame {

  private final Completion[] all;
  final Told told = new Told();

  AwaitMany(Collection<? extends CompletionStage<?>> stages) {
    all = new Completion[Objects.requireNonNull(stages, "stages").size()];
    int next = 0;
    for (CompletionStage<?> stage : stages) {
      all[next] = Stages.completion(Objects.requireNonNull(stage, "stage " + next));
      next++;
    }
    told.pending.set(next);
  }

  /** Whether the wait is over when one is done, whatever becomes of the others. */
  abstract boolean decides(Completion done);

  /** What the wait gives, or throws. */
  abstract @Nullable Object result(@Nullable Completion decisive) throws Throwable;

  /** Leaves the result for the caller. */
  void put(@Nullable Object result, Carrier carrier) {
    carrier.putObject(result);
  }

  /** Whether those that nobody else waits for are cancelled with this. */
  boolean cancels() {
    return true;
  }

  final Completion[] all() {
    return all;
  }

  /** Who is told of each completion. */
  final class Told extends Waiter {
    final AtomicInteger pending = new AtomicInteger();
    final AtomicReference<@Nullable Completion> decisive = new AtomicReference<>();

    @Override
    protected void completed(Completion done) {
      if (decides(done)) {
        boolean unused = decisive.compareAndSet(null, done);
      }
      pending.decrementAndGet();
      if (isOver()) {
        boolean unused = wake();
      }
    }
  }

  final boolean isOver() {
    return told.decisive.get() != null || (told.pending.get() <= 0 && areAllDone());
  }

  private boolean areAllDone() {
    for (Completion each : all) {
      if (!each.isDone()) {
        return false;
      }
    }
    return true;
  }

  /** Begins to wait, unless the wait is over at once: then gives the result. */
  final @Nullable Object begin(Carrier carrier) throws Throwable {
    carrier.refuseInGenerator();
    for (Completion each : all) {
      carrier.refuseToAwaitItself(each);
    }
    for (Completion each : all) {
      if (each.isDone()) {
        told.completed(each);
      } else {
        each.subscribe(told);
      }
      if (told.decisive.get() != null) {
        break;
      }
    }
    if (isOver()) {
      return end();
    }
    suspend(carrier);
    return null;
  }

  private @Nullable Object end() throws Throwable {
    for (Completion each : all) {
      if (!each.isDone()) {
        each.unsubscribe(told);
      }
    }
    return result(told.decisive.get());
  }

  @Override
  protected void start() {
    if (isOver()) {
      boolean unused = wake();
    }
  }

  @Override
  protected void proceed(Carrier carrier) throws Throwable {
    if (isOver()) {
      put(end(), carrier);
    } else {
      suspendAgain(carrier);
    }
  }

  @Override
  protected void abandon() {
    for (Completion each : all) {
      if (cancels()) {
        each.giveUp(told);
      } else {
        each.unsubscribe(told);
      }
    }
  }

  /** A cancellation that was pending comes here alone; a refusal is not to cancel anything. */
  @Override
  protected void failed() {
    if (!Carrier.current().isForcedOut()) {
      abandon();
      return;
    }
    for (Completion each : all) {
      each.unsubscribe(told);
    }
  }

  @Override
  public WaitTarget target() {
    List<Completion> pending = Arrays.stream(all).filter(each -> !each.isDone()).toList();
    boolean any = !(this instanceof All);
    String text = (any ? "one of " : "all of ") + pending.size();
    return WaitTarget.of(WaitTarget.Kind.TASKS, text, pending, any);
  }

  @Override
  protected FrameSnapshot snapshot() {
    String method = "await" + getClass().getSimpleName();
    return new FrameSnapshot(
        Tasks.class.getName(), method, "Tasks.java", 0, "", List.of(), getClass().getName());
  }

  /** See {@link Tasks#awaitAll}. */
  static final class All extends AwaitMany {

    All(Collection<? extends CompletionStage<?>> stages) {
      super(stages);
    }

    @Override
    boolean decides(Completion done) {
      return done.peekFailure() != null;
    }

    @Override
    @Nullable Object result(@Nullable Completion decisive) throws Throwable {
      if (decisive != null) {
        return decisive.result(); // which throws
      }
      var results = new ArrayList<@Nullable Object>(all().length);
      for (Completion each : all()) {
        results.add(each.result());
      }
      return results;
    }
  }

  /** See {@link Tasks#awaitAny}. */
  static final class Any extends AwaitMany {

    Any(Collection<? extends CompletionStage<?>> stages) {
      super(stages);
    }

    @Override
    boolean decides(Completion done) {
      return done.peekFailure() == null;
    }

    @Override
    @Nullable Object result(@Nullable Completion decisive) throws Throwable {
      if (decisive != null) {
        return decisive.result();
      }
      Throwable first = null;
      for (Completion each : all()) {
        Throwable failure = Objects.requireNonNull(each.failure());
        if (first == null) {
          first = failure;
        } else {
          Suppression.add(first, failure);
        }
      }
      throw Completion.thrown(Objects.requireNonNull(first));
    }
  }

  /** See {@link Tasks#awaitFirst}. */
  static final class First extends AwaitMany {

    First(Collection<? extends CompletionStage<?>> stages) {
      super(stages);
    }

    @Override
    boolean decides(Completion done) {
      return true;
    }

    @Override
    Object result(@Nullable Completion decisive) {
      int index = 0;
      while (all()[index] != decisive) {
        index++;
      }
      return index;
    }

    @Override
    void put(@Nullable Object result, Carrier carrier) {
      carrier.putInt((Integer) Objects.requireNonNull(result));
    }
  }

  /** See {@link Tasks#shielded}. */
  static final class Shielded extends AwaitMany {

    Shielded(CompletionStage<?> stage) {
      super(List.of(Objects.requireNonNull(stage, "stage")));
    }

    @Override
    boolean decides(Completion done) {
      return true;
    }

    @Override
    boolean cancels() {
      return false;
    }

    @Override
    @Nullable Object result(@Nullable Completion decisive) throws Throwable {
      return Objects.requireNonNull(decisive).result();
    }
  }
}
