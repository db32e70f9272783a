package dev.weft.spring.webflux;

import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.SuspendingMethod;
import dev.weft.spring.reactive.ReactiveTypes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.ui.Model;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One call of a suspending handler method, whose arguments have been recorded.
 *
 * <p>Spring has seen a method that returned null, and may have taken the response for handled:
 * because of its {@code @ResponseStatus}, which it has set, or since one of the arguments is the
 * response. Then it has no result for this, and there is none either if null is what the coroutine
 * returns, too.
 */
final class SuspendingCall {

  private final ServerWebExchange exchange;
  private final Recording recording;
  private final RequestMappingHandlerAdapter adapter;
  private final HandlerScheduler schedulers;
  private final @Nullable HttpStatusCode statusBefore;

  SuspendingCall(
      ServerWebExchange exchange,
      Recording recording,
      RequestMappingHandlerAdapter adapter,
      HandlerScheduler schedulers) {
    this.exchange = exchange;
    this.recording = recording;
    this.adapter = adapter;
    this.schedulers = schedulers;
    statusBefore = exchange.getResponse().getStatusCode();
  }

  /**
   * Calls the method.
   *
   * @param recorded what Spring makes of the call that was recorded; null if it takes the response
   *     for handled
   */
  Mono<HandlerResult> proceed(@Nullable HandlerResult recorded) {
    @Nullable Object[] arguments = recording.arguments();
    if (arguments == null) {
      return Mono.justOrEmpty(recorded); // an exception handler's, of an argument that is wrong
    }
    DispatchExceptionHandler exceptions = exceptionHandler(recorded);
    return call(arguments)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(value -> result(value.orElse(null), recorded, arguments, exceptions))
        .onErrorResume(failure -> exceptions.handleError(exchange, failure));
  }

  private Mono<Object> call(@Nullable Object[] arguments) {
    SuspendingMethod method = recording.method();
    Object bean = recording.getBean();
    return method.hasBodyIn(bean)
        ? Mono.defer(() -> ReactiveTypes.mono(method.start(schedulers, bean, arguments)))
        : Mono.fromCallable(() -> method.callOrdinary(bean, arguments))
            .subscribeOn(Schedulers.boundedElastic());
  }

  private Mono<HandlerResult> result(
      @Nullable Object value,
      @Nullable HandlerResult recorded,
      @Nullable Object[] arguments,
      DispatchExceptionHandler exceptions) {
    if (value == null && (recorded == null || exchange.isNotModified())) {
      return Mono.empty();
    }
    BindingContext context = recorded == null ? model(arguments) : recorded.getBindingContext();
    var result = new HandlerResult(recording, value, recording.getReturnType(), context);
    return Mono.just(result.setExceptionHandler(exceptions));
  }

  /** Spring's own is out of reach, but not its model if the method has asked for that. */
  private static BindingContext model(@Nullable Object[] arguments) {
    var context = new BindingContext();
    for (Object argument : arguments) {
      if (argument instanceof Model model) {
        context.getModel().addAllAttributes(model.asMap());
      }
    }
    return context;
  }

  private DispatchExceptionHandler exceptionHandler(@Nullable HandlerResult recorded) {
    DispatchExceptionHandler known = recorded == null ? null : recorded.getExceptionHandler();
    if (known != null) {
      return known;
    }
    return (request, failure) -> {
      request.getResponse().setStatusCode(statusBefore);
      return adapter.handle(request, new Failing(recording, failure));
    };
  }
}
