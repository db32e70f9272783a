package dev.weft.tests.random;

/** Expressions of the seven numeric types, mixing them all. */
final class Numbers {

  private final Expressions make;
  private final Dice dice;

  Numbers(Expressions make) {
    this.make = make;
    this.dice = make.dice;
  }

  String of(Type type, int next) {
    return dice.menu()
        .with(4, () -> cast(type, arithmetic(next)))
        .with(type.isInteger(), 2, () -> cast(type, bits(next)))
        .with(1, () -> cast(type, dice.chance(50) ? negated(next) : inverted(next)))
        .with(1, () -> cast(type, make.ofAnyNumber(next)))
        .with(3, () -> new Places(make).compound(type, next))
        .with(1, () -> new Places(make).step(type))
        .with(1, () -> cast(type, part(next)))
        .with(1, () -> pattern(type, next))
        .with(next > 1 && dice.chance(20), 1, () -> cast(type, deep()))
        .choose();
  }

  private static String cast(Type type, String value) {
    return "((" + type.text + ") (" + value + "))";
  }

  private String arithmetic(int next) {
    String operator = dice.oneOf(" + ", " - ", " * ", " / ", " % ");
    return make.ofAnyNumber(next) + operator + make.ofAnyNumber(next);
  }

  private String bits(int next) {
    String operator = dice.oneOf(" & ", " | ", " ^ ", " << ", " >> ", " >>> ");
    return make.ofAnyInteger(next) + operator + make.ofAnyInteger(next);
  }

  private String negated(int next) {
    return "- " + make.ofAnyNumber(next);
  }

  private String inverted(int next) {
    return "~" + make.ofAnyInteger(next);
  }

  /** A number out of an object. */
  private String part(int next) {
    return dice.menu()
        .with(1, () -> "size(" + make.of(Type.OBJECT, next) + ")")
        .with(1, () -> make.of(dice.oneOf(Type.arrays()), next) + ".length")
        .with(1, () -> make.of(Type.STRING, next) + ".length()")
        .with(
            2,
            () ->
                "new Box("
                    + make.of(Type.INT, next)
                    + ", "
                    + make.of(Type.LONG, next)
                    + ")"
                    + dice.oneOf(".a", ".b", ".sum()"))
        .with(1, () -> make.of(Type.COLOR, next) + ".ordinal()")
        .choose();
  }

  /** The variable of the pattern is used where it is certainly there. */
  private String pattern(Type type, int next) {
    String name = make.scope.fresh("k");
    return "("
        + make.of(Type.OBJECT, next)
        + " instanceof "
        + type.boxed
        + " "
        + name
        + " ? "
        + cast(type, name + " + " + make.of(type, next))
        + " : "
        + make.of(type, next)
        + ")";
  }

  /** Many values on the operand stack. */
  private String deep() {
    int levels = 10 + dice.below(30);
    var text = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      text.append(make.ofAnyNumber(0)).append(dice.oneOf(" + (", " - (", " * ("));
    }
    return text + make.ofAnyNumber(2) + ")".repeat(levels);
  }
}
