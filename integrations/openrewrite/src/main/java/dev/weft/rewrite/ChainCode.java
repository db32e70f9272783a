package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TypeTree;
import org.openrewrite.java.tree.TypeUtils;
import org.openrewrite.marker.Markers;

/**
 * Writes a chain as statements.
 *
 * <p>Between two links there is either a stage that is still to be waited for, or a value, or
 * neither, where {@code thenAccept} or {@code thenRun} came before.
 */
final class ChainCode {

  private final List<Statement> code = new ArrayList<>();
  private final FreshNames names;

  private @Nullable Expression stage;
  private @Nullable Expression value;

  private ChainCode(FreshNames names) {
    this.names = names;
  }

  /** The statements, or null if something in between has no type that can be written. */
  static @Nullable List<Statement> of(Chain chain, J.MethodDeclaration method, FreshNames names) {
    var writer = new ChainCode(names);
    writer.stage = chain.head();
    for (Link link : chain.links()) {
      boolean combines = link.kind() == Link.Kind.THEN_COMBINE;
      boolean bound =
          (combines && chain.other() != null)
              ? writer.bindBoth(chain.head(), chain.other(), link.step())
              : writer.bind(link.step());
      if (!bound || !writer.run(link)) {
        return null;
      }
    }
    return writer.end(method) ? writer.code : null;
  }

  /** Gives a step's parameter, if it needs it, what came before. */
  private boolean bind(Step step) {
    J.VariableDeclarations parameter = usedParameter(step);
    if (stage != null) {
      J.MethodInvocation result = Trees.await(Step.bare(stage), Stages.result(stage));
      code.add(
          parameter == null ? result : declared(parameter, Trees.var(result.getType()), result));
      return true;
    }
    if (value != null) {
      return parameter == null ? runValue(value) : bindValue(parameter, value);
    }
    if (parameter != null) {
      JavaType type = JavaType.ShallowClass.build("java.lang.Void");
      code.add(declared(parameter, Trees.name("Void", type, null), Trees.nothing()));
    }
    return true;
  }

  private static J.@Nullable VariableDeclarations usedParameter(Step step) {
    return step.parameters().stream().filter(step::uses).findFirst().orElse(null);
  }

  private boolean bindValue(J.VariableDeclarations parameter, Expression given) {
    TypeTree type = ValueTypes.ofVariable(given);
    if (type == null) {
      return false;
    }
    code.add(declared(parameter, type, Step.bare(given)));
    return true;
  }

  /** Evaluates a value that nobody needs; false if that is no statement in Java. */
  private boolean runValue(Expression given) {
    if (given instanceof J.MethodInvocation call) {
      return code.add(call);
    }
    return given instanceof J.NewClass made && code.add(made);
  }

  /**
   * Starts two stages, then waits for both, even if the first fails; then its failure is the one.
   */
  private boolean bindBoth(Expression first, Expression second, Step step) {
    List<J.VariableDeclarations> parameters = step.parameters();
    Expression one = started(first, Step.name(parameters.get(0)));
    Expression two = started(second, Step.name(parameters.get(1)));
    JavaType nothing = JavaType.ShallowClass.build("java.lang.Void");
    code.add(
        Trees.await(Trees.call(Names.FUTURE, "allOf", one.getType(), List.of(one, two)), nothing));
    awaitAndDeclare(parameters.get(0), one, step);
    awaitAndDeclare(parameters.get(1), two, step);
    return true;
  }

  private void awaitAndDeclare(J.VariableDeclarations parameter, Expression started, Step step) {
    if (step.uses(parameter)) {
      JavaType result = Stages.result(started);
      code.add(declared(parameter, Trees.var(result), Trees.await(started, result)));
    }
  }

  /** A name for a stage: its own, if it is a variable's that nobody can change in between. */
  private Expression started(Expression expression, String result) {
    if (expression instanceof J.Identifier known
        && known.getFieldType() != null
        && known.getFieldType().getOwner() instanceof JavaType.Method) {
      return Step.bare(known);
    }
    JavaType type = expression.getType();
    J.VariableDeclarations.NamedVariable variable =
        Trees.variable(names.like(result + "Stage"), type, null);
    code.add(declared(Trees.parameter(variable), Trees.var(type), expression));
    return Trees.name(variable.getSimpleName(), type, variable.getVariableType());
  }

  private static Statement declared(
      J.VariableDeclarations parameter, TypeTree inferred, Expression given) {
    return Trees.declaration(parameter, inferred, given);
  }

  private boolean run(Link link) {
    code.addAll(link.step().statements());
    stage = link.kind() == Link.Kind.THEN_COMPOSE ? link.step().value() : null;
    value = link.kind() == Link.Kind.THEN_COMPOSE ? null : link.step().value();
    return stage == null || Stages.isStage(stage);
  }

  private boolean end(J.MethodDeclaration method) {
    Expression result;
    if (stage != null) {
      result =
          fits(stage, method)
              ? stage
              : completed(Trees.await(Step.bare(stage), Stages.result(stage)), method);
    } else {
      result = completed(value == null ? Trees.nothing() : value, method);
    }
    code.add(
        new J.Return(
            Tree.randomId(), Space.EMPTY, Markers.EMPTY, result.withPrefix(Space.SINGLE_SPACE)));
    return true;
  }

  private static boolean fits(Expression stage, J.MethodDeclaration method) {
    TypeTree declared = method.getReturnTypeExpression();
    return Stages.isFuture(stage)
        || (declared != null && TypeUtils.isOfClassType(declared.getType(), Names.STAGE));
  }

  private static Expression completed(Expression value, J.MethodDeclaration method) {
    TypeTree declared = method.getReturnTypeExpression();
    return Trees.call(
        Names.FUTURE,
        "completedFuture",
        declared == null ? null : declared.getType(),
        List.of(Step.bare(value)));
  }
}
