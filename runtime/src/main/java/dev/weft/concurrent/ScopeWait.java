package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Event;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.util.Suppression;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A suspended call of {@link TaskScope#join} or {@link TaskScope#close}: the frame of who waits,
 * and the event it waits for. A wake-up is a hint; the frame looks itself whether it may go on.
 */
abstract class ScopeWait extends Frame implements Event {

  final ScopeState scope;

  /** Written while others may look for it, who then leave it to {@link #arm} to look again. */
  private volatile @Nullable Coroutine owner;

  ScopeWait(ScopeState scope) {
    this.scope = scope;
  }

  /**
   * Suspends the call that is being made. The scope is told by the owner itself, and before: once
   * suspended it may be woken, and wait for something else, while the thread that it was suspended
   * on has not come to {@link #arm}.
   */
  final void begin(Carrier carrier) {
    scope.awaitedBy(this);
    carrier.suspendOn(this);
    carrier.link(this);
  }

  /** Whether this waits until nothing runs in the scope, whether that is cancelled or not. */
  abstract boolean waitsForAll();

  @Override
  public final WaitTarget target() {
    return WaitTarget.of(WaitTarget.Kind.SCOPE, scope.toString(), scope.running(), false);
  }

  @Override
  public final void arm(Coroutine coroutine) {
    owner = coroutine;
    if (scope.isOver(waitsForAll())) {
      wake();
    }
  }

  @Override
  public final void disarm(Coroutine coroutine) {
    scope.forget(this);
  }

  /** Lets the owner look again. Any thread. */
  final void wake() {
    Coroutine waiting = owner;
    if (waiting != null) {
      boolean unused = waiting.resume(this, null, null);
    }
  }

  @Override
  protected final int resume(Carrier carrier) throws Throwable {
    scope.forget(this);
    try {
      carrier.takeVoid();
    } catch (Throwable met) {
      meet(met, carrier);
    }
    if (scope.isOver(waitsForAll()) || !mayWait(carrier)) {
      end(carrier);
    } else {
      begin(carrier);
    }
    return carrier.unwinding;
  }

  /** Something came from outside while the owner waited. */
  abstract void meet(Throwable fromOutside, Carrier carrier) throws Throwable;

  /** Whether the owner, which would have to wait on, may do so. */
  abstract boolean mayWait(Carrier carrier);

  /** Ends the call. */
  abstract void end(Carrier carrier) throws Throwable;

  /** A call of {@link TaskScope#join}. */
  @FrameLayout(
      owner = "dev.weft.concurrent.TaskScope",
      method = "join",
      descriptor = "()Ljava/lang/Object;",
      file = "TaskScope.java",
      points = {})
  static final class Join extends ScopeWait {

    Join(ScopeState scope) {
      super(scope);
    }

    @Override
    boolean waitsForAll() {
      return false;
    }

    @Override
    void meet(Throwable fromOutside, Carrier carrier) throws Throwable {
      scope.leaveJoin();
      throw fromOutside;
    }

    @Override
    boolean mayWait(Carrier carrier) {
      return true;
    }

    @Override
    void end(Carrier carrier) {
      carrier.putObject(scope.joinResult());
    }
  }

  /** A call of {@link TaskScope#close}, which ends only when nothing runs any more. */
  @FrameLayout(
      owner = "dev.weft.concurrent.TaskScope",
      method = "close",
      descriptor = "()V",
      file = "TaskScope.java",
      points = {})
  static final class Close extends ScopeWait {

    /** What the owner has met while it waited, to be thrown in the end. */
    private @Nullable Throwable met;

    /**
     * Whether the owner had been cancelled before: then another request reaches the forked, too.
     */
    private boolean cancelled;

    /** Whether the owner was cancelled while it waited, which it is to meet after that. */
    private boolean putOff;

    Close(ScopeState scope, boolean cancelled) {
      super(scope);
      this.cancelled = cancelled;
    }

    @Override
    boolean waitsForAll() {
      return true;
    }

    @Override
    void meet(Throwable fromOutside, Carrier carrier) {
      boolean asked = carrier.isOwnCancellation(fromOutside);
      if (asked) {
        putOff = true;
      } else if (met == null) {
        met = fromOutside;
      } else {
        Suppression.add(met, fromOutside);
      }
      if (asked || carrier.isForcedOut()) {
        scope.cancelRunning(cancelled); // the end of the block has cancelled them once
        cancelled = true;
      }
    }

    @Override
    boolean mayWait(Carrier carrier) {
      return !carrier.isForcedOut();
    }

    /**
     * A cancellation is met at the next suspension point: thrown from here, it would be suppressed
     * in whatever else leaves the block, and lost.
     */
    @Override
    void end(Carrier carrier) throws Throwable {
      if (putOff) {
        Objects.requireNonNull(carrier.coroutine()).deferCancellation();
      }
      scope.finishClose(met, this);
      carrier.putVoid();
    }
  }
}
