package dev.weft.transformer.layout;

import dev.weft.transformer.analysis.MethodAnalysis;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.model.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Type;

/**
 * Shares a frame's fields among values that are never kept at the same time.
 *
 * <p>There is one sort of field for each of int, long, float and double, and {@code Object} for
 * references, which are cast when read back. A cast needs access to the class; a type that the code
 * does not name itself (a verifier's merge of two others, say) may be out of reach, so such a value
 * gets a field of exactly its type, which needs neither cast nor access.
 */
public final class FrameLayouter {

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private static final Set<String> ALWAYS_IN_REACH =
      Set.of("java/lang/Object", "java/lang/String", "java/lang/Throwable");

  private final MethodAnalysis analysis;
  private final Set<String> named;
  private final Map<Type, List<FrameField>> fields = new LinkedHashMap<>();

  private FrameLayouter(MethodAnalysis analysis, Set<String> named) {
    this.analysis = analysis;
    this.named = named;
  }

  /**
   * Lays out the frame of a method.
   *
   * @param named internal names of the classes that the class's code refers to
   */
  public static FrameSpec layOut(MethodAnalysis analysis, Set<String> named) {
    return new FrameLayouter(analysis, named).run();
  }

  private FrameSpec run() {
    var points = new ArrayList<FrameSpec.Point>();
    points.add(point(List.of(), analysis.parameters()));
    for (SuspensionPoint each : analysis.points()) {
      points.add(point(each.stack(), each.locals()));
    }
    return new FrameSpec(
        analysis, fields.values().stream().flatMap(List::stream).toList(), List.copyOf(points));
  }

  private FrameSpec.Point point(List<Value> stack, List<Value> locals) {
    var taken = new HashMap<Type, Integer>();
    return FrameSpec.Point.of(save(stack, taken), save(locals, taken));
  }

  private List<Saved> save(List<Value> values, Map<Type, Integer> taken) {
    var saved = new ArrayList<Saved>(values.size());
    for (Value value : values) {
      saved.add(save(value, taken));
    }
    return saved;
  }

  private Saved save(Value value, Map<Type, Integer> taken) {
    Type stored = value.storedType();
    if (stored == null) {
      return new Saved(value, null);
    }
    Type sort = isReference(stored) && isInReach(stored) ? OBJECT : stored;
    int index = taken.merge(sort, 1, Integer::sum) - 1;
    List<FrameField> sorted = fields.computeIfAbsent(sort, unused -> new ArrayList<>());
    if (index == sorted.size()) {
      sorted.add(new FrameField(prefix(sort) + index, sort));
    }
    return new Saved(value, sorted.get(index));
  }

  /** The letter of a sort; exact types get a number of their own so that names do not collide. */
  private String prefix(Type sort) {
    if (!isReference(sort)) {
      return sort.getDescriptor().toLowerCase(Locale.ROOT);
    }
    if (sort.equals(OBJECT)) {
      return "l";
    }
    return "t" + List.copyOf(fields.keySet()).indexOf(sort) + "_";
  }

  private static boolean isReference(Type type) {
    return type.getSort() >= Type.ARRAY;
  }

  private boolean isInReach(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (!isReference(element)) {
      return true;
    }
    String name = element.getInternalName();
    return ALWAYS_IN_REACH.contains(name)
        || named.contains(name)
        || Names.packageOf(name).equals(Names.packageOf(analysis.body().owner().name));
  }
}
