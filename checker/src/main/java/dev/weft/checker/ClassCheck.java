package dev.weft.checker;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Model;
import dev.weft.checker.model.Suspension;
import dev.weft.checker.report.Report;
import dev.weft.checker.rules.Rule;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a class, with what is nested in it, and tells all rules of each place, and of the
 * body that it stands in.
 *
 * <p>What goes wrong at one place is reported, and the rest is checked all the same.
 */
final class ClassCheck extends TreePathScanner<@Nullable Void, Body> {

  /** What the compiler throws where a class that it needs is not on the class path. */
  private static final String MISSING_CLASS = "com.sun.tools.javac.code.Symbol$CompletionFailure";

  private final Model model;
  private final Report report;
  private final List<Rule> rules;
  private final Bodies bodies;
  private final String type;

  /**
   * A check of a class.
   *
   * @param type its binary name
   */
  ClassCheck(Model model, Report report, List<Rule> rules, String type) {
    this.model = model;
    this.report = report;
    this.rules = rules;
    this.type = type;
    bodies = new Bodies(model);
  }

  /** Checks the class that a path leads to. */
  void check(TreePath path) {
    guarded(path, () -> scan(path, Body.ordinary(Body.Form.UNKNOWN, type)));
  }

  private void guarded(TreePath path, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError failure) {
      if (!failure.getClass().getName().equals(MISSING_CLASS)) { // else javac tells, if it matters
        report.failed(type, path, failure);
      }
    }
  }

  private void tell(Consumer<Rule> event) {
    TreePath here = getCurrentPath();
    for (Rule each : rules) {
      guarded(here, () -> event.accept(each));
    }
  }

  /** Tells of what suspends at a tree, if anything does. */
  private void tellOfSuspension(TreePath path, Body body) {
    guarded(
        path,
        () -> {
          Suspension found = model.suspensions().at(path);
          if (found != null) {
            tell(rule -> rule.suspension(found, body));
          }
        });
  }

  private void tellOfCallee(BiConsumer<Rule, ExecutableElement> event) {
    TreePath here = getCurrentPath();
    guarded(
        here,
        () -> {
          ExecutableElement callee = model.suspensions().callee(here);
          if (callee != null) {
            tell(rule -> event.accept(rule, callee));
          }
        });
  }

  /** The body of a declaration, or, if the compiler does not understand that, one of no kind. */
  private Body bodyOf(Supplier<@Nullable Body> finder) {
    var found = new Body[] {Body.ordinary(Body.Form.UNKNOWN, type)};
    guarded(
        getCurrentPath(),
        () -> {
          Body body = finder.get();
          found[0] = body == null ? found[0] : body;
        });
    return found[0];
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, Body outer) {
    TreePath here = getCurrentPath();
    Body body = bodyOf(() -> bodies.ofMethod(here));
    guarded(
        here,
        () -> {
          if (model.trees().getElement(here) instanceof ExecutableElement method) {
            remember(method, body);
            tell(rule -> rule.method(here, method, body));
          }
        });
    return super.visitMethod(tree, body);
  }

  /** Looks at a generator while its tree is there. */
  private void remember(ExecutableElement method, Body body) {
    Kind kind = body.kind();
    if (kind != null && kind.isGenerator()) {
      var unused = model.generatorBodies().of(method);
    }
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, Body outer) {
    TreePath here = getCurrentPath();
    Body body = bodyOf(() -> bodies.ofLambda(here, outer));
    if (body.kind() != null && bodies.dropsResult(here)) {
      TreePath result = new TreePath(here, tree.getBody());
      tell(rule -> rule.dropped(result, body));
    }
    return super.visitLambdaExpression(tree, body);
  }

  @Override
  public @Nullable Void visitVariable(VariableTree tree, Body outer) {
    TreePath here = getCurrentPath();
    if (here.getParentPath().getLeaf() instanceof ClassTree) {
      return super.visitVariable(tree, bodyOf(() -> bodies.ofField(here)));
    }
    tell(rule -> rule.variable(here, outer));
    return super.visitVariable(tree, outer);
  }

  @Override
  public @Nullable Void visitBlock(BlockTree tree, Body outer) {
    TreePath parent = getCurrentPath().getParentPath();
    boolean isInitializer = parent.getLeaf() instanceof ClassTree;
    Body body = isInitializer ? bodyOf(() -> bodies.ofInitializer(parent, tree.isStatic())) : outer;
    return super.visitBlock(tree, body);
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree tree, Body body) {
    scan(tree.getExpression(), body);
    return scan(tree.getBlock(), body.inBlock());
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, Body body) {
    TreePath here = getCurrentPath();
    tellOfSuspension(here, body);
    tellOfCallee((rule, callee) -> rule.call(here, callee, body));
    return super.visitMethodInvocation(tree, body);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, Body body) {
    TreePath here = getCurrentPath();
    tellOfCallee((rule, callee) -> rule.call(here, callee, body));
    return super.visitNewClass(tree, body);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree tree, Body body) {
    TreePath here = getCurrentPath();
    tellOfCallee((rule, callee) -> rule.reference(here, callee, body));
    return super.visitMemberReference(tree, body);
  }

  @Override
  public @Nullable Void visitExpressionStatement(ExpressionStatementTree tree, Body body) {
    ExpressionTree expression = tree.getExpression();
    TreePath path = new TreePath(getCurrentPath(), expression);
    tell(rule -> rule.dropped(path, body));
    return super.visitExpressionStatement(tree, body);
  }

  @Override
  public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, Body body) {
    TreePath here = getCurrentPath();
    tellOfSuspension(here, body);
    tell(rule -> rule.loop(here, body));
    return super.visitEnhancedForLoop(tree, body);
  }

  @Override
  public @Nullable Void visitTry(TryTree tree, Body body) {
    for (Tree each : tree.getResources()) {
      tellOfSuspension(new TreePath(getCurrentPath(), each), body);
    }
    return super.visitTry(tree, body);
  }
}
