package dev.weft.checker.rules;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/** Finds a {@code break} or {@code return} by which a loop is left before its end. */
final class LoopExits extends TreeScanner<@Nullable Void, Boolean> {

  private boolean leaves;

  private LoopExits() {}

  static boolean leaves(EnhancedForLoopTree loop) {
    var scanner = new LoopExits();
    scanner.scan(loop.getStatement(), false);
    return scanner.leaves;
  }

  // The parameter: whether a break without a label leaves something inside of the loop.

  @Override
  public @Nullable Void scan(@Nullable Tree tree, Boolean inner) {
    return super.scan(tree, inner || isLeftByBreak(tree));
  }

  private static boolean isLeftByBreak(@Nullable Tree tree) {
    return tree instanceof EnhancedForLoopTree
        || tree instanceof ForLoopTree
        || tree instanceof WhileLoopTree
        || tree instanceof DoWhileLoopTree
        || tree instanceof SwitchTree;
  }

  @Override
  public @Nullable Void visitBreak(BreakTree tree, Boolean inner) {
    leaves |= !inner && tree.getLabel() == null;
    return null;
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree tree, Boolean inner) {
    leaves = true;
    return null;
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, Boolean inner) {
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, Boolean inner) {
    return null;
  }
}
