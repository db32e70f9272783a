package dev.weft.spring.mvc;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Goes on with the call of a suspending handler method once its coroutine has returned. */
final class OutcomeHandler implements HandlerMethodReturnValueHandler {

  @Override
  public boolean supportsReturnType(MethodParameter type) {
    return type.getParameterType() == Outcome.class;
  }

  @Override
  public void handleReturnValue(
      @Nullable Object outcome,
      MethodParameter type,
      ModelAndViewContainer model,
      NativeWebRequest request)
      throws Exception {
    if (outcome instanceof Outcome done) {
      done.of().returns(done.value(), (ServletWebRequest) request, model);
    }
  }
}
