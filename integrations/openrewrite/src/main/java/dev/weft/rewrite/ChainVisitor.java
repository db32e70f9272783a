package dev.weft.rewrite;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Tree;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JRightPadded;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.marker.Markers;

/** Writes the methods of a file that return chains of stages as coroutines. */
final class ChainVisitor extends JavaIsoVisitor<ExecutionContext> {

  private boolean asyncIsAmbiguous;

  @Override
  public J.CompilationUnit visitCompilationUnit(J.CompilationUnit file, ExecutionContext context) {
    asyncIsAmbiguous = AsyncMark.isAmbiguous(file);
    return super.visitCompilationUnit(file, context);
  }

  @Override
  public J.MethodDeclaration visitMethodDeclaration(
      J.MethodDeclaration method, ExecutionContext context) {
    J.MethodDeclaration visited = super.visitMethodDeclaration(method, context);
    Map<UUID, List<Statement>> plan = MethodPlan.of(visited);
    if (plan.isEmpty()) {
      return visited;
    }
    J.MethodDeclaration rewritten =
        visited.withBody(
            (J.Block) new Replacement(plan).visit(visited.getBody(), context, getCursor()));
    maybeAddImport(Names.WEFT, false);
    maybeAddImport(Names.FUTURE);
    if (AsyncMark.isOn(rewritten)) {
      return rewritten;
    }
    if (!asyncIsAmbiguous) {
      maybeAddImport(Names.ASYNC);
    }
    return AsyncMark.addTo(rewritten, asyncIsAmbiguous);
  }

  /** Puts the code in the place of the returns. */
  private static final class Replacement extends JavaVisitor<ExecutionContext> {
    private final Map<UUID, List<Statement>> plan;

    Replacement(Map<UUID, List<Statement>> plan) {
      this.plan = plan;
    }

    @Override
    public J visitBlock(J.Block block, ExecutionContext context) {
      List<Statement> statements =
          ListUtils.flatMap(
              block.getStatements(),
              each -> {
                List<Statement> code = plan.get(each.getId());
                return code == null ? each : code;
              });
      return super.visitBlock(block.withStatements(statements), context);
    }

    /** One that is not in a block, which takes a single statement. */
    @Override
    public J visitReturn(J.Return end, ExecutionContext context) {
      List<Statement> code = plan.get(end.getId());
      if (code == null) {
        return end;
      }
      var block =
          new J.Block(
              Tree.randomId(),
              Space.SINGLE_SPACE,
              Markers.EMPTY,
              JRightPadded.build(false),
              code.stream().map(JRightPadded::build).toList(),
              Space.EMPTY);
      return autoFormat(block, context, getCursor().getParentTreeCursor());
    }
  }
}
