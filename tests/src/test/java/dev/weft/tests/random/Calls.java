package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Function;
import dev.weft.tests.random.Scope.Mode;
import dev.weft.tests.random.Signature.Kind;
import dev.weft.tests.random.Signature.Owner;
import java.util.ArrayList;
import java.util.List;

/** Calls of the program's own coroutines: methods of all kinds, lambdas and local objects. */
final class Calls {

  private final Expressions make;
  private final Scope scope;
  private final Dice dice;

  Calls(Expressions make) {
    this.make = make;
    this.scope = make.scope;
    this.dice = make.dice;
  }

  /** A call with such a result. */
  String of(Type type, int next) {
    Function function = dice.chance(30) ? scope.function(each -> fits(each, type)) : null;
    if (function != null) {
      return converted(function.result(), type, call(function));
    }
    List<Signature> all = callable().stream().filter(each -> fits(each.result(), type)).toList();
    return all.isEmpty() ? fallback(type, next) : of(dice.oneOf(all), type, Math.min(next, 1));
  }

  /** Calls something, whatever its result. */
  String any() {
    Function function = dice.chance(40) ? scope.function(each -> true) : null;
    if (function != null) {
      return call(function);
    }
    List<Signature> all = callable();
    return all.isEmpty() ? scope.world + ".tick()" : awaited(dice.oneOf(all), dice.oneOf(0, 1, 2));
  }

  /** Methods that may be called here and suspend the caller. */
  private List<Signature> callable() {
    var all = new ArrayList<Signature>();
    for (Signature each : scope.body.methods) {
      boolean here =
          scope.mode == Mode.EMIT
              ? each.kind() == Kind.EMITTING
              : each.kind() == Kind.SUSPENDING || each.kind() == Kind.TASK;
      if (here && (each.isolated() || !scope.isolated)) {
        all.add(each);
      }
    }
    return all;
  }

  private static boolean fits(Type result, Type wanted) {
    return result != null
        && (result == wanted || wanted == Type.OBJECT || (result.isNumber() && wanted.isNumber()));
  }

  private static String converted(Type from, Type to, String call) {
    return "((" + to.text + ") (" + from.text + ") " + call + ")";
  }

  private String fallback(Type type, int next) {
    return type.isPrimitive() || scope.mode == Mode.EMIT
        ? new Suspensions(make).of(type, next)
        : "World.<"
            + type.boxed
            + ">pick("
            + scope.world
            + ", "
            + make.of(Type.BOOLEAN, next)
            + ", "
            + make.of(type, next)
            + ", "
            + make.of(type, next)
            + ")";
  }

  private String call(Function function) {
    return function.call(String.join(", ", make.all(function.parameters(), 1)));
  }

  private String of(Signature method, Type type, int next) {
    return converted(method.result(), type, awaited(method, next));
  }

  private String awaited(Signature method, int next) {
    String call = unawaited(method, next);
    return method.kind() == Kind.TASK ? "Weft.<Object>await(" + call + ")" : call;
  }

  /** The call of a method, as it stands. */
  String unawaited(Signature method, int next) {
    return receiver(method, next)
        + method.name()
        + "("
        + arguments(method, scope.world, next)
        + ")";
  }

  /** The arguments of a method. */
  String arguments(Signature method, String world, int next) {
    List<String> all = make.all(method.parameters(), next);
    if (method.isVarargs() && dice.chance(80)) {
      all.remove(all.size() - 1);
      Type element = method.parameters().get(method.parameters().size() - 1).element;
      for (int i = dice.below(4); i > 0; i--) {
        all.add(make.of(element, next));
      }
    }
    return world + ", d - 1" + (all.isEmpty() ? "" : ", ") + String.join(", ", all);
  }

  private String receiver(Signature method, int next) {
    if (method.equals(scope.body.overridden) && scope.direct && dice.chance(60)) {
      return scope.body.superName + ".";
    }
    return switch (method.owner()) {
      case STATIC -> "";
      case COLOR -> make.of(Type.COLOR, next) + ".";
      case SHAPE -> make.of(Type.SHAPE, next) + ".";
      case INNER -> "new Middle().new Inner().";
      case BASE -> ofBase(next);
      case ACT -> dice.chance(50) ? ofBase(next) : "((Act) make(" + make.of(Type.INT, next) + ")).";
    };
  }

  private String ofBase(int next) {
    boolean here = scope.body.owner == Owner.BASE && !scope.isolated && dice.chance(60);
    return here
        ? (scope.direct ? dice.oneOf("this.", "") : "")
        : "make(" + make.of(Type.INT, next) + ").";
  }
}
