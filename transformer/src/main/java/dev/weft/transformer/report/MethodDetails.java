package dev.weft.transformer.report;

import dev.weft.transformer.facts.FlowGraph;
import dev.weft.transformer.facts.FramePart;
import dev.weft.transformer.facts.LoopOfPoints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a method shows beyond its {@linkplain MethodReport report}; only a weaver that
 * explains makes it.
 *
 * @param directBody the descriptor of the body that takes the method's parameters
 * @param resumedBody the descriptor of the body that takes a frame
 * @param states what happens at each state, from 0
 * @param frame the frame, byte by byte
 * @param loops the loops that hold suspension points, inner ones before those around them
 * @param loopNote why suspended loops have no copies, or empty
 * @param graph how the states follow one another
 */
public record MethodDetails(
    String directBody,
    String resumedBody,
    List<State> states,
    List<FramePart> frame,
    List<LoopOfPoints> loops,
    String loopNote,
    FlowGraph graph) {

  /**
   * One state.
   *
   * @param callee the class and method that are called; empty for state 0
   * @param linkage how the call is made, in words
   * @param awaits what the call's result is awaited by, if both are compiled into one; or empty
   * @param result the type of what the call leaves when it is resumed
   * @param kept what is kept, in the order in which it is spilled
   * @param dead variables with a value that is not kept
   * @param cleared fields that are cleared, since an earlier state used them
   * @param monitors variables whose monitors are released meanwhile, outermost first
   * @param copyOf the index of the loop in whose copy a body resumes; -1 if in the method itself
   */
  public record State(
      String callee,
      String linkage,
      String awaits,
      String result,
      List<Kept> kept,
      List<Dead> dead,
      List<String> cleared,
      List<String> monitors,
      int copyOf) {}

  /**
   * One value that is kept, or comes back by other means.
   *
   * @param variable its name
   * @param onStack whether it lies on the operand stack
   * @param type its type, or {@code -}
   * @param field the frame's field; null if it needs none
   * @param cast the type that it is cast to when it is read back; null if the field has it already
   * @param otherwise how it comes back if it needs no field; else empty
   */
  public record Kept(
      String variable,
      boolean onStack,
      String type,
      @Nullable String field,
      @Nullable String cast,
      String otherwise) {}

  /**
   * One variable that is not kept.
   *
   * @param variable its name
   * @param type its type
   * @param reason why not
   */
  public record Dead(String variable, String type, String reason) {}
}
