package dev.weft.spring.webflux;

import dev.weft.Task;
import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.SuspendingMethod;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * WebFlux's adapter of handler methods that suspend, or return tasks: runs them as coroutines, and
 * lets Spring's own adapter do the rest, from arguments to exceptions.
 *
 * <p>Methods of proxied beans, whose advice surrounds them and cannot be suspended, are called on a
 * thread that may block, of Reactor's {@code boundedElastic()}. Reactor's threads that must not
 * block are never held.
 */
public final class SuspendingHandlers implements HandlerAdapter, Ordered {

  private final HandlerScheduler schedulers;
  private final Supplier<RequestMappingHandlerAdapter> adapters;

  /**
   * An adapter whose coroutines run where {@code schedulers} says.
   *
   * @param adapters Spring's own; asked for when there is a request
   */
  public SuspendingHandlers(
      HandlerScheduler schedulers, Supplier<RequestMappingHandlerAdapter> adapters) {
    this.schedulers = schedulers;
    this.adapters = adapters;
  }

  /** Before Spring's own. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public boolean supports(Object handler) {
    return handler instanceof HandlerMethod called
        && (SuspendingMethod.of(called.getMethod()) != null || isOfTask(called.getMethod()));
  }

  /** Those that no subclass can stand in for are left to Spring, which knows tasks, too. */
  private static boolean isOfTask(Method method) {
    return method.getReturnType() == Task.class && Recording.isPossible(method);
  }

  @Override
  public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
    var called = (HandlerMethod) handler;
    RequestMappingHandlerAdapter adapter = adapters.get();
    Recording recording = Recording.of(called);
    SuspendingMethod method = SuspendingMethod.of(called.getMethod());
    RecordedCall call =
        method == null
            ? new TaskCall(exchange, recording, adapter)
            : new SuspendingCall(exchange, recording, adapter, method, schedulers);
    return adapter
        .handle(exchange, recording)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(recorded -> call.proceed(recorded.orElse(null)));
  }
}
