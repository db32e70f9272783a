package dev.weft.checker.rules;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Model;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** Coroutines that start others and drop their tasks, most likely because an await is missing. */
public final class DroppedTasks implements Rule {

  private final Model model;
  private final Report report;

  /** The rule. */
  public DroppedTasks(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void dropped(TreePath path, Body body) {
    if (body.kind() == null || !(path.getLeaf() instanceof MethodInvocationTree)) {
      return;
    }
    ExecutableElement start = start(path);
    if (start == null) {
      return;
    }
    report.found(
        Check.DROPPED,
        path,
        "the task that "
            + start.getSimpleName()
            + " starts is dropped in "
            + body.describe()
            + ": nobody waits for it, cancels it or sees what it fails with. await it, fork it in a"
            + " TaskScope, or, if it is to go on by itself, keep it: var unused = ...");
  }

  /** The method that starts the task which an expression gives, or null if it starts none. */
  private @Nullable ExecutableElement start(TreePath path) {
    ExecutableElement callee = model.suspensions().callee(path);
    if (callee == null) {
      return null;
    }
    if (model.coroutines().kindOf(callee) == Kind.TASK
        || Callees.is(callee, "dev.weft.Weft", "start")) {
      return callee;
    }
    return Callees.is(callee, "dev.weft.Task", "withName") ? named(path) : null;
  }

  private @Nullable ExecutableElement named(TreePath path) {
    ExpressionTree select = ((MethodInvocationTree) path.getLeaf()).getMethodSelect();
    return select instanceof MemberSelectTree member
            && member.getExpression() instanceof MethodInvocationTree
        ? start(new TreePath(new TreePath(path, select), member.getExpression()))
        : null;
  }
}
