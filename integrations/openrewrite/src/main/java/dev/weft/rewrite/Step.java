package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/**
 * What the function of a stage does, as code.
 *
 * @param source the lambda or method reference
 * @param parameters its parameters, with types where those were written
 * @param statements what comes before its value
 * @param value what it returns, or null if nothing
 */
record Step(
    Expression source,
    List<J.VariableDeclarations> parameters,
    List<Statement> statements,
    @Nullable Expression value) {

  /** Of a lambda or reference, or null if it has to stay a function. */
  static @Nullable Step of(
      Expression function,
      Link.Kind kind,
      List<? extends @Nullable JavaType> inputs,
      FreshNames names) {
    if (function instanceof J.Lambda lambda) {
      return ofLambda(lambda, kind);
    }
    return function instanceof J.MemberReference reference
        ? ReferenceStep.of(reference, kind, inputs, names)
        : null;
  }

  private static @Nullable Step ofLambda(J.Lambda lambda, Link.Kind kind) {
    var parameters = new ArrayList<J.VariableDeclarations>();
    for (J each : lambda.getParameters().getParameters()) {
      if (each instanceof J.VariableDeclarations declared) {
        parameters.add(declared);
      }
    }
    if (parameters.size() != kind.parameters) {
      return null;
    }
    if (lambda.getBody() instanceof J.Block block) {
      return ofBlock(lambda, parameters, block, kind.returns);
    }
    if (kind.returns) {
      return lambda.getBody() instanceof Expression value
          ? new Step(lambda, parameters, List.of(), value)
          : null;
    }
    return lambda.getBody() instanceof Statement statement
        ? new Step(lambda, parameters, List.of(statement), null)
        : null;
  }

  private static @Nullable Step ofBlock(
      J.Lambda lambda, List<J.VariableDeclarations> parameters, J.Block block, boolean returns) {
    List<Statement> statements = block.getStatements();
    int last = statements.size() - 1;
    if (!returns) {
      return MovableCode.mayMove(statements) && MovableCode.canEnd(statements)
          ? new Step(lambda, parameters, statements, null)
          : null;
    }
    if (last < 0
        || !(statements.get(last) instanceof J.Return end)
        || end.getExpression() == null
        || !MovableCode.mayMove(statements.subList(0, last))) {
      return null;
    }
    return new Step(lambda, parameters, statements.subList(0, last), end.getExpression());
  }

  /** The names that become the method's own. */
  List<String> names() {
    var names = new ArrayList<String>();
    parameters.forEach(each -> names.add(name(each)));
    for (Statement each : statements) {
      if (each instanceof J.VariableDeclarations declared) {
        declared.getVariables().forEach(one -> names.add(one.getSimpleName()));
      }
    }
    return names;
  }

  static String name(J.VariableDeclarations parameter) {
    return parameter.getVariables().get(0).getSimpleName();
  }

  /** Whether a parameter is needed by the code. */
  boolean uses(J.VariableDeclarations parameter) {
    String name = name(parameter);
    return (value != null && Identifiers.in(value).contains(name))
        || statements.stream().anyMatch(each -> Identifiers.in(each).contains(name));
  }

  /** The value without the space that was before it. */
  static Expression bare(Expression value) {
    return value.withPrefix(Space.EMPTY);
  }
}
