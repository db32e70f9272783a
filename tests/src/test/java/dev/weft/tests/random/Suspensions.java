package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Mode;

/** Expressions that suspend and have a value: awaits of all kinds; in generators, echoes. */
final class Suspensions {

  private final Expressions make;
  private final Dice dice;
  private final String world;

  Suspensions(Expressions make) {
    this.make = make;
    this.dice = make.dice;
    this.world = make.scope.world;
  }

  String of(Type type, int next) {
    if (make.scope.mode == Mode.EMIT) {
      return cast(type, world + ".echo(" + make.of(type, next) + ")");
    }
    return dice.menu()
        .with(4, () -> cast(type, world + ".later(" + make.of(type, next) + ")"))
        .with(
            8,
            () -> awaited(type, dice.oneOf("later(", "later(", "laterTask("), make.of(type, next)))
        .with(1, () -> failing(type))
        .with(!make.scope.isolated, 1, () -> started(type, next))
        .choose();
  }

  /** A condition that suspends and assigns nothing, since a guard must not. */
  String guard() {
    var seen = make.scope.variable(each -> each.type() == Type.BOOLEAN && each.isFinal());
    String value = seen == null ? dice.oneOf(Type.BOOLEAN.literals) : seen.name();
    return switch (make.scope.mode) {
      case AWAIT -> world + ".later(" + value + ")";
      case EMIT -> world + ".echo(" + value + ")";
      case NONE -> value;
    };
  }

  /** All types are written out: inferring them takes javac exponential time when nested. */
  private String awaited(Type type, String made, String value) {
    String call = world + ".p.<" + type.boxed + ">" + made + value + ")";
    return cast(type, "Weft.<" + type.boxed + ">await(" + call + ")");
  }

  private String failing(Type type) {
    return awaited(type, dice.oneOf("fail(", "failTask("), "new " + new Failures(make).make());
  }

  /** Another coroutine that is awaited at once, so that nothing runs beside it. */
  private String started(Type type, int next) {
    Scope inside = make.scope.captured(Mode.AWAIT, Scope.Returns.NOT, true);
    String value = new Expressions(inside).of(type, next);
    return cast(
        type,
        "Weft.<" + type.boxed + ">await(Weft.<" + type.boxed + ">start(() -> " + value + "))");
  }

  /** Unboxes; the cast of an object says nothing. */
  private static String cast(Type type, String value) {
    return type.isPrimitive() ? "((" + type.text + ") " + value + ")" : value;
  }
}
