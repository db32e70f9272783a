package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value that changes, and that coroutines wait for to change; as Kotlin's {@code StateFlow}.
 *
 * <pre>{@code
 * StateValue<Price> price = new StateValue<>(Price.UNKNOWN);
 *
 * @Async
 * void show() {
 *   Price seen = price.get();
 *   while (true) {
 *     draw(seen);
 *     seen = price.awaitNext(seen);
 *   }
 * }
 * }</pre>
 *
 * <p><b>It conflates</b>: who is slow sees the newest value, not each one in between. To set a
 * value that equals the present one changes nothing, and wakes nobody.
 *
 * <p>In ordinary code, waiting blocks the thread; on the thread of an event loop that is refused
 * with an {@link IllegalStateException}. All methods are for any thread, any number of coroutines
 * may wait, and one that is cancelled leaves the others waiting.
 *
 * @param <T> the values; immutable ones
 */
public final class StateValue<T extends @Nullable Object> {

  private static final Call AWAIT_NEXT = new Call("StateValue", "awaitNext");
  private static final Call AWAIT_UNTIL = new Call("StateValue", "awaitUntil");

  /**
   * Those who wait for a change. The value is set first, and then its number, under the monitor;
   * who waits reads the number before the value, and is let go if the number has changed since: it
   * looks at the value itself, in its own coroutine, and perhaps waits again.
   */
  private final class Changes extends WaitQueue {
    private volatile long number;

    /** Whether all are let go. Under the monitor. */
    private boolean changing;

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the monitor
    void changed() {
      QueuedWait woken;
      monitor.enterEnsured(); // the value is another one already
      try {
        number = number + 1;
        changing = true;
        settle();
        changing = false;
        woken = monitor.take();
      } finally {
        monitor.exit();
      }
      Wakeups.deliver(woken);
    }

    @Override
    boolean mayGrant(QueuedWait head) {
      return changing;
    }

    @Override
    void arrived(QueuedWait arriving) {
      if (arriving.amount != number && claimWaiting(arriving)) {
        monitor.add(arriving);
      }
    }

    @Override
    void finish(QueuedWait ended, Carrier carrier) {
      long seen = number;
      T now = get();
      Predicate<T> wanted = Unchecked.cast(Objects.requireNonNull(ended.payload));
      if (wanted.test(now)) {
        carrier.putObject(now);
      } else {
        ended.amount = seen;
        ended.waitAgain(carrier);
      }
    }
  }

  private final AtomicReference<T> value;
  private final Changes changes = new Changes();

  /**
   * A value.
   *
   * @param initial the first one
   */
  public StateValue(T initial) {
    value = new AtomicReference<>(initial);
  }

  /** The present value. */
  public T get() {
    return value.get();
  }

  /** Sets the value. */
  public void set(T next) {
    StackReserve.ensure();
    T before = value.getAndSet(next);
    if (!Objects.equals(before, next)) {
      changes.changed();
    }
  }

  /**
   * Sets the value to {@code next} if it equals {@code expected}.
   *
   * @return whether it did
   */
  public boolean compareAndSet(T expected, T next) {
    StackReserve.ensure();
    T now = value.get();
    while (Objects.equals(now, expected)) {
      if (value.compareAndSet(now, next)) {
        if (!Objects.equals(now, next)) {
          changes.changed();
        }
        return true;
      }
      now = value.get();
    }
    return false;
  }

  /**
   * Sets the value to what {@code change} makes of it.
   *
   * @param change may be called several times, where others set the value meanwhile; ordinary code
   * @return the value that was set
   */
  public T update(UnaryOperator<T> change) {
    StackReserve.ensure();
    while (true) {
      T now = value.get();
      T next = change.apply(now);
      if (value.compareAndSet(now, next)) {
        if (!Objects.equals(now, next)) {
          changes.changed();
        }
        return next;
      }
    }
  }

  /**
   * Suspends until the value does not equal {@code seen}; returns at once if it does not now.
   *
   * @return the present value
   */
  @Async
  public T awaitNext(T seen) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = awaitNext(seen, Carrier.MAX_DEPTH, carrier);
    return result(result, AWAIT_NEXT, carrier);
  }

  /**
   * The body of {@link #awaitNext(Object)}.
   *
   * @hidden
   */
  public @Nullable Object awaitNext(@Nullable Object seen, int room, WovenCarrier carrier) {
    return await(now -> !Objects.equals(now, seen), AWAIT_NEXT, carrier);
  }

  /**
   * Suspends until the value is one that {@code wanted} is true of; returns at once if it is now.
   * Values that are replaced before the caller has looked do not count.
   *
   * <p>Throws what {@code wanted} throws, as it is.
   *
   * @param wanted called by the waiting coroutine, with the present value; ordinary code
   * @return that value
   */
  @Async
  public T awaitUntil(Predicate<? super T> wanted) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = awaitUntil(wanted, Carrier.MAX_DEPTH, carrier);
    return result(result, AWAIT_UNTIL, carrier);
  }

  /**
   * The body of {@link #awaitUntil(Predicate)}.
   *
   * @hidden
   */
  public @Nullable Object awaitUntil(Predicate<?> wanted, int room, WovenCarrier carrier) {
    return await(Unchecked.cast(Objects.requireNonNull(wanted, "wanted")), AWAIT_UNTIL, carrier);
  }

  private @Nullable Object await(Predicate<? super T> wanted, Call call, WovenCarrier carrier) {
    carrier.refuseInGenerator();
    long seen = changes.number;
    T now = get();
    if (wanted.test(now)) {
      return now;
    }
    new QueuedWait(changes, call, wanted, seen).begin(carrier);
    return null;
  }

  private T result(@Nullable Object now, Call call, WovenCarrier carrier) {
    if (!carrier.isUnwinding()) {
      return Unchecked.cast(now);
    }
    Callers.checkMayBlock(carrier, call);
    return Unchecked.cast(carrier.blockObject());
  }

  @Override
  public String toString() {
    return "StateValue[" + get() + "]";
  }
}
