package dev.weft.rewrite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/** Whether a method can be written as a coroutine, and what then stands for its returns. */
final class MethodPlan {

  private MethodPlan() {}

  /** The code for each return that is replaced, by its id; empty if the method has to stay. */
  static Map<UUID, List<Statement>> of(J.MethodDeclaration method) {
    J.Block body = method.getBody();
    if (body == null
        || method.getThrows() != null
        || method.hasModifier(J.Modifier.Type.Synchronized)
        || AsyncMark.isAnothers(method)
        || !Stages.isReturnedBy(method)) {
      return Map.of();
    }
    MethodReturns returns = MethodReturns.of(body);
    if (returns.wouldDiffer()) {
      return Map.of();
    }
    var plan = new HashMap<UUID, List<Statement>>();
    var names = new FreshNames(method);
    for (J.Return each : returns.all()) {
      if (Stages.isFinished(each.getExpression())) {
        continue;
      }
      List<Statement> code = code(each, method, names);
      if (code == null) {
        return Map.of(); // one that would be waited for, and not be the one that is returned
      }
      plan.put(each.getId(), code);
    }
    return plan;
  }

  private static @Nullable List<Statement> code(
      J.Return end, J.MethodDeclaration method, FreshNames names) {
    Chain chain = end.getExpression() == null ? null : Chain.of(end.getExpression(), names);
    if (chain == null || chain.clashes(method)) {
      return null;
    }
    List<Statement> code = ChainCode.of(chain, method, names);
    if (code == null) {
      return null;
    }
    List<Statement> placed = Placement.inPlaceOf(end, code);
    return Comments.in(placed) == Comments.in(List.of(end)) ? placed : null;
  }
}
