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
  final Mode mode;
  final Returns returns;

  /** The world's name. */
  final String world;

  /** Whether nothing that another coroutine can see may be touched. */
  final boolean isolated;

  /** Whether {@code this} is an object of the body's owner. */
  final boolean direct;

  final boolean inTry;
  final int nesting;
  private final List<Variable> variables;
  private final List<Function> functions;
  private final List<Label> labels;

  /** The scope of a method's body. */
  Scope(Dice dice, Body body, Mode mode, Returns returns, boolean isolated, boolean direct) {
    this(
        dice, body, mode, returns, "w", isolated, direct, false, 0, List.of(), List.of(),
        List.of());
  }

  private Scope(
      Dice dice,
      Body body,
      Mode mode,
      Returns returns,
      String world,
      boolean isolated,
      boolean direct,
      boolean inTry,
      int nesting,
      List<Variable> variables,
      List<Function> functions,
      List<Label> labels) {
    this.dice = dice;
    this.body = body;
    this.mode = mode;
    this.returns = returns;
    this.world = world;
    this.isolated = isolated;
    this.direct = direct;
    this.inTry = inTry;
    this.nesting = nesting;
    this.variables = new ArrayList<>(variables);
    this.functions = new ArrayList<>(functions);
    this.labels = labels;
  }

  /** A scope for a block. */
  Scope nested() {
    return nested(inTry);
  }

  /** A scope for a part of a try statement. */
  Scope nestedInTry() {
    return nested(true);
  }

  private Scope nested(boolean within) {
    return new Scope(
        dice,
        body,
        mode,
        returns,
        world,
        isolated,
        direct,
        within,
        nesting + 1,
        variables,
        functions,
        labels);
  }

  /** A scope for the body of a loop or a labelled block. */
  Scope labelled(Label label) {
    var all = new ArrayList<>(labels);
    all.add(label);
    return new Scope(
        dice,
        body,
        mode,
        returns,
        world,
        isolated,
        direct,
        inTry,
        nesting + 1,
        variables,
        functions,
        all);
  }

  /** A scope for a part of a switch expression, which no jump may leave. */
  Scope enclosed() {
    return new Scope(
        dice,
        body,
        mode,
        Returns.NOT,
        world,
        isolated,
        direct,
        true,
        nesting + 1,
        variables,
        functions,
        List.of());
  }

  /** A scope in which nothing suspends. */
  Scope withoutSuspensions() {
    return new Scope(
        dice,
        body,
        Mode.NONE,
        returns,
        world,
        isolated,
        direct,
        true,
        nesting + 1,
        variables,
        List.of(),
        labels);
  }

  /**
   * A scope for the body of a lambda, or of a class if not {@code direct}: it sees finals only, and
   * functions if they suspend in the same way.
   */
  Scope captured(Mode inside, Returns result, boolean direct) {
    List<Variable> finals = variables.stream().filter(Variable::isFinal).toList();
    return new Scope(
        dice,
        body,
        inside,
        result,
        world,
        isolated,
        this.direct && direct,
        false,
        nesting + 1,
        finals,
        inside == mode ? functions : List.of(),
        List.of());
  }

  /** A scope for a coroutine that runs beside this one. */
  Scope apart(String ownWorld, Returns result) {
    List<Variable> seen =
        variables.stream().filter(each -> each.isFinal() && each.type().isImmutable()).toList();
    return new Scope(
        dice,
        body,
        Mode.AWAIT,
        result,
        ownWorld,
        true,
        false,
        false,
        nesting + 1,
        seen,
        List.of(),
        List.of());
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
