package dev.weft.checker.model;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime says of one of the words that suspend: those of {@code Weft} carry an
 * annotation, which the weaver reads, too.
 *
 * @param emits whether it hands out an element
 * @param awaits whether it awaits, as all do that emit nothing
 * @param consumes whether it takes what a call of a coroutine has just made
 */
public record Intrinsic(boolean emits, boolean awaits, boolean consumes) {

  /** That of a method; null for all others. */
  static @Nullable Intrinsic of(ExecutableElement method) {
    AnnotationMirror mark = Annotations.find(method, Names.INTRINSIC);
    if (mark == null) {
      return null;
    }
    boolean emits = isTrue(mark, "emits");
    return new Intrinsic(emits, !emits || isTrue(mark, "awaits"), isTrue(mark, "consumes"));
  }

  private static boolean isTrue(AnnotationMirror mark, String name) {
    AnnotationValue value = Annotations.value(mark, name);
    return value != null && Boolean.TRUE.equals(value.getValue());
  }
}
