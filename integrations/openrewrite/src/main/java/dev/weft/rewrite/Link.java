package dev.weft.rewrite;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/**
 * One call of a chain of stages that can be written as code.
 *
 * @param kind which
 * @param call the call
 * @param step what its function does
 */
record Link(Kind kind, J.MethodInvocation call, Step step) {

  /** What the call's function takes and gives. */
  enum Kind {
    THEN_APPLY(1, true),
    THEN_COMPOSE(1, true),
    THEN_COMBINE(2, true),
    THEN_ACCEPT(1, false),
    THEN_RUN(0, false);

    private static final Map<String, Kind> BY_NAME =
        Map.of(
            "thenApply", THEN_APPLY,
            "thenCompose", THEN_COMPOSE,
            "thenCombine", THEN_COMBINE,
            "thenAccept", THEN_ACCEPT,
            "thenRun", THEN_RUN);

    /** The parameters of its function. */
    final int parameters;

    /** Whether its function returns something. */
    final boolean returns;

    Kind(int parameters, boolean returns) {
      this.parameters = parameters;
      this.returns = returns;
    }

    /** Of a call as the JDK declares it, or null if that cannot be written as code. */
    static @Nullable Kind of(J.MethodInvocation call) {
      JavaType.Method type = call.getMethodType();
      Kind kind = BY_NAME.get(call.getSimpleName());
      boolean ofJdk = type != null && Stages.declares(type);
      return ofJdk && call.getTypeParameters() == null ? kind : null;
    }
  }

  /** The function, which is the last argument. */
  static Expression function(J.MethodInvocation call) {
    List<Expression> arguments = call.getArguments();
    return arguments.get(arguments.size() - 1);
  }
}
