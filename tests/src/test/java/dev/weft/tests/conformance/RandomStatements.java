package dev.weft.tests.conformance;

import dev.weft.tests.conformance.RandomScope.Variable;

/** Writes random statements that javac accepts and that always come to an end. */
final class RandomStatements {

  private static final int MAX_NESTING = 4;

  private final StringBuilder out;
  private final String returned;
  private int nesting;

  /**
   * A writer.
   *
   * @param out where the text goes
   * @param returned the type that the method returns a value of
   */
  RandomStatements(StringBuilder out, String returned) {
    this.out = out;
    this.returned = returned;
  }

  private void line(String text) {
    out.append("  ".repeat(nesting + 2)).append(text).append('\n');
  }

  /** A block without its braces. */
  void block(RandomScope scope) {
    nesting++;
    int count = 1 + scope.below(4);
    for (int i = 0; i < count && scope.spend(); i++) {
      statement(scope);
    }
    nesting--;
  }

  private void statement(RandomScope scope) {
    var make = new RandomExpressions(scope);
    boolean mayNest = nesting < MAX_NESTING;
    switch (scope.below(mayNest ? 21 : 11)) {
      case 0, 1, 2 -> declaration(scope, make);
      case 3, 4 -> assignment(scope, make);
      case 5, 6 ->
          line("p.log(" + make.of(scope.oneOf("int", "long", "String", "Object"), 2) + ");");
      case 7 -> line("p.log(\"at " + scope.fresh("log") + "\" + " + dump(scope) + ");");
      case 8 -> line("if (" + make.ofBoolean(2) + ") { throw new " + make.failure() + "; }");
      case 9 -> jump(scope, make);
      case 10 -> lambda(scope);
      case 11, 12 -> conditional(scope, make);
      case 13, 14, 15 -> loop(scope, make);
      case 16 -> choice(scope, make);
      case 17 -> resource(scope, make);
      default -> tries(scope);
    }
  }

  private void declaration(RandomScope scope, RandomExpressions make) {
    String type = RandomScope.TYPES.get(scope.below(RandomScope.TYPES.size()));
    String name = scope.fresh("x");
    if (scope.chance(80)) {
      line(type + " " + name + " = " + make.of(type, scope.oneOf(1, 2, 2, 3)) + ";");
    } else { // defined on both ways, separately
      line(type + " " + name + ";");
      line("if (" + make.ofBoolean(1) + ") { " + name + " = " + make.of(type, 2) + "; }");
      line("else { " + name + " = " + make.of(type, 1) + "; }");
    }
    scope.declare(type, name);
  }

  private void assignment(RandomScope scope, RandomExpressions make) {
    String type = RandomScope.TYPES.get(scope.below(RandomScope.TYPES.size()));
    String name = scope.assignable(type);
    if (name != null) {
      line(name + " = " + make.of(type, scope.oneOf(1, 2, 2, 3)) + ";");
    } else {
      line(scope.oneOf("fi = " + make.of("int", 3), "fa[2] += " + make.of("int", 3)) + ";");
    }
  }

  private static String dump(RandomScope scope) {
    var text = new StringBuilder("\" fi=\" + fi");
    for (Variable each : scope.variables()) {
      String value = each.type().equals("int[]") ? each.name() + "[1]" : each.name();
      text.append(" + \" ").append(each.name()).append("=\" + ").append(value);
    }
    return text.toString();
  }

  private void jump(RandomScope scope, RandomExpressions make) {
    String label = scope.loopLabel();
    if (label != null && scope.chance(70)) {
      line(
          "if (" + make.ofBoolean(1) + ") { " + scope.oneOf("break ", "continue ") + label + "; }");
    } else if (!scope.inTask && !returned.equals("none")) {
      line("if (" + make.ofBoolean(2) + ") { return " + make.of(returned, 2) + "; }");
    } else if (returned.equals("task")) {
      line(
          "if ("
              + make.ofBoolean(1)
              + ") { return Task.completed("
              + make.of("Object", 2)
              + "); }");
    }
  }

  /** Captures copies of the variables of its method, and suspends. */
  private void lambda(RandomScope scope) {
    String name = scope.fresh("f");
    RandomScope inner = new RandomScope(scope.random, true, 0);
    for (Variable each : scope.variables()) {
      if (inner.chance(40)) {
        String copy = scope.fresh("c");
        line("final " + each.type() + " " + copy + " = " + each.name() + ";");
        inner.declare(each.type(), copy);
      }
    }
    String type = scope.oneOf("int", "long", "double", "String");
    String body = new RandomExpressions(inner).of(type, 3);
    line("AsyncCallable<Object> " + name + " = () -> " + body + ";");
    line("p.log(" + name + ".call());");
  }

  private void conditional(RandomScope scope, RandomExpressions make) {
    line("if (" + make.ofBoolean(2) + ") {");
    block(scope.nested());
    if (scope.chance(50)) {
      line("} else {");
      block(scope.nested());
    }
    line("}");
  }

  private void loop(RandomScope scope, RandomExpressions make) {
    String label = scope.fresh("loop");
    String index = scope.fresh("n");
    RandomScope body = scope.loop(label);
    String condition = make.ofBoolean(2);
    switch (scope.below(4)) {
      case 0 -> line(label + ": while (fuel-- > 0 && " + condition + ") {");
      case 1 -> line(label + ": do {");
      case 2 -> {
        line(label + ": for (int c" + index + " : " + make.of("int[]", 1) + ") {");
        body.declare("int", "c" + index);
      }
      default -> {
        String end =
            scope.below(5) + (scope.chance(50) ? "" : " + (" + make.of("int", 1) + " & 1)");
        line(
            label
                + ": for (int c%1$s = 0; c%1$s < %2$s && fuel-- > 0; c%1$s++) {"
                    .formatted(index, end));
        body.declare("int", "c" + index);
      }
    }
    boolean isDo = out.toString().endsWith("do {\n");
    block(body);
    line(isDo ? "} while (fuel-- > 0 && " + condition + ");" : "}");
  }

  private void choice(RandomScope scope, RandomExpressions make) {
    line("switch (" + make.of("int", 2) + " & 3) {");
    for (int i = 0; i < 3; i++) {
      line("case " + i + ": {");
      block(scope.nested());
      line(scope.chance(70) ? "} break;" : "}");
    }
    line("default: {");
    block(scope.nested());
    line("}}");
  }

  private void resource(RandomScope scope, RandomExpressions make) {
    String name = scope.fresh("r");
    line("try (Resource " + name + " = new Resource(p, " + make.of("int", 2) + ")) {");
    block(scope.nestedInTry());
    line("}");
  }

  private void tries(RandomScope scope) {
    line("try {");
    block(scope.nestedInTry());
    boolean handled = scope.chance(75);
    if (handled) {
      if (scope.chance(40)) {
        handler(scope, "Second");
      }
      handler(scope, scope.oneOf("First", "RuntimeException", "Exception", "Throwable"));
    }
    if (!handled || scope.chance(50)) {
      line("} finally {");
      block(scope.nestedInTry());
    }
    line("}");
  }

  private void handler(RandomScope scope, String type) {
    String name = scope.fresh("e");
    line("} catch (" + type + " " + name + ") {");
    nesting++;
    line("p.log(\"caught \" + " + name + ");");
    nesting--;
    block(scope.nestedInTry());
  }
}
