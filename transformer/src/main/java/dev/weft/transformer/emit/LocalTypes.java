package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.Value;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The types of the local variables at one place, slot by slot, as a stack map frame lists them. */
final class LocalTypes {

  private final Object[] slots;

  LocalTypes(int size) {
    slots = new Object[size];
    Arrays.fill(slots, Opcodes.TOP);
  }

  LocalTypes set(int slot, Object type) {
    slots[slot] = type;
    return this;
  }

  LocalTypes set(List<Value> values, UnaryOperator<Object> mapping) {
    for (Value value : values) {
      set(value.index(), mapping.apply(value.type()));
    }
    return this;
  }

  /** The receiver and the parameters. */
  LocalTypes parameters(String owner, boolean isStatic, String descriptor) {
    int slot = 0;
    if (!isStatic) {
      set(slot++, owner);
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      set(slot, Objects.requireNonNull(Value.verificationType(type)));
      slot += type.getSize();
    }
    return this;
  }

  /** What an expanded frame of the class file lists, restricted to variables that are live. */
  LocalTypes frame(List<Object> listed, BitSet live, UnaryOperator<Object> mapping) {
    int slot = 0;
    for (Object type : listed) {
      if (live.get(slot)) {
        set(slot, mapping.apply(type));
      }
      slot += isWide(type) ? 2 : 1;
    }
    return this;
  }

  /** As ASM takes it: two-word types once, nothing behind the last variable. */
  Object[] toArray() {
    var listed = new Object[slots.length];
    int count = 0;
    int used = 0;
    for (int slot = 0; slot < slots.length; slot++) {
      Object type = slots[slot];
      listed[count++] = type;
      used = Opcodes.TOP.equals(type) ? used : count;
      slot += isWide(type) ? 1 : 0;
    }
    return Arrays.copyOf(listed, used);
  }

  private static boolean isWide(Object type) {
    return Opcodes.LONG.equals(type) || Opcodes.DOUBLE.equals(type);
  }
}
