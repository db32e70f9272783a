package dev.weft.tests.random;

/** Expressions of reference types: strings, arrays, new objects of all kinds. */
final class Objects {

  private final Expressions make;
  private final Dice dice;

  Objects(Expressions make) {
    this.make = make;
    this.dice = make.dice;
  }

  String of(Type type, int next) {
    return switch (type) {
      case STRING -> ofString(next);
      case OBJECT -> "((Object) (" + ofObject(next) + "))";
      case COLOR -> "Color.values()[(" + make.of(Type.INT, next) + " & 7) % 3]";
      case SHAPE -> "((Shape) " + ofShape(next) + ")";
      default -> ofArray(type, next);
    };
  }

  private String any(int next) {
    return make.of(dice.oneOf(Type.ALL), next);
  }

  private String shown(int next) {
    Type type = dice.oneOf(Type.ALL);
    String value = make.of(type, next);
    return type.isPrimitive() || type == Type.STRING ? value : "show(" + value + ")";
  }

  private String ofString(int next) {
    return dice.menu()
        .with(4, () -> "cut(" + make.of(Type.STRING, next) + " + " + shown(next) + ")")
        .with(2, () -> "cut(\"<\" + " + shown(next) + " + \",\" + " + shown(next) + " + \">\")")
        .with(1, () -> "show(" + any(next) + ")")
        .with(1, () -> make.of(Type.STRING, next) + ".trim()")
        .choose();
  }

  private String ofObject(int next) {
    return dice.menu()
        .with(3, () -> any(next))
        .with(3, () -> pair(next))
        .with(2, () -> box(next))
        .with(1, () -> make.of(dice.oneOf(Type.arrays()), next) + ".clone()")
        .with(1, () -> "new Nested<String>(" + make.of(Type.STRING, next) + ")." + nested(next))
        .choose();
  }

  private String box(int next) {
    return "new Box(" + make.of(Type.INT, next) + ", " + make.of(Type.LONG, next) + ")";
  }

  private String pair(int next) {
    String first = make.of(Type.OBJECT, next);
    return "new Pair(" + first + ", " + make.of(Type.DOUBLE, next) + ", " + any(next) + ")";
  }

  private String nested(int next) {
    return "with(" + make.of(Type.BYTE, next) + ", " + make.of(Type.STRING, next) + ")";
  }

  private String ofShape(int next) {
    return dice.menu()
        .with(
            1,
            () -> "new Circle(" + make.of(Type.INT, next) + ", " + make.of(Type.DOUBLE, next) + ")")
        .with(
            1,
            () -> "new Square(" + make.of(Type.LONG, next) + ", " + make.of(Type.SHAPE, next) + ")")
        .choose();
  }

  private String ofArray(Type type, int next) {
    if (dice.chance(20) && type != Type.GRID) {
      return "(new " + type.element.text + "[" + make.of(Type.INT, next) + " & 7])";
    }
    var text = new StringBuilder("new " + type.text + " {");
    int length = dice.chance(90) ? 4 : dice.below(4);
    for (int i = 0; i < length; i++) {
      text.append(make.of(type.element, i < 2 ? next : 0)).append(", ");
    }
    return text + "}";
  }
}
