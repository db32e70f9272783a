package dev.weft.transformer.layout;

import dev.weft.transformer.facts.FramePart;
import dev.weft.transformer.facts.FramePart.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.objectweb.asm.Type;

/**
 * Where the parts of a frame lie in memory, as the HotSpot of the running Java places them on
 * 64-bit machines with compressed references: what is inherited first, then primitive fields by
 * size and references, each in the first gap that is large enough. Since Java 25 references come
 * before primitive fields where what is inherited ends with a reference.
 */
public final class FrameBytes {

  private static final int HEADER = 12;
  private static final int WORD = 4;
  private static final boolean REFERENCES_TOGETHER = Runtime.version().feature() >= 25;

  private final List<FramePart> parts = new ArrayList<>();
  private final TreeSet<Integer> free = new TreeSet<>();

  private FrameBytes() {}

  /** The parts of a frame without gaps, by offset. */
  public static List<FramePart> of(FrameSpec spec) {
    return new FrameBytes().layOut(spec);
  }

  private List<FramePart> layOut(FrameSpec spec) {
    parts.add(new FramePart(0, HEADER, "header", "", Use.HEADER));
    parts.add(new FramePart(HEADER, WORD, "state", "int", Use.RUNTIME));
    parts.add(new FramePart(HEADER + WORD, WORD, "parent", "Frame", Use.RUNTIME));
    int base = HEADER + 2 * WORD;
    int own = spec.ownBytes();
    if (own > 0) {
      String what = spec.isGenerator() ? "of the generator" : "of the monitors";
      parts.add(new FramePart(base, own, what, "", Use.RUNTIME));
    }
    base += own;
    for (int offset = base; offset < spec.bytes(); offset++) {
      free.add(offset);
    }
    boolean referencesFirst = REFERENCES_TOGETHER && !spec.isGenerator(); // which ends with flags
    spec.fields().stream()
        .sorted(
            Comparator.comparing((FrameField each) -> each.isReference() != referencesFirst)
                .thenComparing(each -> -each.bytes()))
        .forEach(this::place);
    pad();
    parts.sort(Comparator.comparingInt(FramePart::offset));
    return List.copyOf(parts);
  }

  private void place(FrameField field) {
    int offset = free.first();
    while (offset % field.bytes() != 0 || !isFree(offset, field.bytes())) {
      offset = free.higher(offset);
    }
    for (int i = 0; i < field.bytes(); i++) {
      free.remove(offset + i);
    }
    parts.add(
        new FramePart(offset, field.bytes(), field.name(), typeName(field.type()), Use.FIELD));
  }

  private boolean isFree(int offset, int bytes) {
    return free.subSet(offset, offset + bytes).size() == bytes;
  }

  private void pad() {
    while (!free.isEmpty()) {
      int offset = free.first();
      int end = offset;
      while (free.remove(end)) {
        end++;
      }
      parts.add(new FramePart(offset, end - offset, "unused", "", Use.PADDING));
    }
  }

  private static String typeName(Type type) {
    String name = type.getClassName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
