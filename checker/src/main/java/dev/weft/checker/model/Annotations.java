package dev.weft.checker.model;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Looks annotations up by name, in sources and class files alike. */
public final class Annotations {

  private Annotations() {}

  /** Whether an element itself bears an annotation. */
  public static boolean has(Element element, String name) {
    return find(element, name) != null;
  }

  /** The annotation of a qualified name that an element itself bears, or null. */
  public static @Nullable AnnotationMirror find(Element element, String name) {
    for (AnnotationMirror each : element.getAnnotationMirrors()) {
      if (name(each).equals(name)) {
        return each;
      }
    }
    return null;
  }

  /** The qualified name of an annotation's type. */
  public static String name(AnnotationMirror annotation) {
    return ((TypeElement) annotation.getAnnotationType().asElement()).getQualifiedName().toString();
  }

  /** What an annotation says explicitly, or null. */
  public static @Nullable AnnotationValue value(AnnotationMirror annotation, String name) {
    for (var each : annotation.getElementValues().entrySet()) {
      if (each.getKey().getSimpleName().contentEquals(name)) {
        return each.getValue();
      }
    }
    return null;
  }
}
