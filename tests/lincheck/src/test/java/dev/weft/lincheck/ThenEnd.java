package dev.weft.lincheck;

import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.CTestStructure;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.RandomExecutionGenerator;
import org.jetbrains.lincheck.datastructures.CTestConfiguration;
import org.jetbrains.lincheck.datastructures.RandomProvider;

/**
 * Random scenarios at whose end, when no other thread runs any more, {@code String end()} of the
 * tested class says what has become of everything. What a coroutine that was woken ends with is no
 * result of the operation that woke it, and is to be seen some time after that; so only then can it
 * be asked for.
 */
public final class ThenEnd extends RandomExecutionGenerator {

  private final Actor end;

  /** Made by Lincheck. */
  public ThenEnd(CTestConfiguration configuration, CTestStructure structure, RandomProvider seed) {
    super(configuration, structure, seed);
    try {
      end = new Actor(configuration.getTestClass().getMethod("end"), List.of());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ExecutionScenario nextExecution() {
    ExecutionScenario random = super.nextExecution();
    return new ExecutionScenario(
        random.getInitExecution(), random.getParallelExecution(), List.of(end), null);
  }
}
