package dev.weft.transformer;

import dev.weft.transformer.analysis.DeadVariable;
import dev.weft.transformer.analysis.Explanation;
import dev.weft.transformer.analysis.MethodAnalysis;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.facts.LoopOfPoints;
import dev.weft.transformer.layout.FrameBytes;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.SpilledValue;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.report.MethodDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** Puts what the passes have found into the words of {@link MethodDetails}. */
final class DetailsReporter {

  private final FrameSpec spec;
  private final MethodAnalysis analysis;
  private final Explanation explanation;

  private DetailsReporter(FrameSpec spec) {
    this.spec = spec;
    analysis = spec.analysis();
    explanation = Explanation.of(analysis);
  }

  static MethodDetails of(FrameSpec spec) {
    return new DetailsReporter(spec).report();
  }

  private MethodDetails report() {
    var states = new ArrayList<MethodDetails.State>();
    states.add(
        new MethodDetails.State("", "", "", "", kept(0), List.of(), cleared(0), List.of(), -1));
    analysis.points().forEach(point -> states.add(state(point)));
    return new MethodDetails(
        analysis.body().bodyDescriptor(),
        analysis.body().resumeDescriptor(),
        states,
        FrameBytes.of(spec),
        explanation.loops(),
        loopNote(),
        explanation.graph());
  }

  private String loopNote() {
    if (explanation.irreducible()) {
      return "Its code leads back into the middle of what precedes it (it is irreducible), so a"
          + " resumed body enters its loops in the middle, and HotSpot compiles them less well.";
    }
    boolean anyCopied = explanation.loops().stream().anyMatch(loop -> loop.copied() > 0);
    return explanation.loops().isEmpty() || anyCopied
        ? ""
        : "The method would be too large with copies of its loops, so a resumed body enters them in"
            + " the middle, and HotSpot compiles them less well; split it.";
  }

  private MethodDetails.State state(SuspensionPoint point) {
    MethodInsnNode fused = point.fusedAwait();
    String result = point.call().result().getClassName();
    return new MethodDetails.State(
        ClassNames.binary(point.insn().owner) + "." + point.insn().name,
        linkage(point),
        fused == null ? "" : ClassNames.simple(fused.owner) + "." + fused.name,
        result,
        kept(point.state()),
        explanation.dead().get(point.state() - 1).stream().map(DetailsReporter::dead).toList(),
        cleared(point.state()),
        point.monitors().stream().map(slot -> name(point, slot)).toList(),
        copyOf(point));
  }

  private static String linkage(SuspensionPoint point) {
    return switch (point.call().how()) {
      case INTRINSIC -> "a suspension point of the runtime";
      case BODY ->
          point.call().asked()
              ? "a direct call of the callee's body, after a look at the receiver's class"
              : "a direct call of the callee's body";
      case LATE -> "linked when it is first called: it is not certain that the callee is woven";
    };
  }

  private static String name(SuspensionPoint point, int slot) {
    return point.locals().stream()
        .filter(value -> value.index() == slot)
        .map(Value::name)
        .findFirst()
        .orElse("slot" + slot);
  }

  private int copyOf(SuspensionPoint point) {
    if (analysis.peeling().of(point) == null) {
      return -1;
    }
    List<LoopOfPoints> loops = explanation.loops();
    for (int i = 0; i < loops.size(); i++) {
      if (loops.get(i).states().contains(point.state())) {
        return i;
      }
    }
    return -1;
  }

  private List<String> cleared(int state) {
    return state == 0
        ? List.of()
        : spec.cleared(spec.at(state)).stream().map(FrameField::name).toList();
  }

  private List<MethodDetails.Kept> kept(int state) {
    FrameSpec.Point point = spec.at(state);
    var all = new ArrayList<MethodDetails.Kept>();
    point.locals().forEach(each -> all.add(kept(each, false)));
    point.stack().forEach(each -> all.add(kept(each, true)));
    return all;
  }

  private static MethodDetails.Kept kept(SpilledValue saved, boolean onStack) {
    Type stored = saved.value().storedType();
    FrameField field = saved.field();
    Type cast = saved.cast();
    String otherwise = "";
    if (field == null) {
      otherwise =
          saved.value().isNull()
              ? "is null, and comes back as null"
              : "is under construction: made anew just before its constructor runs";
    }
    return new MethodDetails.Kept(
        saved.value().name(),
        onStack,
        stored == null ? "-" : stored.getClassName(),
        field == null ? null : field.name(),
        cast == null ? null : cast.getClassName(),
        otherwise);
  }

  private static MethodDetails.Dead dead(DeadVariable dead) {
    Type type = dead.value().storedType();
    return new MethodDetails.Dead(
        dead.value().name(), type == null ? "-" : type.getClassName(), reason(dead));
  }

  private static String reason(DeadVariable dead) {
    List<Integer> known = dead.overwritten().stream().filter(line -> line > 0).toList();
    if (dead.overwritten().isEmpty()) {
      return "not read again";
    }
    if (known.isEmpty()) {
      return "given a new value before it is read again";
    }
    String lines = known.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "given a new value in line"
        + (known.size() > 1 ? "s " : " ")
        + lines
        + " before it is read again";
  }
}
