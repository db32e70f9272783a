package dev.weft.spring.checks;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.annotations.Coroutine;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** What kinds of methods there are. */
final class Kinds {

  private Kinds() {}

  /** Whether {@code method} is a coroutine by Weft's mark, its own or that of what it overrides. */
  static boolean isMarked(Method method) {
    return AnnotatedElementUtils.hasAnnotation(method, Async.class)
        || AnnotatedElementUtils.hasAnnotation(method, Coroutine.class);
  }

  /** Whether what the method does goes on, or only begins, when a call of it has returned. */
  static boolean outlivesItsCall(Method method) {
    Class<?> type = method.getReturnType();
    return isOfWeft(type) || (CompletionStage.class.isAssignableFrom(type) && isMarked(method));
  }

  /** Whether methods that return {@code type} are Weft's, marked or not. */
  static boolean isOfWeft(Class<?> type) {
    return type == Task.class || type == AsyncGenerator.class || type == Generator.class;
  }

  /** For messages: {@code a Task}. */
  static String name(Class<?> type) {
    String name = type.getSimpleName();
    return ("AEIOU".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
  }
}
