package dev.weft.transformer.analysis;

import dev.weft.transformer.analysis.Loops.Loop;
import dev.weft.transformer.facts.LoopOfPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the loops of a method that hold suspension points. */
final class LoopsWithPoints {

  private LoopsWithPoints() {}

  /** The loops of a method that hold points, inner ones first. */
  static List<LoopOfPoints> of(MethodAnalysis analysis, ControlFlow flow) {
    if (analysis.points().isEmpty()) {
      return List.of();
    }
    List<Loop> all = Loops.of(flow);
    List<Loop> holding = all.stream().filter(loop -> holdsAny(loop, analysis, flow)).toList();
    var found = new ArrayList<LoopOfPoints>();
    for (Loop loop : holding) {
      List<Loop> around = holding.subList(holding.indexOf(loop) + 1, holding.size());
      Loop outer = Loops.innermost(around, loop.header());
      List<Integer> states =
          analysis.points().stream()
              .filter(point -> loop.equals(innermost(holding, point, flow)))
              .map(SuspensionPoint::state)
              .toList();
      found.add(
          new LoopOfPoints(
              loop.header(),
              Instructions.lineOf(flow.at(loop.header())),
              lines(loop, flow),
              loop.body().cardinality(),
              outer == null ? -1 : holding.indexOf(outer),
              states,
              copied(loop, analysis.peeling())));
    }
    return found;
  }

  private static boolean holdsAny(Loop loop, MethodAnalysis analysis, ControlFlow flow) {
    return analysis.points().stream()
        .anyMatch(point -> loop.body().get(flow.position(point.insn())));
  }

  private static @Nullable Loop innermost(
      List<Loop> loops, SuspensionPoint point, ControlFlow flow) {
    return Loops.innermost(loops, flow.position(point.insn()));
  }

  private static int copied(Loop loop, Peeling peeling) {
    return peeling.copies().stream()
        .filter(copy -> copy.isOf(loop))
        .mapToInt(Peeling.Copy::size)
        .findFirst()
        .orElse(0);
  }

  private static List<Integer> lines(Loop loop, ControlFlow flow) {
    var lines = new TreeSet<Integer>();
    loop.body().stream().forEach(number -> lines.add(Instructions.lineOf(flow.at(number))));
    return List.copyOf(lines);
  }
}
