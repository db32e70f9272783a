package dev.weft.transformer.emit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * The conversions that {@code LambdaMetafactory} applies to the result of the method behind a
 * method reference: boxing, unboxing, widening, casts, and any of them one after the other.
 */
final class Conversions {

  private static final Type NUMBER = Type.getObjectType("java/lang/Number");

  private static final Map<String, Type> UNBOXED =
      Map.of(
          "java/lang/Boolean", Type.BOOLEAN_TYPE,
          "java/lang/Byte", Type.BYTE_TYPE,
          "java/lang/Character", Type.CHAR_TYPE,
          "java/lang/Short", Type.SHORT_TYPE,
          "java/lang/Integer", Type.INT_TYPE,
          "java/lang/Long", Type.LONG_TYPE,
          "java/lang/Float", Type.FLOAT_TYPE,
          "java/lang/Double", Type.DOUBLE_TYPE);

  private Conversions() {}

  /** Makes of a value of one type, on the stack, one of another. */
  static void convert(GeneratorAdapter code, Type from, Type to) {
    if (to.getSort() == Type.VOID) {
      drop(code, from);
    } else if (isPrimitive(from)) {
      fromPrimitive(code, from, to);
    } else if (isPrimitive(to)) {
      unbox(code, from, to);
    } else if (!from.equals(to)) {
      code.checkCast(to); // none for Object
    }
  }

  private static void fromPrimitive(GeneratorAdapter code, Type from, Type to) {
    Type boxed = isPrimitive(to) ? to : unboxed(to);
    if (boxed != null) {
      code.cast(from, boxed);
    }
    if (!isPrimitive(to)) {
      code.valueOf(boxed == null ? from : boxed);
    }
  }

  /** What is not known to be a box is taken for a number, as the JDK does. */
  private static void unbox(GeneratorAdapter code, Type from, Type to) {
    Type held = unboxed(from);
    if (held != null) {
      code.unbox(held);
      code.cast(held, to);
    } else if (to.equals(Type.BOOLEAN_TYPE) || to.equals(Type.CHAR_TYPE)) {
      code.unbox(to);
    } else {
      code.checkCast(NUMBER);
      code.invokeVirtual(NUMBER, new Method(to.getClassName() + "Value", "()" + to));
    }
  }

  private static @Nullable Type unboxed(Type type) {
    return type.getSort() == Type.OBJECT ? UNBOXED.get(type.getInternalName()) : null;
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  private static void drop(GeneratorAdapter code, Type type) {
    if (type.getSize() == 2) {
      code.pop2();
    } else if (type.getSize() == 1) {
      code.pop();
    }
  }
}
