package dev.weft.tests.random;

/** Exceptions that random programs make and catch. */
final class Failures {

  private final Expressions make;

  Failures(Expressions make) {
    this.make = make;
  }

  /** The constructor call of an exception, without {@code new}. */
  String make() {
    Dice dice = make.dice;
    String type = dice.oneOf("First", "Second", "Checked", "IllegalStateException", "Grave");
    String message =
        dice.chance(30) ? make.of(Type.STRING, 1) : "\"f" + make.scope.dice.below(100) + "\"";
    return type + "(" + message + ")";
  }
}
