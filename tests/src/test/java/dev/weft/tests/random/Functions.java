package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Function;
import dev.weft.tests.random.Scope.Mode;
import dev.weft.tests.random.Scope.Returns;
import dev.weft.tests.random.Scope.Variable;
import dev.weft.tests.random.Signature.Kind;
import java.util.ArrayList;
import java.util.List;

/** Objects of functional interfaces: lambdas, anonymous and local classes, method references. */
final class Functions {

  /** A functional interface of the program's or of Weft. */
  private record Interface(
      String name, String method, List<Type> parameters, Type result, String returns) {

    boolean isTask() {
      return returns.startsWith("Task");
    }
  }

  private static final List<Interface> INTERFACES =
      List.of(
          new Interface("IntOp", "apply", List.of(Type.INT), Type.INT, "int"),
          new Interface("Fun<String, Long>", "apply", List.of(Type.STRING), Type.LONG, "Long"),
          new Interface(
              "Fun<Object, Object>", "apply", List.of(Type.OBJECT), Type.OBJECT, "Object"),
          new Interface(
              "Mix",
              "mix",
              List.of(Type.LONG, Type.BYTE, Type.STRING, Type.DOUBLE),
              Type.DOUBLE,
              "double"),
          new Interface("AsyncCallable<Object>", "call", List.of(), Type.OBJECT, "Object"),
          new Interface("AsyncRunnable", "run", List.of(), null, "void"),
          new Interface("TaskOp", "go", List.of(Type.OBJECT), Type.OBJECT, "Task<Object>"));

  private final Statements statements;
  private final Scope scope;
  private final Dice dice;

  Functions(Statements statements) {
    this.statements = statements;
    this.scope = statements.scope;
    this.dice = statements.dice;
  }

  /** Declares one, perhaps with what it captures, and calls it. */
  String one() {
    int count = INTERFACES.size() - (scope.mode == Mode.EMIT ? 1 : 0);
    Interface type = INTERFACES.get(dice.below(count));
    String name = scope.fresh("f");
    String copies = copies();
    String text =
        dice.menu()
            .with(5, () -> declared(type, name, lambda(type)))
            .with(2, () -> declared(type, name, anonymous(type)))
            .with(2, () -> local(type, name))
            .with(hasReference(type), 2, () -> declared(type, name, reference(type)))
            .choose();
    var function =
        new Function(name + "." + type.method(), type.isTask(), type.parameters(), type.result());
    scope.declare(function);
    return copies + text + "\n" + Mark.statement(call(function));
  }

  private String call(Function function) {
    String call = function.call(String.join(", ", statements.make.all(function.parameters(), 2)));
    return function.result() == null ? call + ";" : statements.log(call);
  }

  /** Lambdas see finals only, so some variables get copies that are. */
  private String copies() {
    var text = new StringBuilder();
    for (Variable each : new ArrayList<>(scope.variables())) {
      if (!each.isFinal() && dice.chance(25)) {
        String copy = scope.fresh("c");
        String line = "final " + each.type().text + " " + copy + " = " + each.name() + ";";
        text.append(Mark.statement(line));
        scope.declare(each.type(), copy, true);
      }
    }
    return text.toString();
  }

  private static String declared(Interface type, String name, String value) {
    return "final " + type.name() + " " + name + " = " + value + ";";
  }

  private Scope inside(Interface type, boolean direct, List<String> names) {
    Kind kind = type.isTask() ? Kind.TASK : Kind.SUSPENDING;
    var returns = new Returns(kind, type.result(), type.returns());
    Scope inside = scope.captured(scope.mode, returns, direct);
    for (Type each : type.parameters()) {
      names.add(scope.fresh("b"));
      inside.declare(each, names.get(names.size() - 1), false);
    }
    return inside;
  }

  private static String body(Interface type, Scope inside) {
    var statements = new Statements(inside);
    String some = inside.world + ".tick();\n" + statements.some();
    return type.result() == null ? some : some + new Jumps(statements).returning(2) + ";\n";
  }

  private String lambda(Interface type) {
    var names = new ArrayList<String>();
    Scope inside = inside(type, true, names);
    String head = "(" + String.join(", ", names) + ") -> ";
    boolean isExpression = dice.chance(35) && type.result() != null && !type.isTask();
    return isExpression
        ? head + new Expressions(inside).of(type.result(), 3)
        : head + "{\n" + body(type, inside) + "}";
  }

  private String anonymous(Interface type) {
    String field = scope.fresh("o");
    return "new %s() {\nint %s = 3;\n%s}".formatted(type.name(), field, method(type, field));
  }

  private String method(Interface type, String field) {
    var names = new ArrayList<String>();
    Scope inside = inside(type, false, names);
    inside.declare(Type.INT, field, false);
    inside.declare(Type.INT, "this." + field, false);
    var parameters = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      Type each = type.parameters().get(i);
      boolean isBoxed = type.name().startsWith("Fun");
      parameters.add((isBoxed ? each.boxed : each.text) + " " + names.get(i));
    }
    return "%s@Override public %s %s(%s) throws Exception {\n%s}\n"
        .formatted(
            dice.oneOf("@Async ", ""),
            type.returns(),
            type.method(),
            String.join(", ", parameters),
            body(type, inside));
  }

  private String local(Interface type, String name) {
    String local = scope.fresh("Local");
    String field = scope.fresh("o");
    return "class %1$s implements %2$s {\nint %3$s;\n%1$s(int %3$s) {\nthis.%3$s = %3$s;\n}\n%4$s}\n"
            .formatted(local, type.name(), field, method(type, field))
        + declared(type, name, "new " + local + "(" + statements.make.of(Type.INT, 2) + ")");
  }

  private static boolean hasReference(Interface type) {
    return type.name().equals("IntOp") || type.name().equals("Fun<Object, Object>");
  }

  private String reference(Interface type) {
    String object = dice.chance(50) ? scope.world : "World.same(" + scope.world + ")";
    String step = scope.mode == Mode.EMIT ? "echo" : "later";
    return type.name().equals("IntOp")
        ? object + "::" + step
        : dice.oneOf(object + "::" + step + "Object", scope.world + "::kept", "Kept::new");
  }
}
