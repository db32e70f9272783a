package dev.weft.internal.engine;

import dev.weft.AsyncCallable;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * A woven body written by hand, for tests of the engine: parts that run one after the other, each
 * of which may suspend as the last thing it does.
 */
public class HandWoven extends Frame {

  /** A stretch of code between two suspension points. */
  @FunctionalInterface
  public interface Part {
    /**
     * Runs.
     *
     * @param carrier the running thread's
     * @param before what the suspended call at the end of the part before gave
     */
    @Nullable Object run(WovenCarrier carrier, Given before) throws Throwable;
  }

  /** What a suspended call gave. */
  public record Given(@Nullable Object value, @Nullable Throwable failure) {
    /** The value, or throws the failure. */
    public @Nullable Object get() throws Throwable {
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }

  private final Part[] parts;
  private int next;
  private boolean resumed;

  /** One call. */
  public HandWoven(Part... parts) {
    this.parts = parts.clone();
  }

  /** A body to start. */
  public static AsyncCallable<Object> body(Part... parts) {
    return new AsyncCallable<>() {
      @SuppressWarnings("unused") // says that the body is no proxy's
      private static void weft$woven() {}

      @Override
      public Object call() {
        throw new AssertionError("the woven body is there, so the ordinary one is not called");
      }

      @Override
      public @Nullable Object call(int room, WovenCarrier carrier) {
        return new HandWoven(parts).call(carrier);
      }
    };
  }

  /** A part that waits for a task. */
  public static Part await(Completion awaited) {
    return (carrier, before) -> {
      var unused = before.get();
      return Suspend.await(awaited, carrier);
    };
  }

  /** A part that returns what the part before gave. */
  public static Part result() {
    return (carrier, before) -> before.get();
  }

  /** A part that throws {@code failure}. */
  public static Part failing(Throwable failure) {
    return (carrier, before) -> {
      throw failure;
    };
  }

  /** A part that lets others run. */
  public static Part yielding() {
    return (carrier, before) -> {
      var unused = before.get();
      Suspend.yieldNow(carrier);
      return null;
    };
  }

  /** The direct body. */
  public final @Nullable Object call(WovenCarrier carrier) {
    try {
      return go(carrier, new Given(null, null));
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }

  @Override
  protected final int resume(Carrier of) throws Throwable {
    var carrier = (WovenCarrier) of;
    next = state;
    resumed = true;
    Given given;
    try {
      given = new Given(state == 0 ? null : carrier.takeObject(), null);
    } catch (Throwable failure) {
      given = new Given(null, failure);
    }
    carrier.putObject(go(carrier, given));
    return carrier.unwinding;
  }

  private @Nullable Object go(WovenCarrier carrier, Given first) throws Throwable {
    Given before = first;
    while (true) {
      Object value = parts[next++].run(carrier, before);
      if (carrier.isUnwinding()) {
        if (next < parts.length) { // a suspension in tail position needs no frame
          state = next; // as generated code does, only when the frame is filled
          carrier.link(this);
        } else if (resumed) {
          carrier.linkCaller(this);
        }
        return null;
      }
      if (next == parts.length) {
        return value;
      }
      before = new Given(value, null);
    }
  }

  /** The entry of a suspending method, as it is generated. */
  public static Object callFromOutside(HandWoven.Part... parts) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = new HandWoven(parts).call(carrier);
    return carrier.isUnwinding() ? carrier.blockObject() : result;
  }
}
