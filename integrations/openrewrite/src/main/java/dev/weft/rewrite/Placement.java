package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.Comment;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/** Puts statements in the place of another one, each on a line of its own. */
final class Placement {

  private Placement() {}

  /** The statements at the place, and with the comments, of {@code old}. */
  static List<Statement> inPlaceOf(Statement old, List<Statement> code) {
    String indent = old.getPrefix().getIndent();
    var placed = new ArrayList<Statement>();
    for (Statement each : code) {
      Space own = each.getPrefix();
      Statement shifted = shifted(each, own.getIndent(), indent);
      Space space = own.getComments().isEmpty() ? Space.format("\n" + indent) : shifted.getPrefix();
      placed.add(shifted.withPrefix(placed.isEmpty() ? first(old, shifted) : space));
    }
    return placed;
  }

  private static Space first(Statement old, Statement shifted) {
    List<Comment> comments = new ArrayList<>(old.getPrefix().getComments());
    comments.addAll(shifted.getPrefix().getComments());
    return old.getPrefix().withComments(comments);
  }

  /** With all its lines moved from one indentation to another. */
  private static Statement shifted(Statement statement, String from, String to) {
    if (from.equals(to) || from.isEmpty()) {
      return statement;
    }
    J moved =
        new JavaVisitor<Integer>() {
          @Override
          public Space visitSpace(@Nullable Space space, Space.Location where, Integer unused) {
            if (space == null) {
              return Space.EMPTY;
            }
            Space whole = space.withWhitespace(moved(space.getWhitespace()));
            return whole.withComments(
                whole.getComments().stream()
                    .<Comment>map(each -> each.withSuffix(moved(each.getSuffix())))
                    .toList());
          }

          private String moved(String whitespace) {
            return whitespace.replace("\n" + from, "\n" + to);
          }
        }.visitNonNull(statement, 0);
    return (Statement) moved;
  }
}
