package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.internal.engine.Interruptions;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.SneakyThrow;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of an async generator whose elements are computed by coroutines beside its consumer.
 * They begin when it is first asked. When it ends, however it does, they are cancelled, and have
 * ended before it has; what they throw then is thrown by the end. Only a consumer that must not
 * wait leaves them to end by themselves.
 */
abstract class ConcurrentStage extends GeneratorStage {

  final Conveyor conveyor;
  private final AsyncGeneratorState[] sources;

  /** Those that may run. Any thread: a pump starts others. */
  private final Set<TaskCoroutine> helpers = ConcurrentHashMap.newKeySet();

  private boolean begun;
  private boolean cancelled;

  /** Whether the consumer had been asked to stop before: once more reaches the helpers. */
  private boolean consumerWasAsked;

  /** Whether the helpers are left to end by themselves, and to close their sources. */
  private boolean left;

  /** What is waited for while this is closed. */
  private @Nullable Completion awaited;

  /** What the consumer has met while it waited for that. */
  private final Interruptions interruptions = new Interruptions();

  ConcurrentStage(int places, AsyncGeneratorState... sources) {
    super(sources);
    conveyor = new Conveyor(places);
    this.sources = sources;
    closesElsewhere = new Leaving();
  }

  /** Cancels the helpers, for which nobody waits. Any thread. */
  private final class Leaving extends Waiter {
    @Override
    protected void completed(Completion unused) {
      conveyor.leave();
      cancelHelpers();
    }
  }

  private void cancelHelpers() {
    conveyor.closes();
    helpers.forEach(TaskCoroutine::cancelOnce); // the end of a loop may have asked them before
    conveyor.refusePlaces();
  }

  /** The method of {@link AsyncGenerator} that this belongs to, for people. */
  abstract String method();

  /** Starts the pumps, once. */
  final void begin(Carrier carrier) {
    if (begun) {
      return;
    }
    begun = true;
    for (AsyncGeneratorState source : sources) {
      conveyor.begins();
      start(new Helpers.Pumping(source, this), carrier);
    }
  }

  /** What is done with an element of a source; in a pump, which has reserved a place. */
  void use(@Nullable Object element, Carrier carrier) {
    conveyor.add(new Element(element));
  }

  /** Told by a pump that its source has ended, or failed. */
  void sourceEnded(@Nullable Throwable failure) {
    conveyor.ends(failure);
  }

  /** An element on the conveyor, which holds no nulls. */
  record Element(@Nullable Object value) {}

  /** Starts a coroutine on this thread, where the running one belongs. */
  final TaskCoroutine start(GeneratorStage steps, Carrier carrier) {
    TaskCoroutine helper = TaskFactory.inheriting(carrier, new Helpers.Body(steps));
    StackReserve.ensureTwice(); // one that is among them has to run
    helpers.add(helper);
    helper.run();
    helpers.removeIf(TaskCoroutine::isDone);
    return helper;
  }

  @Override
  protected boolean closeNext(Carrier carrier) {
    if (!cancelled) {
      cancelled = true;
      consumerWasAsked = isAskedToStop(carrier);
      cancelHelpers();
    }
    TaskCoroutine helper = left ? null : running();
    if (helper != null && helper == awaited && carrier.isForcedOut()) { // it has tried to wait
      left = true;
      conveyor.leave();
    } else if (helper != null) {
      helper.cancelOnce(); // a pump may have started it meanwhile
      awaited = helper;
      carrier.suspendOn(helper);
      return true;
    }
    awaited = null;
    Throwable thrown = conveyor.takeThrownInClosing();
    if (thrown != null) {
      throw SneakyThrow.sneaky(thrown);
    }
    return !left && super.closeNext(carrier); // those that no pump has gone through
  }

  private static boolean isAskedToStop(Carrier carrier) {
    Coroutine running = carrier.coroutine();
    return running != null && running.isCancelRequested();
  }

  /**
   * A helper that has not ended; null if all have. Looks twice: a pump may start one that the first
   * look passes over, and end before that comes to it; after that, none does.
   */
  private @Nullable TaskCoroutine running() {
    TaskCoroutine first = firstRunning();
    return first == null ? firstRunning() : first;
  }

  private @Nullable TaskCoroutine firstRunning() {
    for (TaskCoroutine helper : helpers) {
      if (!helper.isDone()) {
        return helper;
      }
    }
    return null;
  }

  /**
   * That a helper was cancelled is no news. What else comes while one is waited for is the
   * consumer's: see {@link #finish}.
   */
  @Override
  protected boolean counts(Throwable met) {
    if (awaited == null) {
      return true;
    }
    if (met != awaited.peekFailure()) {
      interrupted(met, Carrier.current());
    }
    return false;
  }

  private void interrupted(Throwable met, Carrier carrier) {
    interruptions.add(met, carrier);
    if (!carrier.isOwnCancellation(met)) {
      return;
    }
    if (consumerWasAsked) {
      helpers.forEach(TaskCoroutine::cancel);
    }
    consumerWasAsked = true;
  }

  /**
   * A scope's failure comes before what this has failed with, and a cancellation after it: that can
   * be met later.
   */
  @Override
  protected void finish(@Nullable Throwable first, Carrier carrier) {
    Throwable own = first == null || isClosing(first) ? null : first;
    if (own != null && interruptions.failure() == null) {
      interruptions.putOff(carrier);
      throw SneakyThrow.sneaky(own);
    }
    if (!interruptions.isAny()) {
      super.finish(first, carrier);
      return;
    }
    throw SneakyThrow.sneaky(interruptions.thrown(carrier, own));
  }
}
