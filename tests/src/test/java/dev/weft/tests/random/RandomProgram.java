package dev.weft.tests.random;

import dev.weft.tests.random.Signature.Kind;
import dev.weft.tests.random.Signature.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a random program: classes with coroutines of all kinds that call each other, always the
 * same for a seed and a language level.
 *
 * <p>It ends because calls go less and less deep, and loops and calls use up fuel.
 */
public final class RandomProgram {

  private final Dice dice;
  private final boolean patterns;
  private final List<Signature> methods = new ArrayList<>();

  private RandomProgram(long seed, int release) {
    dice = new Dice(seed);
    patterns = release >= 21;
  }

  /**
   * A program as a tree.
   *
   * @param release the Java release whose language it may use
   */
  public static Tree of(String packageName, String name, long seed, int release) {
    return new Tree(new RandomProgram(seed, release).write(packageName, name));
  }

  private String write(String packageName, String name) {
    declare(Owner.STATIC, 2 + dice.below(3));
    declare(Owner.BASE, 1 + dice.below(2));
    for (Owner each : List.of(Owner.ACT, Owner.COLOR, Owner.SHAPE, Owner.INNER)) {
      declare(each, dice.chance(35) ? 1 : 0);
    }
    var write = new Methods(dice, List.copyOf(methods), patterns);
    return new Skeleton(write).text(packageName, name, calls());
  }

  private void declare(Owner owner, int count) {
    for (int i = 0; i < count; i++) {
      methods.add(signature(owner));
    }
  }

  private Signature signature(Owner owner) {
    Kind kind =
        dice.oneOf(
            Kind.SUSPENDING,
            Kind.SUSPENDING,
            Kind.SUSPENDING,
            Kind.TASK,
            Kind.TASK,
            Kind.GENERATOR,
            Kind.EMITTING);
    String name = kind.name().substring(0, 1).toLowerCase(Locale.ROOT) + methods.size();
    boolean isVoid = kind == Kind.SUSPENDING && dice.chance(15);
    Type result = isVoid || kind == Kind.GENERATOR ? null : dice.oneOf(Type.ALL);
    var parameters = new ArrayList<Type>();
    for (int i = dice.below(5); i > 0; i--) {
      parameters.add(dice.oneOf(Type.ALL));
    }
    boolean isVarargs =
        !parameters.isEmpty()
            && parameters.get(parameters.size() - 1).element != null
            && dice.chance(70);
    return new Signature(
        owner,
        kind,
        name,
        kind == Kind.TASK ? Type.OBJECT : result,
        returns(kind, result),
        List.copyOf(parameters),
        dice.chance(40),
        isVarargs);
  }

  private String returns(Kind kind, Type result) {
    return switch (kind) {
      case TASK ->
          dice.oneOf(
              "Task<Object>",
              "Task<Object>",
              "CompletionStage<Object>",
              "CompletableFuture<Object>");
      case GENERATOR -> "Generator<Object>";
      default -> result == null ? "void" : result.text;
    };
  }

  /** Calls each method that can be called from outside. */
  private String calls() {
    var text = new StringBuilder();
    var body = new Body(methods, null, null, null, patterns, 0);
    var scope = new Scope(dice, body, Scope.Mode.AWAIT, Scope.Returns.NOT, false, true);
    for (Signature each : methods) {
      if (each.kind() != Kind.EMITTING) {
        String call = new Calls(new Expressions(scope)).unawaited(each, 0);
        text.append(Mark.statement(attempt(each, call)));
      }
    }
    return text.toString();
  }

  private static String attempt(Signature method, String call) {
    String name = "w.log(\"" + method.name() + " \" + show(";
    String statement =
        switch (method.kind()) {
          case TASK -> name + "Weft.<Object>await(" + call + ")));";
          case GENERATOR -> "for (Object each : " + call + ") {\n" + name + "each));\n}";
          default -> method.result() == null ? call + ";" : name + call + "));";
        };
    return "w.fuel = 60;\ntry {\n"
        + statement
        + "\n} catch (Throwable e) {\nw.log(\"run caught \" + why(e));\n}";
  }
}
