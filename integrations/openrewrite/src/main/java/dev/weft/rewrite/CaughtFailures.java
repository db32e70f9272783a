package dev.weft.rewrite;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.NameTree;
import org.openrewrite.java.tree.TypeUtils;

/**
 * What a {@code try} catches of a wait: ea-async's throws a {@code CompletionException} around what
 * the future has failed with, Weft's throws that itself.
 */
final class CaughtFailures {

  /** Catch both. */
  private static final Set<String> ALL = Set.of("java.lang.Throwable", "java.lang.Exception");

  private CaughtFailures() {}

  /**
   * Whether a wait in {@code part} of the statement would be caught, or be looked at, otherwise.
   */
  static boolean differ(J.Try attempt, J part) {
    boolean guarded = part == attempt.getBody() || part instanceof J.Try.Resource;
    return guarded && attempt.getCatches().stream().anyMatch(CaughtFailures::differs);
  }

  private static boolean differs(J.Try.Catch handler) {
    return !types(handler).stream().allMatch(CaughtFailures::catchesBoth) || looksInside(handler);
  }

  private static List<? extends NameTree> types(J.Try.Catch handler) {
    var type = handler.getParameter().getTree().getTypeExpression();
    if (type instanceof J.MultiCatch several) {
      return several.getAlternatives();
    }
    return type == null ? List.of() : List.of(type);
  }

  private static boolean catchesBoth(NameTree type) {
    JavaType.FullyQualified caught = TypeUtils.asFullyQualified(type.getType());
    return caught != null && ALL.contains(caught.getFullyQualifiedName());
  }

  /** Whether what was caught is asked for its class or its cause. */
  private static boolean looksInside(J.Try.Catch handler) {
    var found = new AtomicBoolean();
    new JavaIsoVisitor<AtomicBoolean>() {
      @Override
      public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, AtomicBoolean it) {
        if (call.getSimpleName().equals("getCause") || call.getSimpleName().equals("getClass")) {
          it.set(true);
        }
        return super.visitMethodInvocation(call, it);
      }

      @Override
      public J.InstanceOf visitInstanceOf(J.InstanceOf test, AtomicBoolean it) {
        it.set(true);
        return super.visitInstanceOf(test, it);
      }
    }.visit(handler.getBody(), found);
    return found.get();
  }
}
