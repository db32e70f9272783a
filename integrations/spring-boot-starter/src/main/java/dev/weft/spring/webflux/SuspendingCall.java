package dev.weft.spring.webflux;

import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.SuspendingMethod;
import dev.weft.spring.reactive.ReactiveTypes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One call of a suspending handler method: as a coroutine, or where it may block. */
final class SuspendingCall extends RecordedCall {

  private final SuspendingMethod method;
  private final HandlerScheduler schedulers;

  SuspendingCall(
      ServerWebExchange exchange,
      Recording recording,
      RequestMappingHandlerAdapter adapter,
      SuspendingMethod method,
      HandlerScheduler schedulers) {
    super(exchange, recording, adapter);
    this.method = method;
    this.schedulers = schedulers;
  }

  @Override
  Mono<HandlerResult> call(
      @Nullable Object[] arguments,
      @Nullable HandlerResult recorded,
      DispatchExceptionHandler exceptions) {
    return value(arguments)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(
            value ->
                value.isEmpty() && (recorded == null || exchange.isNotModified())
                    ? Mono.<HandlerResult>empty() // the response is handled
                    : Mono.just(result(value.orElse(null), arguments, recorded, exceptions)))
        .onErrorResume(failure -> exceptions.handleError(exchange, failure));
  }

  private Mono<Object> value(@Nullable Object[] arguments) {
    Object bean = recording.getBean();
    return method.hasBodyIn(bean)
        ? Mono.defer(() -> ReactiveTypes.mono(method.start(schedulers, bean, arguments)))
        : Mono.fromCallable(() -> method.callOrdinary(bean, arguments))
            .subscribeOn(Schedulers.boundedElastic());
  }
}
