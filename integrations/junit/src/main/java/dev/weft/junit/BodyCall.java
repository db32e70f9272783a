package dev.weft.junit;

import dev.weft.AsyncCallable;
import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A coroutine body that calls a test's method: by reflection, as JUnit does, but its woven body, so
 * that the coroutine is suspended where the method is.
 *
 * <p>Nothing is done after the call, so there is nothing that a frame would have to keep.
 */
@SuppressWarnings("NullAway") // arguments and the result may be null
final class BodyCall implements AsyncCallable<Object> {

  private final Method body;
  private final @Nullable Object target;
  private final @Nullable Object[] arguments;

  private BodyCall(Method body, @Nullable Object target, List<@Nullable Object> arguments) {
    this.body = body;
    this.target = target;
    this.arguments = arguments.toArray(new @Nullable Object[arguments.size() + 2]);
  }

  /**
   * A call of {@code method}.
   *
   * @return null if it has no body that suspends: it was not woven, or the weaver has refused it
   */
  static @Nullable BodyCall of(
      Method method, @Nullable Object target, List<@Nullable Object> arguments) {
    Method body = body(method);
    return body == null ? null : new BodyCall(body, target, arguments);
  }

  private static @Nullable Method body(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    int own = parameters.length;
    Class<?>[] all = Arrays.copyOf(parameters, own + 2);
    all[own] = int.class;
    all[own + 1] = WovenCarrier.class;
    try {
      Method body = method.getDeclaringClass().getDeclaredMethod(method.getName(), all);
      return body.getReturnType() == method.getReturnType() ? body : null;
    } catch (NoSuchMethodException notWoven) {
      return null;
    }
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
  public Object call(int room, WovenCarrier carrier) {
    arguments[arguments.length - 2] = room;
    arguments[arguments.length - 1] = carrier;
    return ReflectionSupport.invokeMethod(body, target, arguments);
  }
}
