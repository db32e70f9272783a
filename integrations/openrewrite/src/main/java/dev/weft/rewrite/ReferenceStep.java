package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Writes a method reference as the call that it stands for. */
final class ReferenceStep {

  private static final List<String> NAMES = List.of("value", "other");

  private final J.MemberReference reference;
  private final List<Expression> arguments = new ArrayList<>();
  private final List<J.VariableDeclarations> parameters = new ArrayList<>();

  private ReferenceStep(J.MemberReference reference) {
    this.reference = reference;
  }

  /**
   * The step, or null if the reference has to stay one: its receiver is evaluated before the stage
   * is waited for, or it makes an object.
   *
   * @param inputs the types of what the function is given
   */
  static @Nullable Step of(
      J.MemberReference reference,
      Link.Kind kind,
      List<? extends @Nullable JavaType> inputs,
      FreshNames names) {
    JavaType.Method type = reference.getMethodType();
    if (type == null || type.isConstructor() || reference.getTypeParameters() != null) {
      return null;
    }
    var step = new ReferenceStep(reference);
    for (int i = 0; i < kind.parameters; i++) {
      JavaType input = inputs.get(i);
      if (input == null) {
        return null;
      }
      step.addParameter(names.like(NAMES.get(i)), input);
    }
    J.MethodInvocation call = step.call(type);
    if (call == null) {
      return null;
    }
    return kind.returns
        ? new Step(reference, step.parameters, List.of(), call)
        : new Step(reference, step.parameters, List.of(call), null);
  }

  private void addParameter(String name, JavaType type) {
    J.VariableDeclarations.NamedVariable variable = Trees.variable(name, type, null);
    arguments.add(Trees.name(name, type, variable.getVariableType()));
    parameters.add(Trees.parameter(variable));
  }

  private J.@Nullable MethodInvocation call(JavaType.Method type) {
    J.Identifier name = reference.getReference().withType(type);
    Expression containing = reference.getContaining();
    if (containing instanceof J.Identifier self && self.getSimpleName().equals("this")) {
      return Trees.call(null, name, type, arguments);
    }
    if (containing instanceof J.Identifier self && self.getSimpleName().equals("super")) {
      return Trees.call(containing, name, type, arguments);
    }
    if (!isType(containing)) {
      return null;
    }
    if (type.hasFlags(Flag.Static)) {
      return Trees.call(containing, name, type, arguments);
    }
    return arguments.isEmpty()
        ? null
        : Trees.call(arguments.get(0), name, type, arguments.subList(1, arguments.size()));
  }

  private static boolean isType(Expression containing) {
    if (containing instanceof J.Identifier name) {
      return name.getFieldType() == null;
    }
    return containing instanceof J.FieldAccess access && access.getName().getFieldType() == null;
  }
}
