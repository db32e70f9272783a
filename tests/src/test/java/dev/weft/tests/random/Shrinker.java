package dev.weft.tests.random;

import dev.weft.tests.random.Tree.Node;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing program small: takes out statements, methods and expressions as long as it keeps
 * failing in the same way (delta debugging on the program's tree).
 */
public final class Shrinker {

  private final Tree tree;
  private final Predicate<Tree> fails;
  private final long end;

  /**
   * A shrinker.
   *
   * @param fails whether the program as it stands still fails in the same way; false if it does not
   *     compile
   */
  public Shrinker(Tree tree, Predicate<Tree> fails, Duration atMost) {
    this.tree = tree;
    this.fails = fails;
    this.end = System.nanoTime() + atMost.toNanos();
  }

  /** Shrinks until nothing more can be taken out, or the time is over. */
  public void shrink() {
    int before;
    do {
      before = tree.source().length();
      drop(Mark.STATEMENT);
      drop(Mark.MEMBER);
      tree.all(Mark.STATEMENT).forEach(this::unwrap);
      tree.all(Mark.EXPRESSION).forEach(this::simplify);
    } while (tree.source().length() < before && !over());
  }

  private boolean over() {
    return System.nanoTime() - end >= 0;
  }

  /** Takes out many at a time first, then fewer. */
  private void drop(char kind) {
    for (int size = tree.all(kind).size(); size > 0; size /= 2) {
      List<Node> nodes = tree.all(kind);
      for (int from = nodes.size(); from > 0 && !over(); from -= size) {
        replace(nodes.subList(Math.max(0, from - size), from), "");
      }
    }
  }

  private void replace(List<Node> nodes, Object by) {
    List<Node> there = nodes.stream().filter(each -> each.substitute() == null).toList();
    String before = tree.source();
    there.forEach(each -> each.substitute(by));
    if (!tree.source().equals(before) && !fails.test(tree)) {
      there.forEach(each -> each.substitute(null));
    }
  }

  /** Leaves one of the statements inside in place of the statement. */
  private void unwrap(Node statement) {
    for (Node inner : Tree.within(statement, Mark.STATEMENT)) {
      if (statement.substitute() == null && !over()) {
        replace(List.of(statement), inner);
      }
    }
  }

  private void simplify(Node expression) {
    if (!isSimple(expression) && !over()) {
      replace(List.of(expression), expression.type.literals.get(0));
    }
    for (Node inner : Tree.within(expression, Mark.EXPRESSION)) {
      if (expression.substitute() == null && inner.type == expression.type && !over()) {
        replace(List.of(expression), inner);
      }
    }
  }

  private static boolean isSimple(Node expression) {
    return expression.substitute() != null || expression.isLeafOf(expression.type.literals);
  }
}
