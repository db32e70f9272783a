package dev.weft.transformer.analysis;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A value in a local variable or on the operand stack.
 *
 * @param index local variable slot, or depth of the stack entry counted from the bottom
 * @param type its verification type as ASM writes it: {@code Opcodes.INTEGER} and so on, an
 *     internal name, or the label of the {@code new} that made an object not yet initialised
 * @param name its name in the source, or {@code slotN}, {@code stackN}
 */
public record Value(int index, Object type, String name) {

  /** Whether it is an object whose constructor has not run. */
  public boolean isUninitialized() {
    return type instanceof Label;
  }

  /** Whether it is known to be null. */
  public boolean isNull() {
    return Opcodes.NULL.equals(type);
  }

  /** Whether it takes two words. */
  public boolean isWide() {
    return Opcodes.LONG.equals(type) || Opcodes.DOUBLE.equals(type);
  }

  /** Its class or primitive type; null for what cannot be stored. */
  public @Nullable Type storedType() {
    return isNull() || isUninitialized() ? null : typeOf(type);
  }

  /** The type behind a verification type, which is neither null's nor uninitialised. */
  public static Type typeOf(Object verificationType) {
    if (verificationType instanceof String name) {
      return Type.getObjectType(name);
    }
    if (Opcodes.INTEGER.equals(verificationType)) {
      return Type.INT_TYPE;
    }
    if (Opcodes.LONG.equals(verificationType)) {
      return Type.LONG_TYPE;
    }
    if (Opcodes.FLOAT.equals(verificationType)) {
      return Type.FLOAT_TYPE;
    }
    if (Opcodes.DOUBLE.equals(verificationType)) {
      return Type.DOUBLE_TYPE;
    }
    throw new IllegalArgumentException("not a value: " + verificationType);
  }

  /** The verification type of a type; null for void. */
  public static @Nullable Object verificationType(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> null;
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.LONG -> Opcodes.LONG;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }
}
