package dev.weft.tests.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What may be named at a place in a random program: variables, labels, methods; and the dice.
 *
 * <p>A nested scope sees what the outer one declares and takes its declarations along when it ends.
 */
final class RandomScope {

  /** The types of variables. */
  static final List<String> TYPES = List.of("int", "long", "double", "String", "int[]", "Object");

  /** A variable. */
  record Variable(String type, String name) {}

  final Random random;
  final boolean inTry;
  final boolean inTask;
  private final List<Variable> variables;
  private final List<String> loops;
  private final int[] counter;
  private final int[] budget;

  /** The scope of a method's body. */
  RandomScope(Random random, boolean inTask, int statements) {
    this(random, false, inTask, List.of(), List.of(), new int[1], new int[] {statements});
  }

  private RandomScope(
      Random random,
      boolean inTry,
      boolean inTask,
      List<Variable> variables,
      List<String> loops,
      int[] counter,
      int[] budget) {
    this.random = random;
    this.inTry = inTry;
    this.inTask = inTask;
    this.variables = new ArrayList<>(variables);
    this.loops = loops;
    this.counter = counter;
    this.budget = budget;
  }

  /** A scope for a block. */
  RandomScope nested() {
    return new RandomScope(random, inTry, inTask, variables, loops, counter, budget);
  }

  /** A scope for a part of a try statement. */
  RandomScope nestedInTry() {
    return new RandomScope(random, true, inTask, variables, loops, counter, budget);
  }

  /** A scope for a body that no jump may leave: a lambda's, or a switch expression's. */
  RandomScope enclosed() {
    return new RandomScope(random, true, true, variables, List.of(), counter, budget);
  }

  /** A scope for the body of a loop. */
  RandomScope loop(String label) {
    var all = new ArrayList<>(loops);
    all.add(label);
    return new RandomScope(random, inTry, inTask, variables, all, counter, budget);
  }

  /** Takes one statement out of the method's budget; false if none is left. */
  boolean spend() {
    return budget[0]-- > 0;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  /** A name that the method has not used. */
  String fresh(String prefix) {
    return prefix + counter[0]++;
  }

  void declare(String type, String name) {
    variables.add(new Variable(type, name));
  }

  /** A variable of the type, or null if there is none. */
  String variable(String type) {
    List<String> all =
        variables.stream().filter(each -> each.type().equals(type)).map(Variable::name).toList();
    return all.isEmpty() ? null : all.get(below(all.size()));
  }

  /** A variable that may be assigned, or null: those called {@code c...} are captured ones. */
  String assignable(String type) {
    String name = variable(type);
    return name == null || name.startsWith("c") ? null : name;
  }

  List<Variable> variables() {
    return variables;
  }

  /** The label of an enclosing loop, or null. */
  String loopLabel() {
    return loops.isEmpty() ? null : loops.get(below(loops.size()));
  }
}
