package dev.weft.tests.random;

/** Try statements: catch, finally, resources, rethrow. */
final class Tries {

  private final Scope scope;
  private final Dice dice;
  private final Expressions make;

  Tries(Statements statements) {
    this.scope = statements.scope;
    this.dice = statements.dice;
    this.make = statements.make;
  }

  String one() {
    Scope inside = scope.nestedInTry();
    String head = "try " + (scope.suspends() && dice.chance(25) ? resources() : "") + "{\n";
    String body = scope.world + ".tick();\n" + new Statements(inside).some() + "}";
    boolean handled = dice.chance(75);
    String text = head + body + (handled ? handlers() : "");
    return !handled || dice.chance(45) ? text + " finally " + last() : text;
  }

  private String resources() {
    String first = resource();
    return "(" + (dice.chance(30) ? first + "; " + resource() : first) + ") ";
  }

  private String resource() {
    String type = scope.mode == Scope.Mode.AWAIT ? "Resource" : "Echoing";
    return "%1$s %2$s = new %1$s(%3$s, %4$s)"
        .formatted(type, scope.fresh("r"), scope.world, make.of(Type.INT, 2));
  }

  private String handlers() {
    String text = dice.chance(40) ? handler(dice.oneOf("Second", "Checked", "Grave")) : "";
    return text
        + handler(
            dice.oneOf(
                "First",
                "RuntimeException",
                "Exception",
                "Throwable",
                "First | IllegalStateException | NullPointerException"));
  }

  private String handler(String types) {
    String name = scope.fresh("e");
    String seen = scope.world + ".log(\"caught \" + why(" + name + "));\n";
    String again =
        dice.chance(15) ? "\nif (%s) {\nthrow %s;\n}\n".formatted(make.condition(), name) : "";
    return " catch ("
        + types
        + " "
        + name
        + ") {\n"
        + (dice.chance(80) ? seen : "")
        + new Statements(scope.nestedInTry()).some()
        + again
        + "}";
  }

  private String last() {
    return Statements.block(scope.nestedInTry());
  }
}
