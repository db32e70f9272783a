package dev.weft.checker.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.EnumSet;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** What the code of a block does with a variable that holds a generator. */
final class VariableUses extends TreePathScanner<@Nullable Void, @Nullable Void> {

  /** What is done with a generator. */
  enum Use {
    /** It is asked for an element. */
    PARTLY,
    /** Anything else: it is asked to the end, closed, handed on, or captured. */
    OTHERWISE
  }

  private final Trees trees;
  private final Element variable;
  private final TreePath block;
  private final Set<Use> uses = EnumSet.noneOf(Use.class);

  private VariableUses(Trees trees, Element variable, TreePath block) {
    this.trees = trees;
    this.variable = variable;
    this.block = block;
  }

  static Set<Use> of(Trees trees, Element variable, TreePath block) {
    var scanner = new VariableUses(trees, variable, block);
    scanner.scan(block, null);
    return scanner.uses;
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
    if (tree.getName().contentEquals(variable.getSimpleName())
        && variable.equals(trees.getElement(getCurrentPath()))) {
      uses.add(use(getCurrentPath()));
    }
    return null;
  }

  private Use use(TreePath path) {
    TreePath select = path.getParentPath();
    TreePath call = select.getParentPath();
    boolean asks =
        select.getLeaf() instanceof MemberSelectTree member
            && isAsking(member)
            && call.getLeaf() instanceof MethodInvocationTree invocation
            && invocation.getMethodSelect() == member;
    return asks && !isCondition(call) ? Use.PARTLY : Use.OTHERWISE;
  }

  private static boolean isAsking(MemberSelectTree member) {
    return member.getIdentifier().contentEquals("next")
        || member.getIdentifier().contentEquals("hasNext");
  }

  /** Whether a call is a part of a loop's condition, or runs at another time. */
  private boolean isCondition(TreePath call) {
    for (TreePath each = call; each.getLeaf() != block.getLeaf(); each = each.getParentPath()) {
      Tree around = each.getParentPath().getLeaf();
      if (around instanceof LambdaExpressionTree
          || around instanceof ClassTree
          || each.getLeaf() == condition(around)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Tree condition(Tree tree) {
    if (tree instanceof WhileLoopTree loop) {
      return loop.getCondition();
    }
    if (tree instanceof ForLoopTree loop) {
      return loop.getCondition();
    }
    return tree instanceof DoWhileLoopTree loop ? loop.getCondition() : null;
  }
}
