package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Label;
import dev.weft.tests.random.Scope.Returns;

/** Jumps on a condition: return, break and continue, with and without labels. */
final class Jumps {

  private final Scope scope;
  private final Dice dice;
  private final Expressions make;

  Jumps(Statements statements) {
    this.scope = statements.scope;
    this.dice = statements.dice;
    this.make = statements.make;
  }

  String one() {
    Label label = scope.label(dice.chance(50));
    String jump;
    if (label != null && dice.chance(65)) {
      jump = to(label);
    } else if (scope.mayReturn()) {
      jump = returning(2);
    } else {
      jump = "throw new " + new Failures(make).make();
    }
    return "if (" + make.condition() + ") {\n" + jump + ";\n}";
  }

  private String to(Label label) {
    String word = label.isLoop() ? dice.oneOf("break", "continue") : "break";
    return label.isLoop() && dice.chance(30) ? word : word + " " + label.name();
  }

  /** A return statement without its semicolon. */
  String returning(int depth) {
    Returns returns = scope.returns;
    return switch (returns.kind()) {
      case GENERATOR -> "return " + new Generators(make).rest();
      case TASK -> "return " + task(returns.text(), depth);
      default -> returns.type() == null ? "return" : "return " + make.of(returns.type(), depth);
    };
  }

  private String task(String type, int depth) {
    String value = make.of(Type.OBJECT, depth);
    if (type.startsWith("CompletableFuture")) {
      return "CompletableFuture.<Object>completedFuture(" + value + ")";
    }
    return dice.menu()
        .with(4, () -> "Task.<Object>completed(" + value + ")")
        .with(2, () -> scope.world + ".p.<Object>laterTask(" + value + ")")
        .with(
            type.startsWith("Completion"), 2, () -> scope.world + ".p.<Object>later(" + value + ")")
        .with(1, () -> scope.world + ".p.<Object>failTask(new " + new Failures(make).make() + ")")
        .with(1, () -> "Task.<Object>failed(new " + new Failures(make).make() + ")")
        .choose();
  }
}
