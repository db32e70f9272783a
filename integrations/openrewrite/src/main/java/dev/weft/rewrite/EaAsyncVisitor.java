package dev.weft.rewrite;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openrewrite.Cursor;
import org.openrewrite.ExecutionContext;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.MethodMatcher;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TextComment;
import org.openrewrite.marker.SearchResult;

/**
 * Rewrites a file's calls of ea-async.
 *
 * <p>If some have to stay, so does the import of ea-async's {@code await} or {@code Async}: what is
 * written beside them is qualified then.
 */
final class EaAsyncVisitor extends JavaIsoVisitor<ExecutionContext> {

  private static final MethodMatcher AWAIT = new MethodMatcher(Names.EA_ASYNC + " await(..)");
  private static final MethodMatcher INIT = new MethodMatcher(Names.EA_ASYNC + " init()");

  /** Of a method: that a wait of its own has become Weft's. */
  private static final String AWAITS = "dev.weft.rewrite.awaits";

  private static final String INIT_STAYS =
      "Weft has nothing to load: take the call away, if its comments or what it stands in allow";

  private final AwaitSite site;

  /** Whether calls of ea-async stay in this file. */
  private boolean someStay;

  private boolean asyncIsAmbiguous;

  /** Initializers of which nothing is left: their classes leave them out. */
  private final Set<UUID> emptied = new HashSet<>();

  EaAsyncVisitor(boolean monitorsReleased) {
    this.site = new AwaitSite(monitorsReleased);
  }

  @Override
  public J.CompilationUnit visitCompilationUnit(J.CompilationUnit file, ExecutionContext context) {
    someStay = someStay(file, context);
    asyncIsAmbiguous = AsyncMark.isAmbiguous(someStay ? file : withoutEaAsync(file));
    if (!someStay) { // before imports of the same names are added
      maybeRemoveImport(Names.EA_ASYNC);
      maybeRemoveImport(Names.EA_ASYNC + ".await");
    }
    return super.visitCompilationUnit(file, context);
  }

  private static J.CompilationUnit withoutEaAsync(J.CompilationUnit file) {
    return file.withImports(
        file.getImports().stream()
            .filter(each -> !each.getTypeName().equals(Names.EA_ASYNC))
            .toList());
  }

  private boolean someStay(J.CompilationUnit file, ExecutionContext context) {
    var found = new AtomicBoolean();
    new JavaIsoVisitor<ExecutionContext>() {
      @Override
      public J.MethodInvocation visitMethodInvocation(
          J.MethodInvocation call, ExecutionContext unused) {
        if ((AWAIT.matches(call) && site.reasonToStay(getCursor()) != null)
            || (INIT.matches(call) && !goes(call, getCursor()))) {
          found.set(true);
        }
        return super.visitMethodInvocation(call, unused);
      }

      @Override
      public J.MemberReference visitMemberReference(
          J.MemberReference reference, ExecutionContext unused) {
        if (AWAIT.matches(reference.getMethodType())) {
          found.set(true);
        }
        return super.visitMemberReference(reference, unused);
      }
    }.visit(file, context);
    return found.get();
  }

  @Override
  public J.MethodDeclaration visitMethodDeclaration(
      J.MethodDeclaration method, ExecutionContext context) {
    J.MethodDeclaration rewritten = super.visitMethodDeclaration(method, context);
    if (getCursor().getMessage(AWAITS) == null || AsyncMark.isOn(rewritten)) {
      return rewritten;
    }
    boolean qualified = asyncIsAmbiguous || AsyncMark.isAnothers(rewritten);
    if (!qualified) {
      maybeAddImport(Names.ASYNC);
    }
    return AsyncMark.addTo(rewritten, qualified);
  }

  @Override
  public J.Block visitBlock(J.Block block, ExecutionContext context) {
    J.Block rewritten = super.visitBlock(block, context);
    List<Statement> kept =
        rewritten.getStatements().stream()
            .filter(each -> !isBareInit(each) && !emptied.contains(each.getId()))
            .toList();
    if (kept.size() == rewritten.getStatements().size()) {
      return rewritten;
    }
    Space first = rewritten.getStatements().get(0).getPrefix();
    J.Block without =
        rewritten.withStatements(
            ListUtils.map(
                kept,
                (i, each) ->
                    i > 0
                        ? each
                        : each.withPrefix(each.getPrefix().withWhitespace(first.getWhitespace()))));
    if (kept.isEmpty()
        && without.getEnd().getComments().isEmpty()
        && J.Block.isStaticOrInitBlock(getCursor())) {
      emptied.add(without.getId());
    }
    return without;
  }

  private static boolean goes(J.MethodInvocation init, Cursor cursor) {
    return isBareInit(init) && cursor.getParentTreeCursor().getValue() instanceof J.Block;
  }

  private static boolean isBareInit(Statement statement) {
    return statement instanceof J.MethodInvocation call
        && INIT.matches(call)
        && call.getPrefix().getComments().isEmpty();
  }

  @Override
  public J.MethodInvocation visitMethodInvocation(
      J.MethodInvocation call, ExecutionContext context) {
    J.MethodInvocation visited = super.visitMethodInvocation(call, context);
    if (INIT.matches(call)) {
      return goes(call, getCursor()) ? visited : marked(visited, INIT_STAYS);
    }
    if (!AWAIT.matches(call)) {
      return visited;
    }
    String reason = site.reasonToStay(getCursor());
    return reason == null ? rewritten(visited) : marked(visited, reason);
  }

  private J.MethodInvocation rewritten(J.MethodInvocation call) {
    Cursor method = AwaitSite.method(getCursor());
    if (method != null) {
      method.putMessage(AWAITS, true);
    }
    boolean byStaticImport = call.getSelect() == null && !someStay;
    if (byStaticImport) {
      maybeAddImport(Names.WEFT, "await", false);
    } else {
      maybeAddImport(Names.WEFT, false);
    }
    return Trees.await(call, byStaticImport);
  }

  @Override
  public J.MemberReference visitMemberReference(
      J.MemberReference reference, ExecutionContext context) {
    J.MemberReference visited = super.visitMemberReference(reference, context);
    return AWAIT.matches(visited.getMethodType()) ? marked(visited, AwaitSite.REFERENCE) : visited;
  }

  /** With the comment, unless it is there from an earlier run. */
  private static <T extends J> T marked(T tree, String reason) {
    boolean there =
        tree.getPrefix().getComments().stream()
            .anyMatch(each -> each instanceof TextComment text && text.getText().contains(reason));
    return there ? tree : SearchResult.found(tree, reason);
  }
}
