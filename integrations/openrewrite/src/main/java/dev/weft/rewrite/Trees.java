package dev.weft.rewrite;

import static java.util.Collections.emptyList;
import static java.util.Collections.singletonList;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JContainer;
import org.openrewrite.java.tree.JLeftPadded;
import org.openrewrite.java.tree.JRightPadded;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.JavaVarKeyword;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TypeTree;
import org.openrewrite.marker.Markers;

/** Makes the trees that recipes write, with their types. */
final class Trees {

  private Trees() {}

  static J.Identifier name(
      String name, @Nullable JavaType type, JavaType.@Nullable Variable variable) {
    return new J.Identifier(
        Tree.randomId(), Space.EMPTY, Markers.EMPTY, emptyList(), name, type, variable);
  }

  /** Weft's call in place of another library's, of the same arguments. */
  static J.MethodInvocation await(J.MethodInvocation call, boolean byStaticImport) {
    JavaType.Method type = call.getMethodType();
    JavaType.Method changed =
        type == null ? null : type.withDeclaringType(JavaType.ShallowClass.build(Names.WEFT));
    J.MethodInvocation typed = call.withTypeParameters(null).withMethodType(changed);
    typed = typed.withName(typed.getName().withType(changed));
    return byStaticImport ? typed : typed.withSelect(owner(Names.WEFT));
  }

  static J.MethodInvocation await(Expression stage, @Nullable JavaType result) {
    return call(Names.WEFT, "await", result, List.of(stage));
  }

  /** A call of a static method; {@code owner} has to be imported. */
  static J.MethodInvocation call(
      String owner, String method, @Nullable JavaType result, List<Expression> arguments) {
    JavaType.Method type =
        new JavaType.Method(
            null,
            Flag.Public.getBitMask() | Flag.Static.getBitMask(),
            JavaType.ShallowClass.build(owner),
            method,
            result == null ? JavaType.Unknown.getInstance() : result,
            arguments.stream().map(each -> "argument").toList(),
            arguments.stream().map(Trees::type).toList(),
            emptyList(),
            emptyList(),
            emptyList(),
            emptyList());
    return call(owner(owner), name(method, type, null), type, arguments);
  }

  static J.MethodInvocation call(
      @Nullable Expression select,
      J.Identifier name,
      JavaType.@Nullable Method type,
      List<Expression> arguments) {
    var padded = new ArrayList<JRightPadded<Expression>>();
    for (Expression each : arguments) {
      Space before = padded.isEmpty() ? Space.EMPTY : Space.SINGLE_SPACE;
      padded.add(JRightPadded.build(each.withPrefix(before)));
    }
    if (padded.isEmpty()) {
      padded.add(JRightPadded.build(new J.Empty(Tree.randomId(), Space.EMPTY, Markers.EMPTY)));
    }
    return new J.MethodInvocation(
        Tree.randomId(),
        Space.EMPTY,
        Markers.EMPTY,
        select == null ? null : JRightPadded.build(select.withPrefix(Space.EMPTY)),
        null,
        name.withPrefix(Space.EMPTY),
        JContainer.build(Space.EMPTY, padded, Markers.EMPTY),
        type);
  }

  private static J.Identifier owner(String type) {
    return name(Names.simple(type), JavaType.ShallowClass.build(type), null);
  }

  private static JavaType type(Expression expression) {
    JavaType type = expression.getType();
    return type == null ? JavaType.Unknown.getInstance() : type;
  }

  /** {@code null}. */
  static J.Literal nothing() {
    return new J.Literal(
        Tree.randomId(), Space.EMPTY, Markers.EMPTY, null, "null", null, JavaType.Primitive.Null);
  }

  /** {@code var}, for a variable of a type. */
  static TypeTree var(@Nullable JavaType type) {
    return name("var", type, null)
        .withMarkers(Markers.build(singletonList(JavaVarKeyword.build())));
  }

  /** A parameter of a lambda whose type is not written. */
  static J.VariableDeclarations parameter(J.VariableDeclarations.NamedVariable variable) {
    return new J.VariableDeclarations(
        Tree.randomId(),
        Space.EMPTY,
        Markers.EMPTY,
        emptyList(),
        emptyList(),
        null,
        null,
        singletonList(JRightPadded.build(variable)));
  }

  /** The declaration of a parameter as a variable that is given {@code value}. */
  static J.VariableDeclarations declaration(
      J.VariableDeclarations parameter, TypeTree inferred, Expression value) {
    J.VariableDeclarations.NamedVariable given =
        parameter
            .getVariables()
            .get(0)
            .withPrefix(Space.SINGLE_SPACE)
            .getPadding()
            .withInitializer(
                JLeftPadded.<Expression>build(value.withPrefix(Space.SINGLE_SPACE))
                    .withBefore(Space.SINGLE_SPACE));
    TypeTree written = parameter.getTypeExpression();
    J.VariableDeclarations declared = parameter.withVariables(singletonList(given));
    return written == null || isVar(written) ? declared.withTypeExpression(inferred) : declared;
  }

  /**
   * As a lambda's parameter it has the type of a stage's result, as a variable that of its value.
   */
  private static boolean isVar(TypeTree type) {
    return type instanceof J.Identifier name && name.getSimpleName().equals("var");
  }

  /** A variable of that name, without a value. */
  static J.VariableDeclarations.NamedVariable variable(
      String name, @Nullable JavaType type, @Nullable JavaType owner) {
    JavaType known = type == null ? JavaType.Unknown.getInstance() : type;
    var variable = new JavaType.Variable(null, 0L, name, owner, known, emptyList());
    return new J.VariableDeclarations.NamedVariable(
        Tree.randomId(),
        Space.EMPTY,
        Markers.EMPTY,
        name(name, known, variable),
        emptyList(),
        null,
        variable);
  }
}
