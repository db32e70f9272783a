package dev.weft.tests.random;

import java.util.List;

/** Switches that have a value, with arrows, yields and patterns. */
final class SwitchExpressions {

  private final Expressions make;
  private final Dice dice;

  SwitchExpressions(Expressions make) {
    this.make = make;
    this.dice = make.dice;
  }

  String of(Type type, int next) {
    return dice.menu()
        .with(2, () -> over(make.of(Type.INT, next) + " & 3", List.of("0", "1, 2"), type, next))
        .with(1, () -> over(make.of(Type.STRING, next), List.of("\"a\"", "\"bc\""), type, next))
        .with(1, () -> over(make.of(Type.COLOR, next), List.of("RED", "BLUE"), type, next))
        .with(make.scope.body.patterns, 2, () -> overShapes(type, next))
        .choose();
  }

  /** A declaration of a variable, by a switch in which there may be handlers. */
  String declared(Type type, String variable) {
    Scope inside = make.scope.enclosed();
    String tried = Mark.statement(new Tries(new Statements(inside)).one());
    return "%s = switch (%s & 3) {\ncase 1, 3 -> {\n%s%s}\ncase 2 -> %sdefault -> %s;\n};"
        .formatted(
            variable,
            make.of(Type.INT, 2),
            tried,
            yielding(new Expressions(inside), type, 2),
            arrow(type, 2),
            make.of(type, 1));
  }

  private String over(String value, List<String> cases, Type type, int next) {
    boolean arrows = dice.chance(70);
    var text = new StringBuilder("(switch (" + value + ") {\n");
    for (String each : cases) {
      text.append("case ").append(each).append(arrows ? " -> " : ": ");
      text.append(arrows ? arrow(type, next) : yields(type, next));
    }
    return text.append("default").append(arrows ? " -> " : ": ").append(last(arrows, type)) + "})";
  }

  private String last(boolean arrows, Type type) {
    return arrows ? make.of(type, 0) + ";\n" : "yield " + make.of(type, 0) + ";\n";
  }

  private String arrow(Type type, int next) {
    return dice.chance(70)
        ? new Expressions(make.scope.enclosed()).of(type, next) + ";\n"
        : "{\n" + yields(type, next) + "}\n";
  }

  private String yields(Type type, int next) {
    Scope inside = make.scope.enclosed();
    String before = inside.nesting < 4 ? new Statements(inside).one() : "";
    var value = new Expressions(inside);
    String early =
        dice.chance(30)
            ? "if (" + value.condition() + ") {\n" + yielding(value, type, next) + "}\n"
            : "";
    return before + early + yielding(value, type, next);
  }

  /** By way of a variable: javac 17 takes many a {@code yield (...)} for a method call. */
  private static String yielding(Expressions value, Type type, int next) {
    String name = value.scope.fresh("k");
    String declared = "final " + type.text + " " + name + " = " + value.of(type, next) + ";\n";
    return declared + "yield " + name + ";\n";
  }

  private String overShapes(Type type, int next) {
    String radius = make.scope.fresh("k");
    Scope inside = make.scope.enclosed();
    inside.declare(Type.INT, radius, true);
    var deconstructed = new Expressions(inside);
    return "(switch ("
        + make.of(Type.SHAPE, next)
        + ") {\ncase Circle(int "
        + radius
        + ", double "
        + make.scope.fresh("k")
        + ") when maybe("
        + new Suspensions(deconstructed).guard()
        + ") -> "
        + deconstructed.of(type, next)
        + ";\ncase Square(long "
        + make.scope.fresh("k")
        + ", Circle "
        + make.scope.fresh("k")
        + ") -> "
        + new Expressions(make.scope.enclosed()).of(type, next)
        + ";\ncase Dot "
        + make.scope.fresh("k")
        + " -> "
        + arrow(type, next)
        + "default -> "
        + make.of(type, 0)
        + ";\n})";
  }
}
