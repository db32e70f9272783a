package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.linking.BodyCaller;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/** Calls of functions that may suspend, made by frames that are written by hand. */
final class AsyncCalls {

  private static final Class<?> OBJECT = Object.class;

  private static final BodyCaller FUNCTION =
      new BodyCaller(AsyncFunction.class, "apply", OBJECT, WovenCarrier.class, OBJECT);

  private static final BodyCaller FUNCTION_OF_TWO =
      new BodyCaller(AsyncBiFunction.class, "apply", OBJECT, WovenCarrier.class, OBJECT, OBJECT);

  private static final BodyCaller PREDICATE =
      new BodyCaller(AsyncPredicate.class, "test", boolean.class, WovenCarrier.class, OBJECT);

  private static final BodyCaller CONSUMER =
      new BodyCaller(AsyncConsumer.class, "accept", void.class, WovenCarrier.class, OBJECT);

  private AsyncCalls() {}

  /** Whether the body of {@code function} is to be called; it does not change. */
  static boolean appliesBody(AsyncFunction<?, ?> function) {
    return FUNCTION.hasBody(function);
  }

  /** Whether the body of {@code predicate} is to be called; it does not change. */
  static boolean testsBody(AsyncPredicate<?> predicate) {
    return PREDICATE.hasBody(predicate);
  }

  static @Nullable Object apply(
      AsyncFunction<?, ?> function, @Nullable Object argument, Carrier carrier) throws Exception {
    return apply(function, appliesBody(function), argument, carrier);
  }

  static @Nullable Object apply(
      AsyncFunction<?, ?> function, boolean hasBody, @Nullable Object argument, Carrier carrier)
      throws Exception {
    if (hasBody) {
      AsyncFunction<@Nullable Object, ?> known = Unchecked.cast(function);
      return known.apply(argument, carrier.room(), (WovenCarrier) carrier);
    }
    FUNCTION.callOrdinary(function, carrier, argument);
    return null;
  }

  static @Nullable Object apply(
      AsyncBiFunction<?, ?, ?> function,
      @Nullable Object first,
      @Nullable Object second,
      Carrier carrier)
      throws Exception {
    if (FUNCTION_OF_TWO.hasBody(function)) {
      AsyncBiFunction<@Nullable Object, @Nullable Object, ?> known = Unchecked.cast(function);
      return known.apply(first, second, carrier.room(), (WovenCarrier) carrier);
    }
    FUNCTION_OF_TWO.callOrdinary(function, carrier, first, second);
    return null;
  }

  static boolean test(
      AsyncPredicate<?> predicate, boolean hasBody, @Nullable Object argument, Carrier carrier)
      throws Exception {
    if (hasBody) {
      AsyncPredicate<@Nullable Object> known = Unchecked.cast(predicate);
      return known.test(argument, carrier.room(), (WovenCarrier) carrier);
    }
    PREDICATE.callOrdinary(predicate, carrier, argument);
    return false;
  }

  static void accept(AsyncConsumer<?> consumer, @Nullable Object argument, Carrier carrier) {
    if (CONSUMER.hasBody(consumer)) {
      AsyncConsumer<@Nullable Object> known = Unchecked.cast(consumer);
      known.accept(argument, carrier.room(), (WovenCarrier) carrier);
    } else {
      CONSUMER.callOrdinary(consumer, carrier, argument);
    }
  }
}
