package dev.weft.spring.checks;

import java.lang.reflect.Method;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/**
 * Refuses Spring's {@code @Async} where Weft's is meant, or both: the wrong import. Spring would
 * run the method on a thread of its executor, and give its callers a task of nothing.
 */
final class SpringAsyncCheck implements MethodCheck {

  @Override
  public void check(Method method, Class<?> bean) {
    boolean marked = Kinds.isMarked(method);
    Class<?> returned = method.getReturnType();
    if (!marked && !Kinds.isOfWeft(returned)) {
      return;
    }
    if (AnnotatedElementUtils.hasAnnotation(method, Async.class)) {
      throw refuse(method, marked, returned, "has");
    }
    if (AnnotatedElementUtils.hasAnnotation(bean, Async.class)) {
      throw refuse(method, marked, returned, "is in " + bean.getName() + ", which has");
    }
  }

  private static RefusedMethodException refuse(
      Method method, boolean marked, Class<?> returned, String how) {
    return new RefusedMethodException(
        method,
        how
            + " Spring's @Async (org.springframework.scheduling.annotation.Async) and "
            + (marked ? "Weft's as well" : "returns Weft's " + returned.getSimpleName()),
        "Spring's runs a method on another thread, Weft's makes it a coroutine; both at once do"
            + " neither. Mark a coroutine with dev.weft.annotations.Async, or Coroutine, which is the"
            + " same by another name, and remove Spring's.");
  }
}
