package dev.weft.rewrite;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;

/** Counts comments, so that none is lost. */
final class Comments {

  private Comments() {}

  static int in(List<? extends J> code) {
    var count = new AtomicInteger();
    var counter =
        new JavaVisitor<AtomicInteger>() {
          @Override
          public Space visitSpace(
              @Nullable Space space, Space.Location where, AtomicInteger found) {
            Space known = space == null ? Space.EMPTY : space;
            found.addAndGet(known.getComments().size());
            return known;
          }
        };
    code.forEach(each -> counter.visit(each, count));
    return count.get();
  }
}
