package dev.weft.spring.checks;

import dev.weft.Generator;
import java.lang.reflect.Method;
import java.util.List;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Refuses caches that would keep what can be used once only. Spring's own annotations keep what a
 * task or an async generator has come to, as they know both as reactive types; a {@link Generator}
 * is none, and JCache knows nothing of such types.
 */
final class CacheCheck implements MethodCheck {

  private static final List<String> SPRING =
      List.of(
          "org.springframework.cache.annotation.Cacheable",
          "org.springframework.cache.annotation.CachePut");

  private static final List<String> JCACHE = List.of("javax.cache.annotation.CacheResult");

  @Override
  public void check(Method method, Class<?> bean) {
    if (!Kinds.outlivesItsCall(method)) {
      return;
    }
    for (String annotation : JCACHE) {
      check(method, annotation);
    }
    if (method.getReturnType() == Generator.class) {
      for (String annotation : SPRING) {
        check(method, annotation);
      }
    }
  }

  private static void check(Method method, String annotation) {
    if (MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(annotation)) {
      throw new RefusedMethodException(
          method,
          "has @"
              + annotation.substring(annotation.lastIndexOf('.') + 1)
              + " and returns "
              + Kinds.name(method.getReturnType())
              + ": the cache would keep that object, not what comes of it",
          "Let the method be a suspending one, which returns the value itself, a list for instance;"
              + " Spring's @Cacheable also knows Task and AsyncGenerator.");
    }
  }
}
