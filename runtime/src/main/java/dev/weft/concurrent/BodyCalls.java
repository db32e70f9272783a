package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncFunction;
import dev.weft.AsyncRunnable;
import dev.weft.internal.linking.BodyCaller;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of what users pass in and may suspend: of its woven body, or of the ordinary method where
 * that is meant. Each may leave the carrier unwinding, and returns a dummy then.
 */
final class BodyCalls {

  private static final BodyCaller CALLABLE =
      new BodyCaller(AsyncCallable.class, "call", Object.class, WovenCarrier.class);

  private static final BodyCaller RUNNABLE =
      new BodyCaller(AsyncRunnable.class, "run", void.class, WovenCarrier.class);

  private static final BodyCaller FUNCTION =
      new BodyCaller(AsyncFunction.class, "apply", Object.class, WovenCarrier.class, Object.class);

  private BodyCalls() {}

  static @Nullable Object call(AsyncCallable<?> body, int room, WovenCarrier carrier)
      throws Exception {
    if (CALLABLE.hasBody(body)) {
      return body.call(room, carrier);
    }
    CALLABLE.callOrdinary(body, carrier);
    return null;
  }

  static void run(AsyncRunnable body, int room, WovenCarrier carrier) throws Exception {
    if (RUNNABLE.hasBody(body)) {
      body.run(room, carrier);
    } else {
      RUNNABLE.callOrdinary(body, carrier);
    }
  }

  static @Nullable Object apply(
      AsyncFunction<?, ?> function, @Nullable Object argument, int room, WovenCarrier carrier)
      throws Exception {
    if (FUNCTION.hasBody(function)) {
      AsyncFunction<@Nullable Object, ?> known = Unchecked.cast(function);
      return known.apply(argument, room, carrier);
    }
    FUNCTION.callOrdinary(function, carrier, argument);
    return null;
  }
}
