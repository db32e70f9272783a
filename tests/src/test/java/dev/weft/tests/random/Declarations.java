package dev.weft.tests.random;

/** Declarations of variables: with a value, with a value on each path, many at once. */
final class Declarations {

  private final Statements statements;
  private final Scope scope;
  private final Dice dice;
  private final Expressions make;

  Declarations(Statements statements) {
    this.statements = statements;
    this.scope = statements.scope;
    this.dice = statements.dice;
    this.make = statements.make;
  }

  String one() {
    Type type = dice.oneOf(Type.ALL);
    String name = scope.fresh("x");
    boolean isFinal = dice.chance(45);
    String text =
        dice.menu()
            .with(16, () -> (isFinal ? "final " : "") + initialised(type, name))
            .with(2, () -> onBothPaths(type, name))
            .with(
                scope.nesting < 4,
                2,
                () ->
                    new SwitchExpressions(make)
                        .declared(type, (isFinal ? "final " : "") + type.text + " " + name))
            .with(2, () -> onOnePath(type))
            .with(scope.nesting == 0 && dice.chance(15), 2, this::many)
            .choose();
    if (text.contains(" " + name)) {
      scope.declare(type, name, isFinal && text.startsWith("final "));
    }
    return text;
  }

  private String initialised(Type type, String name) {
    return dice.chance(20)
        ? "var " + name + " = (" + type.text + ") " + make.of(type) + ";"
        : type.text + " " + name + " = " + make.of(type) + ";";
  }

  private String onBothPaths(Type type, String name) {
    return "%s %s;\nif (%s) {\n%s = %s;\n} else {\n%s = %s;\n}"
        .formatted(type.text, name, make.condition(), name, make.of(type), name, make.of(type, 1));
  }

  /** The variable is there on one path only, and its slot is anybody's afterwards. */
  private String onOnePath(Type type) {
    String name = scope.fresh("y");
    Scope inside = scope.nested();
    inside.declare(type, name, false);
    return "%s %s;\nif (%s) {\n%s = %s;\n%s}"
        .formatted(
            type.text,
            name,
            make.condition(),
            name,
            make.of(type),
            new Statements(inside).some() + statements.log(name) + "\n");
  }

  /** So many that their slots need wide instructions. */
  private String many() {
    String prefix = scope.fresh("z");
    var text = new StringBuilder("long " + prefix + "_0 = 1");
    for (int i = 1; i < 140; i++) {
      text.append(", ").append(prefix).append('_').append(i).append(" = ").append(i);
    }
    scope.declare(Type.LONG, prefix + "_130", false);
    scope.declare(Type.LONG, prefix + "_139", false);
    return text.append(';').toString();
  }
}
