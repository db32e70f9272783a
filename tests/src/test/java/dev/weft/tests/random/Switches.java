package dev.weft.tests.random;

import java.util.List;

/** Switch statements, old and new: over numbers, strings, enums and sealed types. */
final class Switches {

  private final Scope scope;
  private final Dice dice;
  private final Expressions make;

  Switches(Statements statements) {
    this.scope = statements.scope;
    this.dice = statements.dice;
    this.make = statements.make;
  }

  String one() {
    return dice.menu()
        .with(1, () -> over(make.of(Type.INT, 2) + " & 3", List.of("0", "1", "2")))
        .with(1, () -> over(make.of(Type.INT, 2), List.of("-7", "1000", "2147483647")))
        .with(1, () -> over(make.of(Type.BYTE, 2), List.of("1", "-128")))
        .with(1, () -> over(make.of(Type.CHAR, 2), List.of("'c'", "'Z'")))
        .with(2, () -> over(make.of(Type.STRING, 2), List.of("\"a\"", "\"bc\"", "\"\"")))
        .with(2, () -> over(make.of(Type.COLOR, 2), List.of("GREEN", "RED")))
        .with(scope.body.patterns, 2, this::overObjects)
        .with(!scope.body.patterns, 1, this::chain)
        .choose();
  }

  private String over(String value, List<String> cases) {
    boolean arrows = dice.chance(50);
    var text = new StringBuilder("switch (" + value + ") {\n");
    for (String each : cases) {
      text.append("case ").append(each).append(body(arrows));
    }
    return text.append(dice.chance(70) ? "default" + body(arrows) : "") + "}";
  }

  private String body(boolean arrows) {
    String block = Statements.block(scope.nested());
    return arrows ? " -> " + block + "\n" : ":\n" + block + (dice.chance(60) ? "\nbreak;\n" : "\n");
  }

  private String overObjects() {
    String number = scope.fresh("k");
    String radius = scope.fresh("k");
    return "switch (%s) {\ncase null -> %s\n%s%scase String %s -> %s\ndefault -> %s\n}"
        .formatted(
            make.of(Type.OBJECT, 2),
            Statements.block(scope.nested()),
            pattern("Integer " + number, Type.INT, number),
            pattern("Circle(int " + radius + ", var " + scope.fresh("k") + ")", Type.INT, radius),
            scope.fresh("k"),
            Statements.block(scope.nested()),
            Statements.block(scope.nested()));
  }

  private String pattern(String pattern, Type type, String name) {
    Scope inside = scope.nested();
    inside.declare(type, name, true);
    return "case %s when maybe(%s) -> %s\n"
        .formatted(
            pattern, new Suspensions(new Expressions(inside)).guard(), Statements.block(inside));
  }

  private String chain() {
    String name = scope.fresh("k");
    Scope inside = scope.nested();
    inside.declare(Type.STRING, name, false);
    return "if (%s instanceof String %s && %s) %s else %s"
        .formatted(
            make.of(Type.OBJECT, 2),
            name,
            make.condition(),
            Statements.block(inside),
            Statements.block(scope.nested()));
  }
}
