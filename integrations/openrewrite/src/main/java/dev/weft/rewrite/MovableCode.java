package dev.weft.rewrite;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/** Statements of a lambda that mean the same in the method around it. */
final class MovableCode {

  private MovableCode() {}

  /** Whether they do: no return of their own, no class, no variable of a pattern. */
  static boolean mayMove(List<Statement> statements) {
    var found = new AtomicBoolean();
    var search =
        new JavaVisitor<AtomicBoolean>() {
          @Override
          public J visitReturn(J.Return end, AtomicBoolean it) {
            it.set(true);
            return end;
          }

          @Override
          public J visitInstanceOf(J.InstanceOf test, AtomicBoolean it) {
            it.compareAndSet(false, test.getPattern() != null);
            return super.visitInstanceOf(test, it);
          }

          @Override
          public J visitLambda(J.Lambda lambda, AtomicBoolean it) {
            return lambda; // its returns are its own
          }

          @Override
          public J visitClassDeclaration(J.ClassDeclaration type, AtomicBoolean it) {
            it.set(true);
            return type;
          }

          @Override
          public J visitNewClass(J.NewClass made, AtomicBoolean it) {
            return made; // so are those of its methods
          }
        };
    statements.forEach(each -> search.visit(each, found));
    return !found.get();
  }

  /** Whether javac lets something follow: not behind a throw or an endless loop. */
  static boolean canEnd(List<Statement> statements) {
    if (statements.isEmpty()) {
      return true;
    }
    Statement last = statements.get(statements.size() - 1);
    return last instanceof J.MethodInvocation
        || last instanceof J.Assignment
        || last instanceof J.AssignmentOperation
        || last instanceof J.Unary
        || last instanceof J.VariableDeclarations
        || last instanceof J.NewClass
        || last instanceof J.ForEachLoop
        || (last instanceof J.If choice && choice.getElsePart() == null);
  }
}
