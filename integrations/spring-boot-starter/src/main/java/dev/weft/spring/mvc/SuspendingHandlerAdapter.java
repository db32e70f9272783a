package dev.weft.spring.mvc;

import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.SuspendingMethod;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/**
 * Spring MVC's adapter of handler methods, which runs those that suspend as coroutines: the
 * servlet's thread goes back to its pool while they do.
 *
 * <p>Spring Boot is told to use it. An application that has an adapter of its own extends this one.
 * Methods of proxied beans are called as ever, advice and all, on the servlet's thread, which they
 * hold while they are suspended.
 */
public class SuspendingHandlerAdapter extends RequestMappingHandlerAdapter {

  private final HandlerScheduler schedulers;

  /** An adapter whose coroutines run where {@code schedulers} says. */
  public SuspendingHandlerAdapter(HandlerScheduler schedulers) {
    this.schedulers = schedulers;
  }

  @Override
  public void afterPropertiesSet() {
    super.afterPropertiesSet();
    List<HandlerMethodReturnValueHandler> handlers = new ArrayList<>();
    handlers.add(new OutcomeHandler());
    List<HandlerMethodReturnValueHandler> known = getReturnValueHandlers();
    if (known != null) {
      handlers.addAll(known);
    }
    setReturnValueHandlers(handlers);
  }

  @Override
  protected ServletInvocableHandlerMethod createInvocableHandlerMethod(HandlerMethod handler) {
    SuspendingMethod method = SuspendingMethod.of(handler.getMethod());
    return method != null && method.hasBodyIn(handler.getBean())
        ? new SuspendingInvocation(handler, method, schedulers)
        : super.createInvocableHandlerMethod(handler);
  }
}
