package dev.weft.checker.rules;

import com.sun.source.util.TreePath;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Coroutines;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;

/** Methods that cannot be woven by their declaration alone. */
public final class MarkedMethods implements Rule {

  private static final int MOST_SLOTS = 253;

  private final Report report;

  /** The rule. */
  public MarkedMethods(Report report) {
    this.report = report;
  }

  @Override
  public void method(TreePath path, ExecutableElement method, Body body) {
    if (body.kind() == null) {
      return;
    }
    if (slots(method) > MOST_SLOTS) {
      report.found(
          Check.REFUSED,
          path,
          Texts.refused(
              body,
              "has more than 253 parameter slots; the JVM allows 255, and weaving adds two; pass"
                  + " several parameters in one object"));
    }
    if (method.getModifiers().contains(Modifier.NATIVE) && Coroutines.isMarked(method)) {
      report.found(
          Check.NATIVE,
          path,
          body.describe()
              + " is native, so there is nothing to weave: it holds the thread of the coroutine"
              + " that calls it until it is done. Take off the mark, and call it by Weft.blocking"
              + " if it blocks.");
    }
  }

  private static int slots(ExecutableElement method) {
    int slots = method.getModifiers().contains(Modifier.STATIC) ? 0 : 1;
    for (VariableElement each : method.getParameters()) {
      slots +=
          switch (each.asType().getKind()) {
            case LONG, DOUBLE -> 2;
            default -> 1;
          };
    }
    return slots;
  }
}
