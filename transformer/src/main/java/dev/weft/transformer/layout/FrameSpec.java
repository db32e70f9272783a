package dev.weft.transformer.layout;

import dev.weft.transformer.analysis.MethodAnalysis;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layout of one method's frame.
 *
 * @param analysis the method
 * @param fields its fields
 * @param points what is kept at each state; state 0 keeps the parameters of a call not yet started
 */
public record FrameSpec(MethodAnalysis analysis, List<FrameField> fields, List<Point> points) {

  /** The object header, {@code parent} and {@code state}. */
  private static final int BASE_BYTES = 12 + 4 + 4;

  /** The callees of a frame that takes monitors again. */
  private static final int HOLDING_BYTES = 4;

  /**
   * What is kept at one state.
   *
   * @param stack operand stack entries, bottom first
   * @param locals local variables by slot
   */
  public record Point(List<Saved> stack, List<Saved> locals) {

    /** Everything in the order in which it is spilled. */
    public Stream<Saved> all() {
      return Stream.concat(stack.stream(), locals.stream());
    }

    /** Whether the stack as it is can be passed on, nothing on it being null or uninitialised. */
    public boolean stackIsPlain() {
      return stack.stream().allMatch(saved -> saved.field() != null);
    }
  }

  /** What is kept at a state. */
  public Point at(int state) {
    return points.get(state);
  }

  /** Internal name of the frame class. */
  public String className() {
    return analysis.body().frameName();
  }

  /** The size of a frame on a 64-bit JVM with compressed references. */
  public int bytes() {
    int base = BASE_BYTES + (analysis.holdsMonitors() ? HOLDING_BYTES : 0);
    int exact = base + fields.stream().mapToInt(FrameField::bytes).sum();
    return (exact + 7) / 8 * 8;
  }
}
