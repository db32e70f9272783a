package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Returns;
import dev.weft.tests.random.Signature.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several coroutines at once: started, left alone for some statements, then awaited.
 *
 * <p>They run beside each other in an order that nobody knows, so each has a world of its own and
 * sees nothing else that changes.
 */
final class Flights {

  private final Statements statements;
  private final Scope scope;
  private final Dice dice;

  Flights(Statements statements) {
    this.statements = statements;
    this.scope = statements.scope;
    this.dice = statements.dice;
  }

  String one() {
    var text = new StringBuilder("{\n");
    var landings = new ArrayList<String>();
    Scope inside = scope.nested();
    for (int i = 0; i < 1 + dice.below(3); i++) {
      String world = scope.fresh("u");
      String task = scope.fresh("t");
      text.append(
          Mark.statement(
              "final World %1$s = %2$s.fork();\nvar %3$s = %4$s;"
                  .formatted(world, scope.world, task, start(world))));
      landings.add(Mark.statement(landing(world, task)));
    }
    text.append(new Statements(inside).some());
    if (dice.chance(50)) {
      Collections.reverse(landings);
    }
    return text + String.join("", landings) + "}";
  }

  private String start(String world) {
    List<Signature> tasks =
        scope.body.methods.stream()
            .filter(each -> each.isolated() && each.kind() == Kind.TASK && !each.isVarargs())
            .filter(each -> each.owner() == Signature.Owner.STATIC)
            .toList();
    return !tasks.isEmpty() && dice.chance(50) ? method(world, dice.oneOf(tasks)) : lambda(world);
  }

  private String method(String world, Signature task) {
    var text = new StringBuilder(task.name() + "(" + world + ", d - 1");
    for (Type each : task.parameters()) {
      text.append(", ");
      text.append(each.isImmutable() ? statements.make.of(each, 1) : dice.oneOf(each.literals));
    }
    return text + ")";
  }

  private String lambda(String world) {
    Scope apart = scope.apart(world, new Returns(Kind.SUSPENDING, Type.OBJECT, "Object"));
    var inside = new Statements(apart);
    return "Weft.<Object>start(() -> {\n"
        + inside.some()
        + new Jumps(inside).returning(3)
        + ";\n})";
  }

  private String landing(String world, String task) {
    String await = statements.log("Weft.<Object>await(" + task + ")");
    String log = scope.world + ".log(" + world + ".own);";
    return dice.chance(50)
        ? "try {\n%s\n} catch (Exception | Grave %s) {\n%s\n}\n%s"
            .formatted(await, scope.fresh("e"), log, log)
        : await + "\n" + log;
  }
}
