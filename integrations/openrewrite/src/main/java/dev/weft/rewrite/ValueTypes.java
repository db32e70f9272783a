package dev.weft.rewrite;

import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeTree;

/** The types of variables that hold what a function has returned. */
final class ValueTypes {

  private ValueTypes() {}

  /**
   * What is to be written before a variable that is given {@code value}: the type that the stage
   * would have had, so a box where the value is primitive. Null if that is not known.
   */
  static @Nullable TypeTree ofVariable(Expression value) {
    JavaType type = value.getType();
    if (type == null
        || type instanceof JavaType.Unknown
        || value instanceof J.Lambda
        || value instanceof J.MemberReference) {
      return null;
    }
    if (!(type instanceof JavaType.Primitive primitive) || primitive == JavaType.Primitive.String) {
      return Trees.var(type);
    }
    String box = box(primitive);
    return box == null
        ? null
        : Trees.name(box, JavaType.ShallowClass.build("java.lang." + box), null);
  }

  private static @Nullable String box(JavaType.Primitive type) {
    return switch (type) {
      case Boolean -> "Boolean";
      case Byte -> "Byte";
      case Char -> "Character";
      case Double -> "Double";
      case Float -> "Float";
      case Int -> "Integer";
      case Long -> "Long";
      case Short -> "Short";
      default -> null;
    };
  }
}
