package dev.weft.checker.rules;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.util.TreePath;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Coroutines.Lambda;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Model;
import dev.weft.checker.model.Suspension;
import dev.weft.checker.model.Suspension.Form;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import javax.lang.model.element.ExecutableElement;

/** Suspending methods that are called by ordinary code, whose thread they block. */
public final class PlainCalls implements Rule {

  private static final String SUPPRESS =
      " If the blocking is meant, say @SuppressWarnings(\"weft:plain\").";

  private final Model model;
  private final Report report;

  /** The rule. */
  public PlainCalls(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void suspension(Suspension suspension, Body body) {
    if (suspension.intrinsic() != null
        || suspension.form() == Form.CLOSE // what is closed has been used before
        || !body.isOrdinary()
        || body.mayBlock()) {
      return;
    }
    String what =
        suspension.form() == Form.LOOP
            ? "this loop, which suspends in coroutines, blocks"
            : "a call of " + suspension.callee() + ", which suspends in coroutines, blocks";
    report.found(
        Check.PLAIN,
        suspension.path(),
        what
            + " the thread in "
            + body.describe()
            + ": "
            + Texts.whyOrdinary(body)
            + ". "
            + Texts.howToSuspend(body)
            + SUPPRESS);
  }

  @Override
  public void reference(TreePath path, ExecutableElement callee, Body body) {
    if (model.coroutines().kindOf(callee) != Kind.SUSPENDING
        || (body.isOrdinary() && body.mayBlock())
        || Callees.takesBlocking(model, path)) {
      return;
    }
    Lambda lambda = model.coroutines().lambda(model.trees().getTypeMirror(path), () -> false);
    if (lambda != null && lambda.kind() == null) {
      report.found(
          Check.PLAIN,
          path,
          ((MemberReferenceTree) path.getLeaf()).getName()
              + ", which suspends in coroutines, blocks the thread of whoever calls it by this"
              + " reference: the method of "
              + lambda.face()
              + " is not marked @Async. Call it in a loop, or pass it as an @Async interface"
              + " (AsyncFunction, AsyncCallable, ...)."
              + SUPPRESS);
    }
  }
}
