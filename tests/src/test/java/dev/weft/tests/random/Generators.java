package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Label;
import dev.weft.tests.random.Scope.Mode;
import dev.weft.tests.random.Scope.Returns;
import dev.weft.tests.random.Signature.Kind;
import java.util.List;

/** What is written in generators, and what goes through their elements. */
final class Generators {

  private final Expressions make;
  private final Scope scope;
  private final Dice dice;

  Generators(Statements statements) {
    this(statements.make);
  }

  Generators(Expressions make) {
    this.make = make;
    this.scope = make.scope;
    this.dice = make.dice;
  }

  /** A statement that emits. */
  String emitting() {
    String all = call();
    return dice.chance(30) && all != null
        ? "emitAll(" + all + ");"
        : "emit(" + make.of(dice.oneOf(Type.ALL)) + ");";
  }

  /** What a generator method returns. */
  String rest() {
    String all = call();
    return dice.chance(20) && all != null ? all : dice.oneOf("null", "null", "Generator.empty()");
  }

  /** A call that makes a generator, or null if there is no such method. */
  private String call() {
    List<Signature> all =
        scope.body.methods.stream()
            .filter(each -> each.kind() == Kind.GENERATOR)
            .filter(each -> each.isolated() || !scope.isolated)
            .toList();
    return all.isEmpty() ? null : new Calls(make).unawaited(dice.oneOf(all), 1);
  }

  /** Goes through the elements of a generator, in one of many ways. */
  String consuming() {
    String all = call();
    if (all == null || dice.chance(30)) {
      String name = scope.fresh("f");
      return "final Emitting " + name + " = " + lambda() + "\n" + consuming(name + ".all(3)");
    }
    return consuming(all);
  }

  private String consuming(String all) {
    String name = scope.fresh("g");
    String log = scope.world + ".log(show(" + name + ".next()));\n";
    return dice.menu()
        .with(3, () -> loop(all))
        .with(
            1,
            () -> "var " + name + " = " + all + ";\nwhile (" + name + ".hasNext()) {\n" + log + "}")
        .with(1, () -> "var %s = %s;\nif (%s.hasNext()) {\n%s}".formatted(name, all, name, log))
        .with(1, () -> "try (var %s = %s) {\n%s}".formatted(name, all, log + log))
        .choose();
  }

  private String loop(String all) {
    String label = scope.fresh("loop");
    String element = scope.fresh("n");
    Scope inside = scope.labelled(new Label(label, true));
    inside.declare(Type.OBJECT, element, true);
    return "%s: for (final Object %s : %s) {\nif (!%s.go()) {\nbreak;\n}\n%s}"
        .formatted(label, element, all, scope.world, new Statements(inside).some());
  }

  private String lambda() {
    String parameter = scope.fresh("b");
    Scope inside = scope.captured(Mode.EMIT, new Returns(Kind.GENERATOR, null, null), true);
    inside.declare(Type.INT, parameter, true);
    var statements = new Statements(inside);
    return parameter
        + " -> "
        + Mark.either("{\n", "Generator.of(() -> {\n")
        + inside.world
        + ".tick();\n"
        + statements.some()
        + new Jumps(statements).returning(1)
        + ";\n"
        + Mark.either("};", "});");
  }
}
