package dev.weft.checker.rules;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.GeneratorBodies.Releases;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Model;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import dev.weft.checker.rules.VariableUses.Use;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * Generators that are left before their end and never closed, so that their finally blocks do not
 * run.
 *
 * <p>Told of only where nothing else can close them: a local variable that is asked for elements by
 * hand, never to the end, and used for nothing else; and a {@code for} loop that a {@code break} or
 * {@code return} leaves, over a generator whose source shows that it has something to release. A
 * generator whose source shows that it has nothing is never told of.
 */
public final class UnclosedGenerators implements Rule {

  private static final String WHAT_TO_DO =
      " Open it in a try-with-resources: try (var elements = ..) { .. }.";

  private final Model model;
  private final Report report;

  /** The rule. */
  public UnclosedGenerators(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void variable(TreePath path, Body body) {
    var variable = (VariableTree) path.getLeaf();
    Element element = model.trees().getElement(path);
    ExpressionTree initializer = variable.getInitializer();
    if (element == null
        || element.getKind() != ElementKind.LOCAL_VARIABLE
        || initializer == null
        || !(path.getParentPath().getLeaf() instanceof BlockTree)) {
      return;
    }
    ExecutableElement made = made(new TreePath(path, initializer));
    if (made == null || !mayRelease(made)) {
      return;
    }
    Set<Use> uses = VariableUses.of(model.trees(), element, path.getParentPath());
    if (uses.equals(Set.of(Use.PARTLY))) {
      report.found(
          Check.UNCLOSED,
          path,
          "the generator "
              + variable.getName()
              + " is neither gone through to its end nor closed in "
              + body.describe()
              + ", so that its finally blocks do not run."
              + WHAT_TO_DO);
    }
  }

  @Override
  public void loop(TreePath path, Body body) {
    var loop = (EnhancedForLoopTree) path.getLeaf();
    ExecutableElement made = made(new TreePath(path, loop.getExpression()));
    if (made != null
        && model.generatorBodies().of(made) == Releases.SOMETHING
        && LoopExits.leaves(loop)) {
      report.found(
          Check.UNCLOSED,
          new TreePath(path, loop.getExpression()),
          "the generator that "
              + made.getSimpleName()
              + " makes is not closed where this loop is left, in "
              + body.describe()
              + ", so that its finally blocks do not run."
              + WHAT_TO_DO);
    }
  }

  /** The method that is called to make a generator; null if none is. */
  private @Nullable ExecutableElement made(TreePath path) {
    if (!(path.getLeaf() instanceof MethodInvocationTree)) {
      return null;
    }
    ExecutableElement callee = model.suspensions().callee(path);
    Kind kind = callee == null ? null : model.coroutines().kindOfReturned(callee);
    return kind != null && kind.isGenerator() ? callee : null;
  }

  private boolean mayRelease(ExecutableElement made) {
    return switch (model.generatorBodies().of(made)) {
      case SOMETHING -> true;
      case NOTHING -> false;
      // Of what runs beside it, an async generator at least has to be told.
      case UNKNOWN ->
          model.coroutines().kindOfReturned(made) == Kind.ASYNC_GENERATOR
              && !made.getSimpleName().contentEquals("empty");
    };
  }
}
