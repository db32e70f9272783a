package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/**
 * A chain of stages, all of whose functions can be written as code.
 *
 * @param head the stage that is waited for first
 * @param other the stage that is started beside it and waited for, too, if the first link is a
 *     {@code thenCombine}
 * @param links the calls, in their order
 */
record Chain(Expression head, @Nullable Expression other, List<Link> links) {

  /** Of an expression, or null if it is none. */
  static @Nullable Chain of(Expression expression, FreshNames names) {
    var calls = new ArrayList<J.MethodInvocation>();
    Expression head = expression;
    Expression other = null;
    while (other == null && head instanceof J.MethodInvocation call && isOfStage(call)) {
      calls.add(call);
      head = Objects.requireNonNull(call.getSelect());
      if (Link.Kind.of(call) == Link.Kind.THEN_COMBINE) {
        other = call.getArguments().get(0);
      }
    }
    Collections.reverse(calls);
    var links = new ArrayList<Link>();
    for (J.MethodInvocation each : calls) {
      Link link = link(each, names);
      if (link == null) {
        return null;
      }
      links.add(link);
    }
    boolean usable = !links.isEmpty() && (other == null || mayCombine(head, other));
    return usable ? new Chain(head, other, links) : null;
  }

  private static @Nullable Link link(J.MethodInvocation call, FreshNames names) {
    Link.Kind kind = Link.Kind.of(call);
    if (kind == null) {
      return null;
    }
    var inputs = new ArrayList<@Nullable JavaType>();
    inputs.add(call.getSelect() == null ? null : Stages.result(call.getSelect()));
    inputs.add(Stages.result(call.getArguments().get(0)));
    Step step = Step.of(Link.function(call), kind, inputs, names);
    return step == null ? null : new Link(kind, call, step);
  }

  /** Whether a call goes on with a stage, as {@code thenApply} and {@code exceptionally} do. */
  private static boolean isOfStage(J.MethodInvocation call) {
    return call.getMethodType() != null
        && Stages.isStage(call.getSelect())
        && Stages.declares(call.getMethodType());
  }

  /**
   * Whether two stages can be waited for as {@code thenCombine} does. What leads to the first stays
   * a chain, since it has to go on while the second is started.
   */
  private static boolean mayCombine(Expression first, Expression second) {
    for (Expression at = first;
        at instanceof J.MethodInvocation call && isOfStage(call);
        at = call.getSelect()) {
      if (Link.Kind.of(call) == null) {
        return false;
      }
    }
    return Stages.isFuture(first) && Stages.isFuture(second);
  }

  /** Whether a name that becomes the method's own means something else there. */
  boolean clashes(J.MethodDeclaration method) {
    List<String> declared = Identifiers.declaredIn(method);
    return links.stream()
        .map(Link::step)
        .filter(each -> each.source() instanceof J.Lambda)
        .anyMatch(
            each -> {
              Set<String> outside = Identifiers.in(method, Set.of(each.source()));
              return each.names().stream()
                  .anyMatch(
                      name -> outside.contains(name) || Collections.frequency(declared, name) != 1);
            });
  }
}
