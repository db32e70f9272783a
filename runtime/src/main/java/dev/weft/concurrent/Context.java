package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.BoundFrame;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextSnapshot;
import dev.weft.internal.engine.ContextUse;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values that a coroutine carries with it, bound to keys for as long as a call lasts: a request's
 * user, a trace, a locale. The words, and the rules, are those of the JDK's {@code ScopedValue}.
 *
 * <pre>{@code
 * static final Context.Key<User> USER = Context.key("user");
 *
 * @Async
 * static void handle(Request request) {
 *   Context.where(USER, request.user()).run(() -> answer(request));
 * }
 *
 * @Async
 * static void answer(Request request) {
 *   ...                    // may suspend, and go on on any thread
 *   User user = USER.get();
 * }
 * }</pre>
 *
 * <p>A binding cannot be changed, only hidden by another one for the time of a call within. It is
 * seen by all that runs in {@code call} or {@code run}: by the methods that are called there,
 * suspending or not, after every suspension and on any thread.
 *
 * <p><b>Inherited</b> is what is bound where something is made: by coroutines, when {@code
 * Weft.start}, a task method, {@link TaskScope#fork} or {@code Weft.withDeadline} makes them; by
 * generators when their method is called, not when they are asked for elements; by the work of
 * {@code Weft.blocking} and {@code EventLoop.offload}. What is bound afterwards does not concern
 * them, and they keep what they have when the call has ended in which they were made. Not inherited
 * by threads, by what is handed to an executor, nor by functions that are registered with a {@code
 * CompletionStage}: they see what is bound where they run.
 *
 * <p>In ordinary code bindings belong to the thread, and to the suspending methods that are called
 * there.
 *
 * <p>Where it is not used, it costs nothing. A call binds at the cost of an array and of a frame if
 * it suspends; to get a value takes a few nanoseconds, more by a comparison for each further key.
 */
public final class Context {

  /** What a call of a body by way of a binding takes of the stack, in words, about. */
  private static final int WORDS = 40;

  private Context() {}

  /**
   * A key that is bound to nothing yet; mostly kept in a {@code static final} field. Two keys are
   * never equal, whatever their names.
   *
   * @param name what messages call it
   */
  public static <T extends @Nullable Object> Key<T> key(String name) {
    return new Key<>(Objects.requireNonNull(name, "name"));
  }

  /**
   * A binding of {@code key} to {@code value} for the calls that are made with it.
   *
   * @param value null is a value
   */
  public static <T extends @Nullable Object> Bindings where(Key<T> key, T value) {
    return new Bindings(null, Objects.requireNonNull(key, "key"), value);
  }

  /**
   * What values are bound to. Any thread.
   *
   * @param <T> the values
   */
  public static final class Key<T extends @Nullable Object> {
    private final String name;

    private Key(String name) {
      this.name = name;
    }

    /**
     * The value that this is bound to here.
     *
     * @throws NoSuchElementException if it is not bound
     */
    public T get() {
      Object[] values = values();
      int at = indexOf(this, values);
      if (at < 0) {
        throw new NoSuchElementException(
            "the context key '"
                + name
                + "' is not bound"
                + CallSites.atCaller()
                + "; call this within Context.where(key, value).run(..) or .call(..), or ask"
                + " isBound or orElse");
      }
      return Unchecked.cast(values[at + 1]);
    }

    /** Whether this is bound here. */
    public boolean isBound() {
      return indexOf(this, values()) >= 0;
    }

    /** The value that this is bound to here, or {@code other} if it is not bound. */
    public T orElse(T other) {
      Object[] values = values();
      int at = indexOf(this, values);
      return at < 0 ? other : Unchecked.cast(values[at + 1]);
    }

    /**
     * The value that this is bound to here.
     *
     * @param failure makes what is thrown if it is not bound
     * @throws X if it is not bound
     */
    public <X extends Throwable> T orElseThrow(Supplier<? extends X> failure) throws X {
      Object[] values = values();
      int at = indexOf(this, values);
      if (at < 0) {
        throw failure.get();
      }
      return Unchecked.cast(values[at + 1]);
    }

    /** The name. */
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Object[] NONE = {};

  /** Keys and values by turns. */
  private static Object[] values() {
    Object bound = ContextUse.ofValues() ? ContextSnapshot.values(Carrier.current()) : null;
    return bound == null ? NONE : (Object[]) bound;
  }

  private static int indexOf(Key<?> key, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i += 2) {
      if (values[i] == key) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Bindings for the calls that are made with it. Immutable: it can be kept, and used any number of
   * times, by any thread.
   */
  public static final class Bindings {
    private final @Nullable Bindings others;
    private final Key<?> key;
    private final @Nullable Object value;

    private Bindings(@Nullable Bindings others, Key<?> key, @Nullable Object value) {
      this.others = others;
      this.key = key;
      this.value = value;
    }

    /** These and another one; the last one of a key counts. */
    public <T extends @Nullable Object> Bindings where(Key<T> key, T value) {
      return new Bindings(this, Objects.requireNonNull(key, "key"), value);
    }

    /**
     * Calls {@code body} with these bindings, in the same coroutine, and suspends as long as it
     * does. When it is over, however it ends, what was bound before is bound again.
     *
     * <p>A cancellation reaches {@code body} as if it had been called directly. Throws what it
     * throws, as it is.
     *
     * @return what it returns
     */
    @Async
    public <T extends @Nullable Object> T call(AsyncCallable<T> body) {
      WovenCarrier carrier = WovenCarrier.current();
      Object result = call(body, carrier.room(), carrier);
      return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
    }

    /**
     * For generated code: the body of {@link #call(AsyncCallable)}.
     *
     * @hidden
     */
    public @Nullable Object call(AsyncCallable<?> body, int room, WovenCarrier carrier) {
      Objects.requireNonNull(body, "body");
      Object before = enter(carrier);
      Object result;
      try {
        result = BodyCalls.call(body, room - WORDS, carrier);
      } catch (Throwable failure) {
        BoundFrame.failed(before, carrier);
        throw SneakyThrow.sneaky(failure);
      }
      BoundFrame.leave(before, carrier);
      return result;
    }

    /** The same for a body without a result. */
    @Async
    public void run(AsyncRunnable body) {
      WovenCarrier carrier = WovenCarrier.current();
      run(body, carrier.room(), carrier);
      if (carrier.isUnwinding()) {
        carrier.blockVoid();
      }
    }

    /**
     * For generated code: the body of {@link #run(AsyncRunnable)}.
     *
     * @hidden
     */
    public void run(AsyncRunnable body, int room, WovenCarrier carrier) {
      Objects.requireNonNull(body, "body");
      Object before = enter(carrier);
      try {
        BodyCalls.run(body, room - WORDS, carrier);
      } catch (Throwable failure) {
        BoundFrame.failed(before, carrier);
        throw SneakyThrow.sneaky(failure);
      }
      BoundFrame.leave(before, carrier);
    }

    private @Nullable Object enter(Carrier carrier) {
      ContextUse.beginValues();
      Object[] outer = BoundFrame.values(carrier) instanceof Object[] bound ? bound : NONE;
      return BoundFrame.enter(addTo(outer), carrier);
    }

    private @Nullable Object[] addTo(@Nullable Object[] outer) {
      @Nullable Object[] all = others == null ? outer : others.addTo(outer);
      int at = indexOf(key, all);
      int length = all.length;
      @Nullable Object[] added = Arrays.copyOf(all, at < 0 ? length + 2 : length);
      added[at < 0 ? length : at] = key;
      added[(at < 0 ? length : at) + 1] = value;
      return added;
    }

    /** The keys, and what they are bound to. */
    @Override
    public String toString() {
      return (others == null ? "" : others + ", ") + key + "=" + value;
    }
  }
}
