package dev.weft.transformer.layout;

import dev.weft.transformer.analysis.MethodAnalysis;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.model.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * gets a field of exactly its type, which needs neither cast nor access. A cast also takes time, so
 * of the free fields one is taken that has held the same type, and at last {@link Narrowing} gives
 * that type to fields that hold no other.
 */
public final class FrameLayouter {

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private static final Set<String> ALWAYS_IN_REACH =
      Set.of("java/lang/Object", "java/lang/String", "java/lang/Throwable");

  private final MethodAnalysis analysis;
  private final Set<String> named;
  private final Map<Type, List<FrameField>> fields = new LinkedHashMap<>();

  /** The type of the first value kept in each field. */
  private final Map<FrameField, Type> firstType = new HashMap<>();

  /** Where each variable, by its slot, was kept last. */
  private final Map<Integer, FrameField> fieldOf = new HashMap<>();

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
    List<FrameField> all = fields.values().stream().flatMap(List::stream).toList();
    return Narrowing.of(new FrameSpec(analysis, all, List.copyOf(points)));
  }

  private FrameSpec.Point point(List<Value> stack, List<Value> locals) {
    var taken = new HashSet<FrameField>();
    List<Saved> savedLocals = saveLocals(locals, taken);
    var savedStack = new ArrayList<Saved>(stack.size());
    for (Value value : stack) {
      savedStack.add(save(value, taken));
    }
    return FrameSpec.Point.of(savedStack, savedLocals);
  }

  private List<Saved> saveLocals(List<Value> locals, Set<FrameField> taken) {
    List<@Nullable FrameField> staying = new ArrayList<>(locals.size());
    for (Value local : locals) {
      FrameField last = fieldOf.get(local.index());
      boolean stays = last != null && last.type().equals(sort(local)) && taken.add(last);
      staying.add(stays ? last : null);
    }
    var saved = new ArrayList<Saved>(locals.size());
    for (int i = 0; i < locals.size(); i++) {
      FrameField field = staying.get(i);
      Value local = locals.get(i);
      saved.add(field == null ? save(local, taken) : new Saved(local, field));
      if (saved.get(i).field() != null) {
        fieldOf.put(local.index(), saved.get(i).field());
      }
    }
    return saved;
  }

  /** The type of the fields that a value may be kept in; null if it needs none. */
  private @Nullable Type sort(Value value) {
    Type stored = value.storedType();
    return stored != null && isReference(stored) && isInReach(stored) ? OBJECT : stored;
  }

  /** Keeps a value in a field that is free: the first that began with its type, or the first. */
  private Saved save(Value value, Set<FrameField> taken) {
    Type sort = sort(value);
    if (sort == null) {
      return new Saved(value, null);
    }
    List<FrameField> sorted = fields.computeIfAbsent(sort, unused -> new ArrayList<>());
    FrameField chosen = free(sorted, taken, value.storedType());
    if (chosen == null) {
      chosen = new FrameField(prefix(sort) + sorted.size(), sort);
      firstType.put(chosen, value.storedType());
      sorted.add(chosen);
    }
    taken.add(chosen);
    return new Saved(value, chosen);
  }

  private @Nullable FrameField free(
      List<FrameField> sorted, Set<FrameField> taken, @Nullable Type type) {
    FrameField first = null;
    for (FrameField field : sorted) {
      boolean free = !taken.contains(field);
      if (free && Objects.equals(firstType.get(field), type)) {
        return field;
      }
      if (free && first == null) {
        first = field;
      }
    }
    return first;
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
