package dev.weft.transformer.layout;

import dev.weft.transformer.analysis.MethodAnalysis;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.model.ClassNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * Shares a frame's fields among values that are never kept at the same time. A variable that is
 * kept at several suspension points stays in its field where it can, so that it need not be written
 * again.
 *
 * <p>There is one sort of field for each of int, long, float and double, and {@code Object} for
 * references, which are cast when read back. A cast needs access to the class; a type that the code
 * does not name itself (a verifier's merge of two others, say) may be out of reach, so such a value
 * gets a field of exactly its type, which needs neither cast nor access. A cast also takes time. So
 * of the free fields one is taken that began with the same type, then one that holds several types
 * already, and at last those that hold no other get their type.
 */
public final class FrameLayouter {

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private final MethodAnalysis analysis;
  private final NameableTypes nameable;
  private final Map<Type, List<FrameField>> fields = new LinkedHashMap<>();

  /** The type of the first value kept in each field. */
  private final Map<FrameField, Type> firstType = new HashMap<>();

  /** The fields in use at the point that is being laid out. */
  private final Set<FrameField> taken = new HashSet<>();

  /** The fields that values of several types are kept in. */
  private final Set<FrameField> mixed = new HashSet<>();

  /** Where each variable, by its slot, was kept last. */
  private final Map<Integer, FrameField> fieldOf = new HashMap<>();

  private FrameLayouter(MethodAnalysis analysis, Set<String> named) {
    this.analysis = analysis;
    nameable = new NameableTypes(ClassNames.packageOf(analysis.body().owner().name), named);
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
    List<FrameField> all = fields.values().stream().flatMap(List::stream).toList();
    return new FrameSpec(analysis, nameable, all, List.copyOf(points), casts())
        .withFields(this::narrowed);
  }

  /** The types that results of suspended calls are cast to, as far as that may need access. */
  private List<Type> casts() {
    return analysis.points().stream()
        .map(point -> point.call().result())
        .filter(type -> !nameable.test(type))
        .distinct()
        .toList();
  }

  private FrameField narrowed(FrameField field) {
    return mixed.contains(field)
        ? field
        : field.withType(Objects.requireNonNull(firstType.get(field)));
  }

  private FrameSpec.Point point(List<Value> stack, List<Value> locals) {
    var place = new IdentityHashMap<Value, FrameField>();
    taken.clear();
    stay(locals, place);
    var all = new ArrayList<>(locals);
    all.addAll(stack);
    all.removeIf(value -> sort(value) == null || place.containsKey(value));
    for (Value value : all) {
      putWhere(field -> beganWith(field, value), value, place);
    }
    for (Value value : all) {
      if (!place.containsKey(value)
          && !putWhere(mixed::contains, value, place)
          && !putWhere(field -> true, value, place)) {
        put(value, addFieldFor(value), place);
      }
    }
    for (Value local : locals) {
      FrameField field = place.get(local);
      if (field != null) {
        fieldOf.put(local.index(), field);
      }
    }
    return FrameSpec.Point.of(saved(stack, place), saved(locals, place));
  }

  /** Leaves variables where they were kept last. */
  private void stay(List<Value> locals, Map<Value, FrameField> place) {
    for (Value local : locals) {
      FrameField last = fieldOf.get(local.index());
      if (last != null && last.type().equals(sort(local)) && !taken.contains(last)) {
        put(local, last, place);
      }
    }
  }

  /** Puts a value into the first free field of its sort that fits; false if there is none. */
  private boolean putWhere(Predicate<FrameField> fits, Value value, Map<Value, FrameField> place) {
    for (FrameField field : fields.getOrDefault(sort(value), List.of())) {
      if (!taken.contains(field) && fits.test(field)) {
        put(value, field, place);
        return true;
      }
    }
    return false;
  }

  private void put(Value value, FrameField field, Map<Value, FrameField> place) {
    place.put(value, field);
    taken.add(field);
    if (!beganWith(field, value)) {
      mixed.add(field);
    }
  }

  private boolean beganWith(FrameField field, Value value) {
    return Objects.equals(value.storedType(), firstType.get(field));
  }

  private FrameField addFieldFor(Value value) {
    Type sort = Objects.requireNonNull(sort(value));
    List<FrameField> sorted = fields.computeIfAbsent(sort, unused -> new ArrayList<>());
    var added = new FrameField(prefix(sort) + sorted.size(), sort);
    firstType.put(added, Objects.requireNonNull(value.storedType()));
    sorted.add(added);
    return added;
  }

  private static List<SpilledValue> saved(List<Value> values, Map<Value, FrameField> place) {
    return values.stream().map(value -> new SpilledValue(value, place.get(value))).toList();
  }

  /** The type of the fields that a value may be kept in; null if it needs none. */
  private @Nullable Type sort(Value value) {
    Type stored = value.storedType();
    return stored != null && isReference(stored) && nameable.test(stored) ? OBJECT : stored;
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
}
