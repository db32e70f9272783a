package dev.weft.tests.random;

import dev.weft.tests.random.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Writes random expressions that javac accepts: every one may suspend, and some fail. */
final class Expressions {

  final Scope scope;
  final Dice dice;

  Expressions(Scope scope) {
    this.scope = scope;
    this.dice = scope.dice;
  }

  /** An expression of exactly this static type, at most {@code depth} levels deep. */
  String of(Type type, int depth) {
    boolean deeper = depth > 0 && scope.body.spendExpression();
    return Mark.expression(type, deeper ? compound(type, depth - 1) : leaf(type));
  }

  /** An expression of a depth that is usual in statements. */
  String of(Type type) {
    return of(type, dice.oneOf(1, 2, 2, 3));
  }

  /** A condition. */
  String condition() {
    return of(Type.BOOLEAN, dice.oneOf(1, 1, 2));
  }

  String ofAnyNumber(int depth) {
    return of(dice.oneOf(Type.NUMBERS), depth);
  }

  String ofAnyInteger(int depth) {
    return of(dice.oneOf(Type.INTEGERS), depth);
  }

  private String leaf(Type type) {
    Variable variable = dice.chance(75) ? scope.variable(each -> each.type() == type) : null;
    if (variable != null) {
      return variable.name();
    }
    return dice.chance(30) ? new Places(this).of(type, 0) : dice.oneOf(type.literals);
  }

  private String compound(Type type, int next) {
    return dice.menu()
        .with(scope.suspends(), 9, () -> new Suspensions(this).of(type, next))
        .with(2, () -> choice(type, next))
        .with(1, () -> new SwitchExpressions(this).of(type, next))
        .with(3, () -> new Places(this).assignment(type, next))
        .with(1, () -> new Places(this).of(type, next))
        .with(scope.suspends(), 4, () -> new Calls(this).of(type, next))
        .with(9, () -> own(type, next))
        .choose();
  }

  private String choice(Type type, int next) {
    return "(" + of(Type.BOOLEAN, next) + " ? " + of(type, next) + " : " + of(type, next) + ")";
  }

  private String own(Type type, int next) {
    if (type == Type.BOOLEAN) {
      return new Conditions(this).of(next);
    }
    return type.isNumber() ? new Numbers(this).of(type, next) : new Objects(this).of(type, next);
  }

  /** Arguments, each of a type. */
  List<String> all(List<Type> types, int depth) {
    var made = new ArrayList<String>();
    types.forEach(each -> made.add(of(each, depth)));
    return made;
  }
}
