package dev.weft.spring.webflux;

import dev.weft.Task;
import dev.weft.spring.HandlerCalls;
import dev.weft.spring.reactive.ReactiveTypes;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * One call of a handler method that returns a task: made when Spring waits for its result, so that
 * whoever gives that up cancels the task. A task that is made before would go on alone if the
 * client went away in between.
 */
final class TaskCall extends RecordedCall {

  TaskCall(ServerWebExchange exchange, Recording recording, RequestMappingHandlerAdapter adapter) {
    super(exchange, recording, adapter);
  }

  @Override
  Mono<HandlerResult> call(
      @Nullable Object[] arguments,
      @Nullable HandlerResult recorded,
      DispatchExceptionHandler exceptions) {
    Method method = recording.getMethod();
    Mono<Object> value = Mono.defer(() -> begin(method, recording.getBean(), arguments));
    return recorded == null && isOfVoid(method)
        ? value
            .then(Mono.<HandlerResult>empty()) // the response is handled
            .onErrorResume(failure -> exceptions.handleError(exchange, failure))
        : Mono.just(result(value, arguments, recorded, exceptions));
  }

  private static Mono<Object> begin(Method method, Object bean, @Nullable Object[] arguments) {
    try {
      Task<?> task = (Task<?>) HandlerCalls.invoke(method, bean, arguments);
      return task == null ? Mono.empty() : ReactiveTypes.mono(task);
    } catch (Throwable failure) {
      return Mono.error(failure);
    }
  }

  private static boolean isOfVoid(Method method) {
    return ResolvableType.forMethodReturnType(method).getGeneric().resolve() == Void.class;
  }
}
