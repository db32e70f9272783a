package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Mode;
import dev.weft.tests.random.Scope.Variable;

/** Writes random statements that javac accepts and that always come to an end. */
final class Statements {

  private static final int MAX_NESTING = 5;

  final Scope scope;
  final Dice dice;
  final Expressions make;

  Statements(Scope scope) {
    this.scope = scope;
    this.dice = scope.dice;
    this.make = new Expressions(scope);
  }

  /** Some statements. */
  String some() {
    var text = new StringBuilder();
    int count = 1 + dice.below(4);
    for (int i = 0; i < count; i++) {
      text.append(one());
    }
    return text.toString();
  }

  /** A block with its braces, which declares nothing outside. */
  static String block(Scope inside) {
    return "{\n" + new Statements(inside).some() + "}";
  }

  /** One statement, or nothing when the body is long enough. */
  String one() {
    if (!scope.body.spendStatement()) {
      return "";
    }
    String text = scope.nesting < MAX_NESTING && dice.chance(60) ? nesting() : simple();
    return Mark.statement(text);
  }

  private String simple() {
    return dice.menu()
        .with(6, () -> new Declarations(this).one())
        .with(6, this::assignment)
        .with(3, () -> log(make.of(dice.oneOf(Type.ALL))))
        .with(2, this::dump)
        .with(3, () -> new Jumps(this).one())
        .with(1, this::throwing)
        .with(scope.suspends(), 2, () -> new Calls(make).any() + ";")
        .with(scope.mode == Mode.AWAIT, 1, () -> "Weft.yieldNow();")
        .with(scope.mode == Mode.EMIT, 4, () -> new Generators(this).emitting())
        .choose();
  }

  /**
   * No handlers in a switch expression, except at {@link SwitchExpressions#declared}: with anything
   * on the operand stack, javac 17 crashes or writes what does not verify.
   */
  private String nesting() {
    boolean mayTry = scope.mayReturn();
    return dice.menu()
        .with(3, this::conditional)
        .with(5, () -> new Loops(this).one())
        .with(3, () -> new Switches(this).one())
        .with(mayTry, 6, () -> new Tries(this).one())
        .with(scope.suspends(), 5, () -> new Functions(this).one())
        .with(mayTry && scope.mode == Mode.AWAIT, 1, () -> new Flights(this).one())
        .with(mayTry && scope.suspends(), 2, () -> new Generators(this).consuming())
        .with(mayTry, 1, this::monitor)
        .choose();
  }

  private String assignment() {
    String text = new Places(make).assignment(dice.oneOf(Type.ALL), dice.oneOf(1, 2));
    Type number = dice.oneOf(Type.NUMBERS);
    if (dice.chance(60)) {
      text = new Places(make).compound(number, dice.oneOf(1, 2));
    }
    return text.substring(1, text.length() - 1) + ";";
  }

  /** Logs a value. */
  String log(String value) {
    return scope.world + ".log(show(" + value + "));";
  }

  /** Logs all there is. */
  private String dump() {
    var text = new StringBuilder("\"" + scope.fresh("at") + "\"");
    for (Variable each : scope.variables()) {
      text.append(" + \" ").append(each.name()).append("=\" + show(").append(each.name() + ")");
    }
    return scope.world + ".log(" + text + ");";
  }

  private String throwing() {
    String condition = make.condition();
    return "if (" + condition + ") {\nthrow new " + new Failures(make).make() + ";\n}";
  }

  private String conditional() {
    String text = "if (" + make.condition() + ") " + block(scope.nested());
    return dice.chance(50) ? text + " else " + block(scope.nested()) : text;
  }

  /** Nothing inside suspends: that would be refused. */
  private String monitor() {
    return "synchronized (LOCK) " + block(scope.withoutSuspensions());
  }
}
