package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Mode;
import dev.weft.tests.random.Scope.Returns;
import dev.weft.tests.random.Signature.Kind;
import dev.weft.tests.random.Signature.Owner;
import java.util.List;

/** Writes whole methods. */
final class Methods {

  private final Dice dice;
  private final List<Signature> all;
  private final boolean patterns;

  Methods(Dice dice, List<Signature> all, boolean patterns) {
    this.dice = dice;
    this.all = all;
    this.patterns = patterns;
  }

  /** All methods of an owner, as they are declared there. */
  String of(Owner owner, String className, String... modifiers) {
    var text = new StringBuilder();
    for (Signature each : all) {
      if (each.owner() == owner) {
        text.append(method(each, className, "@Async " + dice.oneOf(modifiers), null));
      }
    }
    return text.toString();
  }

  /** Some methods of an owner again, overridden. */
  String overriding(Owner owner, String className, int percent, String superName) {
    var text = new StringBuilder();
    for (Signature each : all) {
      if (each.owner() == owner && dice.chance(percent)) {
        String modifiers = dice.oneOf("@Async @Override public ", "@Override public ");
        text.append(method(each, className, modifiers, superName));
      }
    }
    return text.toString();
  }

  /** The methods of an owner without bodies. */
  String abstractly(Owner owner) {
    var text = new StringBuilder();
    for (Signature each : all) {
      if (each.owner() == owner) {
        text.append("@Async ").append(head(each, "", each.name())).append(";\n");
      }
    }
    return text.toString();
  }

  private static String head(Signature method, String modifiers, String name) {
    return modifiers
        + method.returns()
        + " "
        + name
        + "("
        + method.declared()
        + ") throws Exception";
  }

  private String method(Signature method, String className, String modifiers, String superName) {
    String body = " {\n" + body(method, className, superName) + "}\n\n";
    if (method.kind() != Kind.GENERATOR) {
      return Mark.member(head(method, modifiers, method.name()) + body);
    }
    String plain = modifiers.replace("@Async ", "");
    String inner = method.name() + "Of" + className;
    String making =
        head(method, plain, method.name())
            + " {\nreturn Generator.of(() -> "
            + inner
            + "("
            + method.handedOn()
            + "));\n}\n";
    String hidden = plain.contains("static") ? "private static " : "private ";
    return Mark.member(
        Mark.either(head(method, modifiers, method.name()), making + head(method, hidden, inner))
            + body);
  }

  private String body(Signature method, String className, String superName) {
    boolean inBase = List.of("Base", "Middle", "Last", "Inner").contains(className);
    Signature overridden = superName == null ? null : method;
    var body =
        new Body(
            all, inBase ? Owner.BASE : null, overridden, superName, patterns, 3 + dice.below(6));
    var returns = new Returns(method.kind(), method.result(), method.returns());
    Mode mode =
        method.kind() == Kind.GENERATOR || method.kind() == Kind.EMITTING ? Mode.EMIT : Mode.AWAIT;
    Scope scope =
        new Scope(dice, body, mode, returns, method.isolated(), !className.equals("Inner"));
    boolean safe = method.isolated() && method.kind() == Kind.TASK;
    return ending(method) + inside(method, safe ? scope.nestedInTry() : scope, safe);
  }

  private static String inside(Signature method, Scope scope, boolean safe) {
    for (int i = 0; i < method.parameters().size(); i++) {
      scope.declare(method.parameters().get(i), Signature.parameter(i), scope.dice.chance(50));
    }
    var statements = new Statements(scope);
    String text = statements.some() + statements.some();
    text +=
        method.result() == null && method.kind() == Kind.SUSPENDING
            ? ""
            : new Jumps(statements).returning(2) + ";\n";
    return safe ? "try {\n" + text + safely(method) : text;
  }

  /** A task method throws at once in the plain program; woven, its task fails. */
  private static final String SAFELY =
      """
      } catch (Throwable e) {
      w.log("failed " + why(e));
      return %s.<Object>%s("failed");
      }
      """;

  private static String safely(Signature method) {
    boolean isFuture = method.returns().startsWith("CompletableFuture");
    return isFuture
        ? SAFELY.formatted("CompletableFuture", "completedFuture")
        : SAFELY.formatted("Task", "completed");
  }

  /** Where calls go no deeper. */
  private static String ending(Signature method) {
    String value =
        switch (method.kind()) {
          case GENERATOR -> " null";
          case TASK ->
              method.returns().startsWith("CompletableFuture")
                  ? " CompletableFuture.<Object>completedFuture(\"deep\")"
                  : " Task.<Object>completed(\"deep\")";
          default -> method.result() == null ? "" : " " + method.result().literals.get(1);
        };
    return "if (d <= 0 || !w.go()) {\nreturn" + value + ";\n}\n";
  }
}
