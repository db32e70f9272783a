package dev.weft.spring.webflux;

import dev.weft.spring.SuspendingMethod;
import dev.weft.spring.checks.RefusedMethodException;
import dev.weft.spring.checks.WovenCheck;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Looks at the handler methods of WebFlux before there are requests. */
public final class HandlerCheck implements SmartInitializingSingleton {

  private final ObjectProvider<RequestMappingHandlerMapping> mappings;

  /** A check of all that is mapped. */
  public HandlerCheck(ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (RequestMappingHandlerMapping mapping : mappings) {
      for (HandlerMethod handler : mapping.getHandlerMethods().values()) {
        check(handler.getMethod());
      }
    }
  }

  private static void check(Method method) {
    WovenCheck.check(method);
    if (SuspendingMethod.of(method) == null) {
      return;
    }
    Class<?> type = method.getDeclaringClass();
    if (Modifier.isFinal(type.getModifiers())) {
      throw refuse(method, "is in a final class", "Do not make the class final");
    }
    int modifiers = method.getModifiers();
    if ((modifiers & (Modifier.FINAL | Modifier.PRIVATE | Modifier.STATIC)) != 0) {
      throw refuse(
          method,
          "is "
              + Modifier.toString(
                  modifiers & (Modifier.FINAL | Modifier.PRIVATE | Modifier.STATIC)),
          "Let it be neither final nor private nor static");
    }
  }

  private static RefusedMethodException refuse(Method method, String problem, String action) {
    return new RefusedMethodException(
        method,
        problem + " and suspends: WebFlux calls such methods through a subclass",
        action + "; or let the method return a Task.");
  }
}
