package dev.weft.spring.mvc;

import dev.weft.spring.SuspendingMethod;
import dev.weft.spring.checks.RefusedMethodException;
import dev.weft.spring.checks.WovenCheck;
import java.lang.reflect.Method;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Looks at the handler methods of Spring MVC before there are requests. */
public final class HandlerCheck implements SmartInitializingSingleton {

  private final ObjectProvider<RequestMappingHandlerMapping> mappings;
  private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

  /** A check of all that is mapped, and of what is to call it. */
  public HandlerCheck(
      ObjectProvider<RequestMappingHandlerMapping> mappings,
      ObjectProvider<RequestMappingHandlerAdapter> adapters) {
    this.mappings = mappings;
    this.adapters = adapters;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (RequestMappingHandlerMapping mapping : mappings) {
      for (HandlerMethod handler : mapping.getHandlerMethods().values()) {
        check(handler.getMethod());
      }
    }
  }

  private void check(Method method) {
    WovenCheck.check(method);
    if (SuspendingMethod.of(method) == null) {
      return;
    }
    for (RequestMappingHandlerAdapter adapter : adapters) {
      if (!(adapter instanceof SuspendingHandlerAdapter)) {
        throw new RefusedMethodException(
            method,
            "suspends, and what calls handler methods here is "
                + adapter.getClass().getName()
                + ", which would hold the servlet's thread meanwhile",
            "Let the application's WebMvcRegistrations, or its subclass of"
                + " WebMvcConfigurationSupport, make a "
                + SuspendingHandlerAdapter.class.getName()
                + "; or let the method return a Task.");
      }
    }
  }
}
