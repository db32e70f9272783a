package dev.weft.tests.random;

import java.util.Arrays;
import java.util.List;

/** The types of values in random programs. */
enum Type {
  BOOLEAN("boolean", "Boolean", "true", "false"),
  BYTE("byte", "Byte", "((byte) 1)", "((byte) -128)", "((byte) 77)"),
  SHORT("short", "Short", "((short) 2)", "((short) -300)", "((short) 32767)"),
  CHAR("char", "Character", "'c'", "'Z'", "((char) 65000)"),
  INT("int", "Integer", "0", "1", "-7", "1000", "2147483647"),
  LONG("long", "Long", "0L", "3L", "-123456789012L"),
  FLOAT("float", "Float", "1.5f", "-0.0f", "3e20f", "Float.NaN"),
  DOUBLE("double", "Double", "0.5", "-0.0", "1e10", "Double.NaN"),
  STRING("String", "String", "\"a\"", "\"bc\"", "\"\"", "((String) null)"),
  OBJECT("Object", "Object", "((Object) \"o\")", "((Object) 1)", "((Object) null)"),
  COLOR("Color", "Color", "Color.RED", "Color.GREEN", "Color.BLUE", "((Color) null)"),
  SHAPE("Shape", "Shape", "((Shape) Dot.NEAR)", "((Shape) Dot.FAR)", "((Shape) null)"),
  BOOLEANS(BOOLEAN),
  BYTES(BYTE),
  SHORTS(SHORT),
  CHARS(CHAR),
  INTS(INT),
  LONGS(LONG),
  FLOATS(FLOAT),
  DOUBLES(DOUBLE),
  STRINGS(STRING),
  OBJECTS(OBJECT),
  GRID(INTS);

  static final List<Type> ALL = List.of(values());
  static final List<Type> NUMBERS = List.of(BYTE, SHORT, CHAR, INT, LONG, FLOAT, DOUBLE);
  static final List<Type> INTEGERS = List.of(BYTE, SHORT, CHAR, INT, LONG);

  /** As it is written. */
  final String text;

  /** The same as a type argument. */
  final String boxed;

  /** Some values, of exactly this static type. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of
  final List<String> literals;

  /** Of an array's elements; else null. */
  final Type element;

  Type(String text, String boxed, String... literals) {
    this.text = text;
    this.boxed = boxed;
    this.literals = List.of(literals);
    this.element = null;
  }

  Type(Type element) {
    this.text = element.text + "[]";
    this.boxed = text;
    this.element = element;
    String one = element.literals.get(0);
    String two = element.literals.get(1);
    this.literals =
        List.of(
            "new %s {%s, %s, %s, %s}".formatted(text, one, two, two, one),
            "new %s {%s, %s}".formatted(text, two, one));
  }

  boolean isNumber() {
    return NUMBERS.contains(this);
  }

  boolean isInteger() {
    return INTEGERS.contains(this);
  }

  boolean isPrimitive() {
    return isNumber() || this == BOOLEAN;
  }

  /** Whether a value can never be changed by somebody else who has it too. */
  boolean isImmutable() {
    return element == null && this != OBJECT;
  }

  /** The types with elements. */
  static List<Type> arrays() {
    return Arrays.stream(values()).filter(each -> each.element != null).toList();
  }

  /** The type of arrays of this, or null. */
  Type array() {
    return arrays().stream().filter(each -> each.element == this).findFirst().orElse(null);
  }
}
