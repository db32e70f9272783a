package dev.weft.transformer.report;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.Saved;
import dev.weft.transformer.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Turns what the passes know into reports. */
public final class Reporter {

  private Reporter() {}

  /** The report of a method that is woven. */
  public static MethodReport woven(FrameSpec spec) {
    AsyncBody body = spec.analysis().body();
    List<String> fields = spec.fields().stream().map(Reporter::declaration).toList();
    var points = new ArrayList<MethodReport.Point>();
    points.add(new MethodReport.Point(0, 0, "", saved(spec, 0)));
    spec.analysis().points().forEach(point -> points.add(point(spec, point)));
    return report(body, Names.binary(spec.className()), spec.bytes(), fields, points, null);
  }

  /** The report of a method that is not. */
  public static MethodReport refused(AsyncBody body, String message) {
    return report(body, "", 0, List.of(), List.of(), message);
  }

  private static MethodReport report(
      AsyncBody body,
      String frameClass,
      int frameBytes,
      List<String> fields,
      List<MethodReport.Point> points,
      @Nullable String refusal) {
    return new MethodReport(
        Names.binary(body.owner().name),
        body.node().name,
        body.node().desc,
        Objects.requireNonNullElse(body.owner().sourceFile, ""),
        body.kind().name().toLowerCase(Locale.ROOT),
        frameClass,
        frameBytes,
        fields,
        points,
        refusal);
  }

  private static String declaration(FrameField field) {
    String type = field.type().getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + " " + field.name();
  }

  private static MethodReport.Point point(FrameSpec spec, SuspensionPoint point) {
    return new MethodReport.Point(
        point.state(), point.line(), point.call().displayName(), saved(spec, point.state()));
  }

  private static List<MethodReport.Saved> saved(FrameSpec spec, int state) {
    var reports = new ArrayList<MethodReport.Saved>();
    for (Saved each : spec.at(state).all()) {
      reports.add(saved(each));
    }
    return reports;
  }

  private static MethodReport.Saved saved(Saved saved) {
    FrameField field = saved.field();
    Type type = saved.value().storedType();
    String without = saved.value().isNull() ? "is null" : "under construction: made on resumption";
    return new MethodReport.Saved(
        saved.value().name(),
        type == null ? "-" : type.getClassName(),
        field == null ? without : "in field " + field.name());
  }
}
