package dev.weft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.benchmarks.report.Peers;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs under JMH: once, in this JVM. */
class SmokeTest {

  @Test
  void runsEveryBenchmark() throws Exception {
    var options =
        new OptionsBuilder()
            .exclude(Peers.notOn(Runtime.version().feature()))
            .exclude(Peers.PREVIEWS)
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .param("size", "1000")
            .param("depth", "1000")
            .param("dispatch", "virtual")
            .param("result", "int")
            .param("callers", "10")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertThat(results).hasSizeGreaterThan(100);
  }
}
