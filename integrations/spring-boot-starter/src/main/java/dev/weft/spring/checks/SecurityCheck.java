package dev.weft.spring.checks;

import java.lang.reflect.Method;
import java.util.List;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Refuses Spring Security's checks of what a method has returned where that is not the result yet.
 * Those before the call are as good as ever.
 */
final class SecurityCheck implements MethodCheck {

  private static final List<String> AFTERWARDS =
      List.of(
          "org.springframework.security.access.prepost.PostAuthorize",
          "org.springframework.security.access.prepost.PostFilter");

  @Override
  public void check(Method method, Class<?> bean) {
    if (!Kinds.outlivesItsCall(method)) {
      return;
    }
    for (String annotation : AFTERWARDS) {
      if (has(method, annotation)
          || MergedAnnotations.from(bean, SearchStrategy.TYPE_HIERARCHY).isPresent(annotation)) {
        String name = annotation.substring(annotation.lastIndexOf('.') + 1);
        throw new RefusedMethodException(
            method,
            "has @"
                + name
                + " and returns "
                + Kinds.name(method.getReturnType())
                + ": what would be checked is that object, not what comes of it",
            "Let the method be a suspending one, which returns the value itself; or check the value"
                + " in the method.");
      }
    }
  }

  private static boolean has(Method method, String annotation) {
    return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(annotation);
  }
}
