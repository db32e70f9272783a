package dev.weft.lincheck;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * A concurrent class under test: a subclass has the operations, and a nested class {@code
 * Sequential} with the same ones, by which one thread alone would do the same. Lincheck makes
 * scenarios of random operations on several threads, runs each under many interleavings, and looks
 * whether the results are those of the sequential class in some order that the threads allow.
 *
 * <p>The model checker runs one thread at a time and decides itself where the next goes on, so it
 * finds an order of steps that is wrong, but knows no weaker memory than that; jcstress does.
 */
public abstract class Checked {

  /** How many scenarios are made. */
  private static final int SCENARIOS = Integer.getInteger("weft.lincheck.scenarios", 40);

  /** Under how many interleavings each is run. */
  private static final int INTERLEAVINGS = Integer.getInteger("weft.lincheck.interleavings", 1000);

  /** What is told of the whole. */
  public abstract String end();

  /** How many operations one thread makes. */
  protected int operations() {
    return 3;
  }

  /** How many operations are made before. */
  protected int operationsBefore() {
    return 2;
  }

  private Class<?> sequential() {
    for (Class<?> nested : getClass().getDeclaredClasses()) {
      if (nested.getSimpleName().equals("Sequential")) {
        return nested;
      }
    }
    throw new IllegalStateException("no class Sequential in " + getClass());
  }

  @Test
  void modelCheck() {
    RuntimeClasses.initialize();
    new ModelCheckingOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(INTERLEAVINGS)
        .threads(2)
        .actorsPerThread(operations())
        .actorsBefore(operationsBefore())
        .actorsAfter(0)
        .executionGenerator(ThenEnd.class)
        .sequentialSpecification(sequential())
        .check(getClass());
  }

  @Test
  void stress() {
    RuntimeClasses.initialize();
    new StressOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(INTERLEAVINGS)
        .threads(3)
        .actorsPerThread(operations())
        .actorsBefore(operationsBefore())
        .actorsAfter(0)
        .executionGenerator(ThenEnd.class)
        .sequentialSpecification(sequential())
        .check(getClass());
  }
}
