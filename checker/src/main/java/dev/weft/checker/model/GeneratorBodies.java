package dev.weft.checker.model;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * Whether the bodies of generator methods have something to release when they are left early, as
 * far as their sources are at hand.
 *
 * <p>What is found is kept, since the compiler takes trees apart that it is done with.
 */
public final class GeneratorBodies {

  /** Whether there is something to release. */
  public enum Releases {
    /** A finally block or a resource. */
    SOMETHING,
    /** Neither. */
    NOTHING,
    /** The source is not at hand, or goes through other generators. */
    UNKNOWN
  }

  private final Trees trees;
  private final Map<ExecutableElement, Releases> known = new HashMap<>();

  GeneratorBodies(Trees trees) {
    this.trees = trees;
  }

  /** What the body of a method releases, which is looked at now if it has not been before. */
  public Releases of(ExecutableElement method) {
    Releases answer = known.get(method);
    if (answer == null) {
      answer = look(trees.getTree(method));
      known.put(method, answer);
    }
    return answer;
  }

  private static Releases look(@Nullable MethodTree method) {
    BlockTree body = method == null ? null : method.getBody();
    if (body == null) {
      return Releases.UNKNOWN;
    }
    var finder = new Finder();
    finder.scan(body, null);
    if (finder.releases) {
      return Releases.SOMETHING;
    }
    return finder.goesThroughOthers ? Releases.UNKNOWN : Releases.NOTHING;
  }

  private static final class Finder extends TreeScanner<@Nullable Void, @Nullable Void> {
    private boolean releases;
    private boolean goesThroughOthers;

    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
      releases |= tree.getFinallyBlock() != null || !tree.getResources().isEmpty();
      return super.visitTry(tree, null);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
      goesThroughOthers |=
          !(tree.getExpression() instanceof LiteralTree literal
              && literal.getKind() == Tree.Kind.NULL_LITERAL);
      return super.visitReturn(tree, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
      goesThroughOthers |= tree.getMethodSelect().toString().endsWith("emitAll");
      return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
      goesThroughOthers = true; // perhaps
      return super.visitEnhancedForLoop(tree, null);
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
      return null; // runs at another time
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      return null;
    }
  }
}
