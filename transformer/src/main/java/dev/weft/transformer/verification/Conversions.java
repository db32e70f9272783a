package dev.weft.transformer.verification;

import dev.weft.transformer.model.Supertypes;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;

/**
 * The conversions between types that {@code LambdaMetafactory} does, and assignments of references.
 * What is related by classes that are not found is let pass.
 */
final class Conversions {

  private static final Map<String, Type> PRIMITIVES =
      Map.of(
          "java/lang/Boolean", Type.BOOLEAN_TYPE,
          "java/lang/Byte", Type.BYTE_TYPE,
          "java/lang/Character", Type.CHAR_TYPE,
          "java/lang/Short", Type.SHORT_TYPE,
          "java/lang/Integer", Type.INT_TYPE,
          "java/lang/Long", Type.LONG_TYPE,
          "java/lang/Float", Type.FLOAT_TYPE,
          "java/lang/Double", Type.DOUBLE_TYPE);

  /** In each, a type is followed by those it can be widened to. */
  private static final List<List<Type>> WIDENINGS =
      List.of(
          List.of(
              Type.BYTE_TYPE,
              Type.SHORT_TYPE,
              Type.INT_TYPE,
              Type.LONG_TYPE,
              Type.FLOAT_TYPE,
              Type.DOUBLE_TYPE),
          List.of(
              Type.CHAR_TYPE, Type.INT_TYPE, Type.LONG_TYPE, Type.FLOAT_TYPE, Type.DOUBLE_TYPE));

  private final Supertypes supertypes;

  Conversions(Supertypes supertypes) {
    this.supertypes = supertypes;
  }

  /** Whether a value is converted; without {@code strict}, references are cast as well. */
  boolean adapts(Type from, Type to, boolean strict) {
    if (from.equals(to)) {
      return true;
    }
    boolean fromReference = from.getSort() >= Type.ARRAY;
    boolean toReference = to.getSort() >= Type.ARRAY;
    if (fromReference && toReference) {
      return !strict || isAssignable(from, to);
    }
    if (fromReference) {
      Type unboxed = PRIMITIVES.get(from.getInternalName());
      return unboxed == null ? !strict : widens(unboxed, to);
    }
    return toReference ? isAssignable(boxed(from), to) : widens(from, to);
  }

  private static boolean widens(Type from, Type to) {
    return from.equals(to)
        || WIDENINGS.stream()
            .anyMatch(order -> order.contains(from) && order.indexOf(from) < order.indexOf(to));
  }

  private static Type boxed(Type primitive) {
    return PRIMITIVES.entrySet().stream()
        .filter(each -> each.getValue().equals(primitive))
        .map(each -> Type.getObjectType(each.getKey()))
        .findFirst()
        .orElse(primitive); // void, which fits nothing
  }

  /** Whether a reference may be assigned, interfaces checked as well. */
  boolean isAssignable(Type from, Type to) {
    if (from.equals(to)) {
      return true;
    }
    if (from.getSort() < Type.ARRAY || to.getSort() < Type.ARRAY) {
      return false;
    }
    if (to.getInternalName().equals("java/lang/Object")) {
      return true;
    }
    if (from.getSort() == Type.ARRAY) {
      return arrayFits(from, to);
    }
    return to.getSort() == Type.OBJECT && fits(from.getInternalName(), to.getInternalName());
  }

  private boolean arrayFits(Type from, Type to) {
    if (to.getSort() != Type.ARRAY) {
      return to.getInternalName().equals("java/lang/Cloneable")
          || to.getInternalName().equals("java/io/Serializable");
    }
    Type given = Type.getType(from.getDescriptor().substring(1));
    Type wanted = Type.getType(to.getDescriptor().substring(1));
    return isAssignable(given, wanted);
  }

  private boolean fits(String from, String to) {
    return !supertypes.isFullyKnown(from)
        || supertypes.isSubclass(from, to)
        || supertypes.implementsInterface(from, to);
  }
}
