package dev.weft.transformer.layout;

import dev.weft.transformer.analysis.MethodAnalysis;
import dev.weft.transformer.model.GeneratorClasses;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * The layout of one method's frame.
 *
 * @param analysis the method
 * @param nameable the types that its code can name
 * @param fields its fields
 * @param points what is kept at each state; state 0 keeps the parameters of a call not yet started
 * @param casts the types of results that its code may not be able to name
 */
public record FrameSpec(
    MethodAnalysis analysis,
    NameableTypes nameable,
    List<FrameField> fields,
    List<Point> points,
    List<Type> casts) {

  /** The object header, {@code parent} and {@code state}. */
  private static final int BASE_BYTES = 12 + 4 + 4;

  /** The callees of a frame that takes monitors again. */
  private static final int HOLDING_BYTES = 4;

  /**
   * What is kept at one state.
   *
   * @param stack operand stack entries, bottom first
   * @param locals local variables by slot
   * @param all both, in the order in which they are spilled
   * @param stored those of them that have a field
   */
  public record Point(
      List<SpilledValue> stack,
      List<SpilledValue> locals,
      List<SpilledValue> all,
      List<SpilledValue> stored) {

    static Point of(List<SpilledValue> stack, List<SpilledValue> locals) {
      var all = new ArrayList<SpilledValue>(stack.size() + locals.size());
      all.addAll(stack);
      all.addAll(locals);
      var stored = new ArrayList<SpilledValue>(all);
      stored.removeIf(saved -> saved.field() == null);
      return new Point(stack, locals, all, stored);
    }

    private Point withFields(UnaryOperator<FrameField> by) {
      return of(withFields(stack, by), withFields(locals, by));
    }

    private static List<SpilledValue> withFields(
        List<SpilledValue> values, UnaryOperator<FrameField> by) {
      return values.stream().map(saved -> saved.withField(by)).toList();
    }

    /** Whether the stack as it is can be passed on, nothing on it being null or uninitialised. */
    public boolean stackIsPlain() {
      for (SpilledValue saved : stack) {
        if (saved.field() == null) {
          return false;
        }
      }
      return true;
    }

    /** How many words all of it takes. */
    public int words() {
      int words = 0;
      for (SpilledValue saved : all) {
        words += saved.value().isWide() ? 2 : 1;
      }
      return words;
    }

    /** Whether something is kept in a field. */
    public boolean uses(FrameField field) {
      for (SpilledValue saved : stored) {
        if (field.equals(saved.field())) {
          return true;
        }
      }
      return false;
    }
  }

  /** The same layout with each field replaced. */
  FrameSpec withFields(UnaryOperator<FrameField> by) {
    return new FrameSpec(
        analysis,
        nameable,
        fields.stream().map(by).toList(),
        points.stream().map(point -> point.withFields(by)).toList(),
        casts);
  }

  /** What is kept at a state. */
  public Point at(int state) {
    return points.get(state);
  }

  /**
   * The fields that are cleared at a state: references of earlier states, which would keep objects
   * from being collected.
   */
  public List<FrameField> cleared(Point kept) {
    var stale = new ArrayList<FrameField>();
    for (FrameField field : fields) {
      if (field.isReference() && !kept.uses(field)) {
        stale.add(field);
      }
    }
    return stale;
  }

  /** Internal name of the frame class. */
  public String className() {
    return analysis.body().frameName();
  }

  /**
   * Whether the frame is the generator that the method returns. Not if it holds monitors: such a
   * frame has a superclass of its own.
   */
  public boolean isGenerator() {
    return generator() != null;
  }

  /** The kind of generator that the frame is; null if it is {@linkplain #isGenerator none}. */
  public @Nullable GeneratorClasses generator() {
    return analysis.holdsMonitors() ? null : analysis.body().kind().generator();
  }

  /** The superclass of the frame class. */
  public String superName() {
    GeneratorClasses generator = generator();
    if (generator != null) {
      return generator.type();
    }
    return analysis.holdsMonitors() ? RuntimeNames.MONITOR_FRAME : RuntimeNames.FRAME;
  }

  /** The class of the runtime as which the frame is linked to others. */
  public String linkedAs() {
    GeneratorClasses generator = generator();
    return generator == null ? RuntimeNames.FRAME : generator.frame();
  }

  /** The size of a frame on a 64-bit JVM with compressed references. */
  public int bytes() {
    int base = BASE_BYTES + ownBytes();
    int exact = base + fields.stream().mapToInt(FrameField::bytes).sum();
    return (exact + 7) / 8 * 8;
  }

  /** What its superclass holds besides {@code parent} and {@code state}. */
  int ownBytes() {
    GeneratorClasses generator = generator();
    if (generator != null) {
      return generator.bytes();
    }
    return analysis.holdsMonitors() ? HOLDING_BYTES : 0;
  }
}
