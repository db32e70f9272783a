package dev.weft.tests.random;

import dev.weft.tests.random.Signature.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What may stand at a place in a random program: variables, labels, jumps, suspensions.
 *
 * <p>A nested scope sees what the outer one declares and takes its declarations along when it ends.
 */
final class Scope {

  /** A variable. */
  record Variable(Type type, String name, boolean isFinal) {}

  /** A local functional object and its method. */
  record Function(String method, boolean isTask, List<Type> parameters, Type result) {

    /** Its call. */
    String call(String arguments) {
      String call = method + "(" + arguments + ")";
      return isTask ? "Weft.<Object>await(" + call + ")" : call;
    }
  }

  /** A loop or a labelled block around. */
  record Label(String name, boolean isLoop) {}

  /** What a return statement hands out. */
  record Returns(Kind kind, Type type, String text) {
    /** Nothing may return, as in a switch expression. */
    static final Returns NOT = new Returns(null, null, null);
  }

  /** What suspends here. */
  enum Mode {
    AWAIT,
    EMIT,
    /** Nothing: a monitor is held, or it is not a coroutine. */
    NONE
  }

  final Dice dice;
  final Body body;

  // What follows is set before a scope is handed out, and by this class alone.

  Mode mode;
  Returns returns;

  /** The world's name. */
  String world = "w";

  /** Whether nothing that another coroutine can see may be touched. */
  boolean isolated;

  /** Whether {@code this} is an object of the body's owner. */
  boolean direct;

  boolean inTry;
  final int nesting;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();

  /** The scope of a method's body. */
  Scope(Dice dice, Body body, Mode mode, Returns returns, boolean isolated, boolean direct) {
    this.dice = dice;
    this.body = body;
    this.mode = mode;
    this.returns = returns;
    this.isolated = isolated;
    this.direct = direct;
    nesting = 0;
  }

  private Scope(Scope outer) {
    dice = outer.dice;
    body = outer.body;
    mode = outer.mode;
    returns = outer.returns;
    world = outer.world;
    isolated = outer.isolated;
    direct = outer.direct;
    inTry = outer.inTry;
    nesting = outer.nesting + 1;
    variables.addAll(outer.variables);
    functions.addAll(outer.functions);
    labels.addAll(outer.labels);
  }

  /** A scope for a block. */
  Scope nested() {
    return new Scope(this);
  }

  /** A scope for a part of a try statement. */
  Scope nestedInTry() {
    Scope inner = new Scope(this);
    inner.inTry = true;
    return inner;
  }

  /** A scope for the body of a loop or a labelled block. */
  Scope labelled(Label label) {
    Scope inner = new Scope(this);
    inner.labels.add(label);
    return inner;
  }

  /** A scope for a part of a switch expression, which no jump may leave. */
  Scope enclosed() {
    Scope inner = nestedInTry();
    inner.returns = Returns.NOT;
    inner.labels.clear();
    return inner;
  }

  /** A scope in which nothing suspends. */
  Scope withoutSuspensions() {
    Scope inner = nestedInTry();
    inner.mode = Mode.NONE;
    inner.functions.clear();
    return inner;
  }

  /**
   * A scope for the body of a lambda, or of a class if not {@code direct}: it sees finals only, and
   * functions if they suspend in the same way.
   */
  Scope captured(Mode inside, Returns result, boolean direct) {
    Scope inner = ofItsOwn(inside, result);
    inner.direct &= direct;
    inner.variables.removeIf(each -> !each.isFinal());
    if (inside != mode) {
      inner.functions.clear();
    }
    return inner;
  }

  /** A scope for a coroutine that runs beside this one. */
  Scope apart(String ownWorld, Returns result) {
    Scope inner = ofItsOwn(Mode.AWAIT, result);
    inner.world = ownWorld;
    inner.isolated = true;
    inner.direct = false;
    inner.variables.removeIf(each -> !each.isFinal() || !each.type().isImmutable());
    inner.functions.clear();
    return inner;
  }

  private Scope ofItsOwn(Mode inside, Returns result) {
    Scope inner = new Scope(this);
    inner.mode = inside;
    inner.returns = result;
    inner.inTry = false;
    inner.labels.clear();
    return inner;
  }

  /** Whether a return statement may stand here; not in a switch expression. */
  boolean mayReturn() {
    return returns.kind() != null;
  }

  String fresh(String prefix) {
    return body.fresh(prefix);
  }

  boolean suspends() {
    return mode != Mode.NONE;
  }

  void declare(Type type, String name, boolean isFinal) {
    variables.add(new Variable(type, name, isFinal));
  }

  void declare(Function function) {
    functions.add(function);
  }

  List<Variable> variables() {
    return variables;
  }

  /** A variable that is as asked for, or null. */
  Variable variable(Predicate<Variable> wanted) {
    List<Variable> all = variables.stream().filter(wanted).toList();
    return all.isEmpty() ? null : dice.oneOf(all);
  }

  /** A function with such a result, or null. */
  Function function(Predicate<Type> result) {
    List<Function> all =
        functions.stream()
            .filter(each -> each.result() != null && result.test(each.result()))
            .toList();
    return all.isEmpty() ? null : dice.oneOf(all);
  }

  /** An enclosing label, or null. */
  Label label(boolean loop) {
    List<Label> all = labels.stream().filter(each -> each.isLoop() || !loop).toList();
    return all.isEmpty() ? null : dice.oneOf(all);
  }
}
