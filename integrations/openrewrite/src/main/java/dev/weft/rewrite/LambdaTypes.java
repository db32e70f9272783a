package dev.weft.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** What the interfaces of lambdas say of them. */
final class LambdaTypes {

  private LambdaTypes() {}

  /**
   * Whether a lambda is a coroutine if it awaits: it returns a stage, or its interface is Weft's.
   */
  static boolean mayAwait(J.Lambda lambda) {
    JavaType.FullyQualified type = TypeUtils.asFullyQualified(lambda.getType());
    JavaType.Method method = type == null ? null : abstractMethod(type);
    if (type == null || method == null) {
      return false;
    }
    return method.getAnnotations().stream().anyMatch(AsyncMark::isMark)
        || isStage(argument(type, method.getReturnType()));
  }

  private static JavaType.@Nullable Method abstractMethod(JavaType.FullyQualified type) {
    List<JavaType.Method> methods =
        type.getMethods().stream()
            .filter(each -> each.hasFlags(Flag.Abstract) && !each.hasFlags(Flag.Default))
            .toList();
    return methods.size() == 1 ? methods.get(0) : null;
  }

  /** What stands for {@code result} in {@code type}, if that is one of its type parameters. */
  private static JavaType argument(JavaType.FullyQualified type, JavaType result) {
    if (!(result instanceof JavaType.GenericTypeVariable variable)
        || !(type instanceof JavaType.Parameterized parameterized)) {
      return result;
    }
    List<JavaType> formal = parameterized.getType().getTypeParameters();
    for (int i = 0; i < formal.size(); i++) {
      if (formal.get(i) instanceof JavaType.GenericTypeVariable each
          && each.getName().equals(variable.getName())) {
        return parameterized.getTypeParameters().get(i);
      }
    }
    return result;
  }

  private static boolean isStage(JavaType type) {
    if (type instanceof JavaType.GenericTypeVariable wildcard) {
      return wildcard.getVariance() == JavaType.GenericTypeVariable.Variance.COVARIANT
          && wildcard.getBounds().stream().anyMatch(LambdaTypes::isStage);
    }
    return TypeUtils.isAssignableTo(Names.STAGE, type);
  }
}
