package dev.weft.checker.rules;

import dev.weft.checker.model.Body;
import dev.weft.checker.model.Intrinsic;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Suspension;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import org.jspecify.annotations.Nullable;

/** What a kind of coroutine may not do: emit in a task method, await in a plain generator. */
public final class RefusedCalls implements Rule {

  private final Report report;

  /** The rule. */
  public RefusedCalls(Report report) {
    this.report = report;
  }

  @Override
  public void suspension(Suspension suspension, Body body) {
    Intrinsic intrinsic = suspension.intrinsic();
    Kind kind = body.kind();
    String refusal = intrinsic == null || kind == null ? null : refusal(intrinsic, kind);
    if (refusal != null) {
      report.found(
          Check.REFUSED,
          suspension.path(),
          Texts.refused(body, "calls " + suspension.callee() + " " + refusal));
    }
  }

  private static @Nullable String refusal(Intrinsic intrinsic, Kind kind) {
    String refusal = intrinsic.emits() ? kind.refusalToEmit() : null;
    return refusal == null && intrinsic.awaits() ? kind.refusalToAwait() : refusal;
  }
}
