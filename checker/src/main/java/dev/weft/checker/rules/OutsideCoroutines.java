package dev.weft.checker.rules;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Body.Form;
import dev.weft.checker.model.Intrinsic;
import dev.weft.checker.model.Model;
import dev.weft.checker.model.Suspension;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;

/**
 * The words that suspend, in ordinary code: there {@code emit} always throws, {@code await} and
 * {@code delay} throw where they would have to wait, and {@code yieldNow} does nothing.
 */
public final class OutsideCoroutines implements Rule {

  /** What makes tasks and stages that are done, so that there is nothing to wait for. */
  private static final Map<String, Set<String>> DONE =
      Map.of(
          "dev.weft.Task",
          Set.of("completed", "failed"),
          "java.util.concurrent.CompletableFuture",
          Set.of("completedFuture", "completedStage", "failedFuture", "failedStage"));

  private final Model model;
  private final Report report;

  /** The rule. */
  public OutsideCoroutines(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void suspension(Suspension suspension, Body body) {
    Intrinsic intrinsic = suspension.intrinsic();
    if (intrinsic == null || !body.isOrdinary() || isDone(suspension.path())) {
      return;
    }
    if (suspension.callee().equals("yieldNow")) {
      report.found(
          Check.PLAIN,
          suspension.path(),
          "yieldNow does nothing in "
              + body.describe()
              + ": "
              + Texts.whyOrdinary(body)
              + ". "
              + Texts.howToSuspend(body));
      return;
    }
    report.found(
        intrinsic.emits() ? Check.REFUSED : Check.AWAIT,
        suspension.path(),
        suspension.callee()
            + " would have to suspend in "
            + body.describe()
            + ", but "
            + Texts.whyOrdinary(body)
            + ". "
            + (intrinsic.emits() && body.form() == Form.METHOD
                ? "It must be marked @Async, and return Generator or AsyncGenerator unless it is"
                    + " called by one that does."
                : Texts.howToSuspend(body)));
  }

  /** Whether what is awaited has obviously been done before. */
  private boolean isDone(TreePath path) {
    if (!(path.getLeaf() instanceof MethodInvocationTree await)
        || await.getArguments().size() != 1
        || !(await.getArguments().get(0) instanceof MethodInvocationTree made)) {
      return false;
    }
    ExecutableElement maker = model.suspensions().callee(new TreePath(path, made));
    return maker != null
        && DONE.getOrDefault(Callees.ownerOf(maker), Set.of())
            .contains(maker.getSimpleName().toString());
  }
}
