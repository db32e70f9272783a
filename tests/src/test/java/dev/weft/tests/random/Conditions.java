package dev.weft.tests.random;

/** Expressions of type boolean. */
final class Conditions {

  private final Expressions make;
  private final Dice dice;

  Conditions(Expressions make) {
    this.make = make;
    this.dice = make.dice;
  }

  String of(int next) {
    return dice.menu()
        .with(4, () -> both(next))
        .with(1, () -> "!" + make.of(Type.BOOLEAN, next))
        .with(4, () -> comparison(next))
        .with(1, () -> "(" + make.of(Type.OBJECT, next) + " == " + make.of(Type.OBJECT, 0) + ")")
        .with(1, () -> make.of(Type.STRING, next) + ".equals(" + make.of(Type.STRING, next) + ")")
        .with(1, () -> "(" + make.of(Type.OBJECT, next) + dice.oneOf(TESTS) + ")")
        .with(1, () -> new Places(make).compoundCondition(next))
        .choose();
  }

  private static final String[] TESTS = {
    " instanceof Box", " instanceof String", " instanceof Number", " instanceof Shape", " == null"
  };

  private String both(int next) {
    String operator = dice.oneOf(" && ", " && ", " || ", " || ", " & ", " | ", " ^ ");
    return "(" + make.of(Type.BOOLEAN, next) + operator + make.of(Type.BOOLEAN, next) + ")";
  }

  private String comparison(int next) {
    String operator = dice.oneOf(" < ", " <= ", " > ", " >= ", " == ", " != ");
    return "(" + make.ofAnyNumber(next) + operator + make.ofAnyNumber(next) + ")";
  }
}
