package dev.weft.spring;

import dev.weft.AsyncCallable;
import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine body that calls the woven body of a method by reflection, so that the coroutine is
 * suspended where the method is.
 *
 * <p>Written by hand, as generated code would be: after the call there is nothing to be done unless
 * the result is a primitive one, which has to be boxed.
 */
@SuppressWarnings("NullAway") // arguments and the result may be null
final class BodyCall implements AsyncCallable<Object> {

  private final Method body;
  private final Object bean;
  private final @Nullable Object[] arguments;

  BodyCall(Method body, Object bean, @Nullable Object[] arguments) {
    this.body = body;
    this.bean = bean;
    this.arguments = Arrays.copyOf(arguments, arguments.length + 2);
  }

  /** Says that the body here is meant, though it overrides another. */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private static void weft$woven() {}

  @Async
  @Override
  public Object call() {
    throw new IllegalStateException(body + " is only called by the coroutine that begins with it");
  }

  /** Overrides what javac does not see in the published jar of the runtime. */
  @SuppressWarnings("MissingOverride")
  public Object call(int room, WovenCarrier carrier) throws Exception {
    arguments[arguments.length - 2] = room;
    arguments[arguments.length - 1] = carrier;
    Object result = HandlerCalls.invoke(body, bean, arguments);
    Class<?> type = body.getReturnType();
    if (carrier.isUnwinding() && type.isPrimitive() && type != void.class) {
      carrier.link(new BoxingFrame(type));
    }
    return result;
  }
}
