package dev.weft.spring.webflux;

import java.util.concurrent.Callable;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * A handler method that fails, with what the coroutine of another one has failed with: Spring looks
 * for the {@code @ExceptionHandler} of that one's class.
 */
final class Failing extends HandlerMethod {

  private final HandlerMethod handler;

  Failing(HandlerMethod handler, Throwable failure) {
    super(callable(failure), ClassUtils.getMethod(Callable.class, "call"));
    this.handler = handler;
  }

  private static Callable<Object> callable(Throwable failure) {
    return new Callable<>() {
      @Override
      public Object call() throws Exception {
        throw Failing.<RuntimeException>asItIs(failure);
      }
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItIs(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Override
  public Object getBean() {
    return handler.getBean();
  }

  @Override
  @SuppressWarnings("NullAway") // the superclass's constructor asks for it
  public Class<?> getBeanType() {
    return handler == null ? Callable.class : handler.getBeanType();
  }
}
