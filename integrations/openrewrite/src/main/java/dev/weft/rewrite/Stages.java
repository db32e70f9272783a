package dev.weft.rewrite;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** What recipes have to know of futures. */
final class Stages {

  private static final Set<String> TYPES = Set.of(Names.STAGE, Names.FUTURE);

  private static final Set<String> FINISHED =
      Set.of("completedFuture", "failedFuture", "completedStage", "failedStage");

  private Stages() {}

  /** Whether the JDK's stages, or Weft's, declare a method: no class that overrides it. */
  static boolean declares(JavaType.Method method) {
    String owner = method.getDeclaringType().getFullyQualifiedName();
    return TYPES.contains(owner) || owner.equals(Names.TASK);
  }

  /** Whether a method may return what is written in place of a chain. */
  static boolean isReturnedBy(J.MethodDeclaration method) {
    var type = method.getReturnTypeExpression();
    JavaType.FullyQualified result =
        type == null ? null : TypeUtils.asFullyQualified(type.getType());
    return result != null && TYPES.contains(result.getFullyQualifiedName());
  }

  /** Whether an expression is a future that is made finished: the same in a coroutine. */
  static boolean isFinished(@Nullable Expression expression) {
    return expression instanceof J.MethodInvocation call
        && call.getMethodType() != null
        && FINISHED.contains(call.getSimpleName())
        && TypeUtils.isOfClassType(call.getMethodType().getDeclaringType(), Names.FUTURE);
  }

  static boolean isStage(@Nullable Expression expression) {
    return expression != null && TypeUtils.isAssignableTo(Names.STAGE, expression.getType());
  }

  static boolean isFuture(Expression expression) {
    return TypeUtils.isAssignableTo(Names.FUTURE, expression.getType());
  }

  /** What a stage ends with, as far as its type says. */
  static @Nullable JavaType result(Expression stage) {
    JavaType.Parameterized type = TypeUtils.asParameterized(stage.getType());
    List<JavaType> arguments = type == null ? List.of() : type.getTypeParameters();
    return arguments.size() == 1 ? arguments.get(0) : null;
  }
}
