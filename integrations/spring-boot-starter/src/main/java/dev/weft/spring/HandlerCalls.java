package dev.weft.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Calls of handler methods by reflection. */
public final class HandlerCalls {

  private HandlerCalls() {}

  /**
   * Calls {@code method}.
   *
   * @throws Exception what it throws, as it is; also what is neither an exception nor an error, as
   *     the JVM allows
   */
  public static @Nullable Object invoke(Method method, Object bean, @Nullable Object[] arguments)
      throws Exception {
    ReflectionUtils.makeAccessible(method);
    try {
      return method.invoke(bean, arguments);
    } catch (InvocationTargetException thrown) {
      throw HandlerCalls.<RuntimeException>asItIs(thrown.getTargetException());
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItIs(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
