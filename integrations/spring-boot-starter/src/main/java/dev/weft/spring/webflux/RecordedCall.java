package dev.weft.spring.webflux;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.ui.Model;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * One call of a handler method, whose arguments have been recorded.
 *
 * <p>Spring has seen a method that returned null, and may have taken the response for handled:
 * because of its {@code @ResponseStatus}, which it has set, or since one of the arguments is the
 * response. Then it has no result for this.
 */
abstract class RecordedCall {

  final ServerWebExchange exchange;
  final Recording recording;
  private final RequestMappingHandlerAdapter adapter;
  private final @Nullable HttpStatusCode statusBefore;

  RecordedCall(
      ServerWebExchange exchange, Recording recording, RequestMappingHandlerAdapter adapter) {
    this.exchange = exchange;
    this.recording = recording;
    this.adapter = adapter;
    statusBefore = exchange.getResponse().getStatusCode();
  }

  /**
   * Calls the method, unless one of its arguments was wrong.
   *
   * @param recorded what Spring makes of the call that was recorded; null if it takes the response
   *     for handled
   */
  final Mono<HandlerResult> proceed(@Nullable HandlerResult recorded) {
    @Nullable Object[] arguments = recording.arguments();
    return arguments == null
        ? Mono.justOrEmpty(recorded) // an exception handler's
        : call(arguments, recorded, exceptionHandler(recorded));
  }

  abstract Mono<HandlerResult> call(
      @Nullable Object[] arguments,
      @Nullable HandlerResult recorded,
      DispatchExceptionHandler exceptions);

  final HandlerResult result(
      @Nullable Object value,
      @Nullable Object[] arguments,
      @Nullable HandlerResult recorded,
      DispatchExceptionHandler exceptions) {
    BindingContext context = recorded == null ? model(arguments) : recorded.getBindingContext();
    var result = new HandlerResult(recording, value, recording.getReturnType(), context);
    return result.setExceptionHandler(exceptions);
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
