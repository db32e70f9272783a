package dev.weft.transformer.analysis;

import dev.weft.transformer.facts.FlowGraph;
import dev.weft.transformer.facts.LoopOfPoints;
import java.util.List;

/**
 * What people ask of a method and emission does not: which variables are not kept and why, and how
 * its states follow one another. Made only if somebody wants to see it, from the method as it was
 * written, so before its code is emitted.
 *
 * @param dead for each suspension point, in order, the variables that have a value there and are
 *     not kept
 * @param loops the loops that hold suspension points, inner ones before those around them
 * @param irreducible whether code leads back in a way that makes no loop with one entrance
 * @param graph how states follow one another
 */
public record Explanation(
    List<List<DeadVariable>> dead, List<LoopOfPoints> loops, boolean irreducible, FlowGraph graph) {

  /** Explains a method. */
  public static Explanation of(MethodAnalysis analysis) {
    var flow = new ControlFlow(analysis.body().node());
    var loops = LoopsWithPoints.of(analysis, flow);
    boolean irreducible = loops.isEmpty() && Peeling.leadsBack(analysis.body().node());
    return new Explanation(
        DeadVariables.of(analysis, flow),
        loops,
        irreducible && !analysis.points().isEmpty() && Loops.of(flow).isEmpty(),
        FlowGraphBuilder.build(analysis, flow, loops));
  }
}
