package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.openrewrite.Cursor;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.MethodMatcher;
import org.openrewrite.java.tree.J;

/** Finds what a method returns, and what tells that it would not be the same as a coroutine. */
final class MethodReturns extends JavaVisitor<Integer> {

  private static final MethodMatcher CHECK = new MethodMatcher("java.util.Objects *(..)");

  private final List<J.Return> returns = new ArrayList<>();
  private boolean throwsItself;
  private boolean isGuarded;

  private MethodReturns() {}

  static MethodReturns of(J.Block body) {
    var found = new MethodReturns();
    found.visit(body, 0);
    return found;
  }

  List<J.Return> all() {
    return returns;
  }

  /**
   * Whether the method throws to its caller, or returns inside a {@code try} or {@code
   * synchronized}: as a coroutine it would throw into its future, and what it returns would fail
   * inside.
   */
  boolean wouldDiffer() {
    return throwsItself || isGuarded;
  }

  @Override
  public J visitReturn(J.Return end, Integer unused) {
    returns.add(end);
    for (Cursor at = getCursor(); at.getParent() != null; at = at.getParentOrThrow()) {
      isGuarded |= at.getValue() instanceof J.Try || at.getValue() instanceof J.Synchronized;
    }
    return end;
  }

  @Override
  public J visitThrow(J.Throw thrown, Integer unused) {
    throwsItself = true;
    return thrown;
  }

  @Override
  public J visitMethodInvocation(J.MethodInvocation call, Integer unused) {
    throwsItself |= CHECK.matches(call) && isCheck(call.getSimpleName());
    return super.visitMethodInvocation(call, unused);
  }

  private static boolean isCheck(String name) {
    return name.startsWith("require") || name.startsWith("check");
  }

  @Override
  public J visitLambda(J.Lambda lambda, Integer unused) {
    return lambda;
  }

  @Override
  public J visitNewClass(J.NewClass made, Integer unused) {
    made.getArguments().forEach(each -> visit(each, unused));
    return made;
  }

  @Override
  public J visitClassDeclaration(J.ClassDeclaration type, Integer unused) {
    return type;
  }
}
