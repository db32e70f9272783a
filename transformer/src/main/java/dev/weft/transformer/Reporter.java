package dev.weft.transformer;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.SpilledValue;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.report.MethodDetails;
import dev.weft.transformer.report.MethodReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Makes reports of what the passes have found. */
final class Reporter {

  private Reporter() {}

  /**
   * The report of a method that is woven; made before its code is emitted.
   *
   * @param explains whether it has details
   */
  static MethodReport woven(FrameSpec spec, boolean explains) {
    AsyncBody body = spec.analysis().body();
    List<String> fields = spec.fields().stream().map(Reporter::declaration).toList();
    var points = new ArrayList<MethodReport.Point>();
    points.add(new MethodReport.Point(0, 0, "", saved(spec, 0)));
    spec.analysis().points().forEach(point -> points.add(point(spec, point)));
    var warnings = new ArrayList<String>();
    spec.analysis().linesWithLocks().stream()
        .distinct()
        .forEach(line -> warnings.add(locked(body, line)));
    MethodDetails details = explains ? details(spec, warnings) : null;
    return new MethodReport(
        ClassNames.binary(body.owner().name),
        body.node().name,
        body.node().desc,
        file(body),
        kind(body),
        ClassNames.binary(spec.className()),
        spec.bytes(),
        fields,
        points,
        null,
        warnings,
        details);
  }

  /** What is wrong with an explanation must not change what is woven. */
  private static @Nullable MethodDetails details(FrameSpec spec, List<String> warnings) {
    try {
      return DetailsReporter.of(spec);
    } catch (RuntimeException fault) {
      String method = spec.analysis().body().displayName();
      warnings.add(method + " is woven and cannot be explained, an error in Weft: " + fault);
      return null;
    }
  }

  /** The report of a method that is not. */
  static MethodReport refused(AsyncBody body, String message) {
    return new MethodReport(
        ClassNames.binary(body.owner().name),
        body.node().name,
        body.node().desc,
        file(body),
        kind(body),
        "",
        0,
        List.of(),
        List.of(),
        message,
        List.of(),
        null);
  }

  private static String file(AsyncBody body) {
    return Objects.requireNonNullElse(body.owner().sourceFile, "");
  }

  private static String kind(AsyncBody body) {
    return body.kind().word();
  }

  private static String locked(AsyncBody body, int line) {
    String file = body.owner().sourceFile == null ? "unknown source" : body.owner().sourceFile;
    return body.displayName()
        + "("
        + file
        + (line > 0 ? ":" + line : "")
        + ") suspends while it may hold a java.util.concurrent.locks.Lock, which belongs to the"
        + " thread: meanwhile other coroutines of that thread get in as if it were free, and after"
        + " a resumption on another thread unlock throws IllegalMonitorStateException; unlock it"
        + " before, and lock it again behind the suspending call";
  }

  private static String declaration(FrameField field) {
    String type = field.type().getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + " " + field.name();
  }

  private static MethodReport.Point point(FrameSpec spec, SuspensionPoint point) {
    return new MethodReport.Point(
        point.state(), point.line(), point.callee(), saved(spec, point.state()));
  }

  private static List<MethodReport.Saved> saved(FrameSpec spec, int state) {
    var reports = new ArrayList<MethodReport.Saved>();
    for (SpilledValue each : spec.at(state).all()) {
      reports.add(saved(each));
    }
    return reports;
  }

  private static MethodReport.Saved saved(SpilledValue saved) {
    FrameField field = saved.field();
    Type type = saved.value().storedType();
    String without = saved.value().isNull() ? "is null" : "under construction: made on resumption";
    return new MethodReport.Saved(
        saved.value().name(),
        type == null ? "-" : type.getClassName(),
        field == null ? without : "in field " + field.name());
  }
}
