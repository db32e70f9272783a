package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Label;

/** Loops of every kind, and labelled blocks; each turn uses up fuel. */
final class Loops {

  private final Scope scope;
  private final Dice dice;
  private final Expressions make;

  Loops(Statements statements) {
    this.scope = statements.scope;
    this.dice = statements.dice;
    this.make = statements.make;
  }

  String one() {
    String label = scope.fresh("loop");
    return label
        + ": "
        + dice.menu()
            .with(2, () -> "while (" + go() + " && " + make.condition() + ") " + body(label))
            .with(
                2, () -> "do " + body(label) + " while (" + go() + " && " + make.condition() + ");")
            .with(4, () -> counting(label))
            .with(2, () -> each(label))
            .with(1, () -> endless(label))
            .with(1, () -> Statements.block(scope.labelled(new Label(label, false))))
            .choose();
  }

  private String go() {
    return scope.world + ".go()";
  }

  private Scope inside(String label) {
    return scope.labelled(new Label(label, true));
  }

  private String body(String label) {
    return Statements.block(inside(label));
  }

  /** With suspensions in the end and in the update, now and then. */
  private String counting(String label) {
    String index = scope.fresh("n");
    Scope inside = inside(label);
    String end =
        1 + dice.below(4) + (dice.chance(40) ? " + (" + make.of(Type.INT, 2) + " & 1)" : "");
    String copy = scope.fresh("c");
    inside.declare(Type.INT, copy, true);
    return "for (int %1$s = 0; %2$s && %1$s < %3$s; %1$s++%4$s) {\nfinal int %5$s = %1$s;\n%6$s}"
        .formatted(index, go(), end, alsoUpdated(), copy, new Statements(inside).some());
  }

  private String alsoUpdated() {
    String text = new Places(make).compound(Type.INT, 2);
    return dice.chance(30) ? ", " + text.substring(1, text.length() - 1) : "";
  }

  private String each(String label) {
    Type type = dice.oneOf(Type.arrays());
    String name = scope.fresh("n");
    Scope inside = inside(label);
    String all = make.of(type, 2);
    inside.declare(type.element, name, true);
    return "for (final %s %s : %s) %s"
        .formatted(type.element.text, name, all, Statements.block(inside));
  }

  private String endless(String label) {
    return "for (;;) {\nif (!%s) {\nbreak;\n}\n%s}"
        .formatted(go(), new Statements(inside(label)).some());
  }
}
