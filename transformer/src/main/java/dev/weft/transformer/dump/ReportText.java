package dev.weft.transformer.dump;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.report.MethodReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;

/** Formats reports as text. */
public final class ReportText {

  private final StringBuilder text = new StringBuilder();
  private final BodySizes sizes;

  private ReportText(WovenClass woven) {
    sizes = BodySizes.of(woven);
  }

  /** The report of a class: all of its {@code @Async} methods. */
  public static String of(WovenClass woven) {
    var report = new ReportText(woven);
    report.line("%s", ClassNames.binary(woven.name()));
    report.line("%s", "=".repeat(woven.name().length()));
    for (MethodReport method : woven.methods()) {
      report.line("");
      report.method(method);
    }
    if (woven.methods().isEmpty()) {
      report.line("no @Async method with code; callers reach the implementations through it");
    }
    return report.text.toString();
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }

  private void method(MethodReport method) {
    line("%s method %s", method.kind(), signature(method));
    if (method.refusal() != null) {
      line("  refused   %s", method.refusal());
      return;
    }
    method.warnings().forEach(warning -> line("  warning   %s", warning));
    sizes(method);
    String fields = method.fields().isEmpty() ? "no fields" : String.join(", ", method.fields());
    line("  frame     %s, %d bytes: %s", method.frameClass(), method.frameBytes(), fields);
    method.points().forEach(point -> point(method, point));
    if (method.points().size() == 1) {
      line("  never suspends");
    }
  }

  private void sizes(MethodReport method) {
    BodySizes.Sizes size = sizes.of(method);
    line(
        "  code      %d bytes as written; woven: entry %d, direct body %d, resumed body %d",
        size.written(), size.entry(), size.direct(), size.resumed());
    if (size.isHuge()) {
      line(
          "  warning   over %d bytes: HotSpot will not compile it; split it",
          BodySizes.HUGE_METHOD);
    }
  }

  private static String signature(MethodReport method) {
    String parameters =
        List.of(Type.getArgumentTypes(method.descriptor())).stream()
            .map(type -> simple(type.getClassName()))
            .collect(Collectors.joining(", "));
    String result = simple(Type.getReturnType(method.descriptor()).getClassName());
    String file = method.file().isEmpty() ? "" : "  (" + method.file() + ")";
    return result + " " + method.method() + "(" + parameters + ")" + file;
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private void point(MethodReport method, MethodReport.Point point) {
    if (point.state() == 0) {
      boolean lazy = Kind.named(method.kind()).isLazy();
      line(
          "  state 0   not started, as %s",
          lazy ? "long as no element is asked for" : "when the stack is too deep for the call");
    } else {
      String where = point.line() > 0 ? "line " + point.line() : "line unknown";
      line("  state %-3d %-10s suspends in %s", point.state(), where, point.callee());
    }
    if (point.saved().isEmpty()) {
      line("            nothing is kept");
    }
    for (MethodReport.Saved saved : point.saved()) {
      line("            %-16s %-20s %s", saved.variable(), simple(saved.type()), saved.place());
    }
  }
}
