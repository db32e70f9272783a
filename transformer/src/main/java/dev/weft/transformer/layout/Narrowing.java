package dev.weft.transformer.layout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Type;

/**
 * Gives each field that only ever holds values of one type that type, so that they are not cast
 * when they are read back: a cast looks at the object, which may not be in the processor's cache.
 */
final class Narrowing {

  private final FrameSpec wide;
  private final Map<FrameField, FrameField> narrowed = new HashMap<>();

  private Narrowing(FrameSpec wide) {
    this.wide = wide;
  }

  /** The same layout with fields as narrow as can be. */
  static FrameSpec of(FrameSpec wide) {
    return new Narrowing(wide).run();
  }

  private FrameSpec run() {
    Map<FrameField, Set<Type>> types = new HashMap<>();
    for (FrameSpec.Point point : wide.points()) {
      for (Saved saved : point.stored()) {
        types
            .computeIfAbsent(saved.field(), unused -> new HashSet<>())
            .add(saved.value().storedType());
      }
    }
    types.forEach(
        (field, held) ->
            narrowed.put(field, held.size() == 1 ? field.withType(held.iterator().next()) : field));
    return new FrameSpec(
        wide.analysis(),
        wide.fields().stream().map(this::narrow).toList(),
        wide.points().stream().map(this::narrow).toList());
  }

  private FrameField narrow(FrameField field) {
    return narrowed.getOrDefault(field, field);
  }

  private FrameSpec.Point narrow(FrameSpec.Point point) {
    return FrameSpec.Point.of(narrow(point.stack()), narrow(point.locals()));
  }

  private List<Saved> narrow(List<Saved> values) {
    return values.stream().map(this::narrow).toList();
  }

  private Saved narrow(Saved saved) {
    FrameField field = saved.field();
    return field == null ? saved : new Saved(saved.value(), narrow(field));
  }
}
