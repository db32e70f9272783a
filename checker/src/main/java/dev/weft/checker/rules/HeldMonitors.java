package dev.weft.checker.rules;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Suspension;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import java.util.List;
import javax.lang.model.element.ExecutableElement;

/** Suspension points where a monitor is held, and generator methods that are synchronized. */
public final class HeldMonitors implements Rule {

  private static final String BELONGS =
      "but a monitor belongs to a thread and cannot be held while suspended; ";

  private static final String OR_RELEASE =
      "; or weave with monitors=release, which gives it up while suspended";

  private final Report report;
  private final boolean areReleased;

  /**
   * The rule.
   *
   * @param areReleased whether the program is woven with {@code monitors=release}
   */
  public HeldMonitors(Report report, boolean areReleased) {
    this.report = report;
    this.areReleased = areReleased;
  }

  @Override
  public void method(TreePath path, ExecutableElement method, Body body) {
    Kind kind = body.kind();
    BlockTree block = ((MethodTree) path.getLeaf()).getBody();
    if (kind != null && kind.isGenerator() && body.isSynchronized() && block != null) {
      report.found(
          Check.REFUSED,
          first(new TreePath(path, block)),
          Texts.refused(
              body,
              "is a synchronized generator method, but its code runs long after the call, when the"
                  + " monitor is no longer held; synchronize inside, between emits"));
    }
  }

  /** Where the code of a block begins, which is where the weaver sees the method. */
  private static TreePath first(TreePath path) {
    Tree inner = path.getLeaf() instanceof TryTree block ? block.getBlock() : path.getLeaf();
    List<? extends StatementTree> statements =
        inner instanceof BlockTree block ? block.getStatements() : List.of();
    return statements.isEmpty() ? path : first(new TreePath(path, statements.get(0)));
  }

  @Override
  public void suspension(Suspension suspension, Body body) {
    Kind kind = body.kind();
    if (kind == null || areReleased) {
      return;
    }
    if (body.isSynchronized()) {
      if (!kind.isGenerator()) { // else it is refused as a whole
        refuse(
            suspension,
            body,
            "is synchronized and suspends, "
                + BELONGS
                + "guard the state with something that can be awaited, or suspend outside of the"
                + " synchronized part"
                + OR_RELEASE);
      }
    } else if (body.inMonitor()) {
      refuse(
          suspension,
          body,
          "suspends inside a synchronized block, "
              + BELONGS
              + "move the suspending call out of the block"
              + OR_RELEASE);
    }
  }

  private void refuse(Suspension suspension, Body body, String reason) {
    report.found(Check.REFUSED, suspension.at(), Texts.refused(body, reason));
  }
}
