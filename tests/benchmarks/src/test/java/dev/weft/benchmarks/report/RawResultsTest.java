package dev.weft.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.benchmarks.common.CpuTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of several rounds, and the figures that come of them. */
class RawResultsTest {

  @TempDir Path folder;
  private RawResults raw;

  @BeforeEach
  void anotherFile() throws IOException {
    raw = new RawResults(folder);
    Files.writeString(folder.resolve("memory-17.json"), "[]");
  }

  @Test
  void areFoundByJdkInTheOrderOfRounds() throws IOException {
    for (int round : new int[] {10, 2, 1}) {
      write(25, round, "1.0");
    }
    write(17, 1, "1.0");
    assertThat(raw.byJdk())
        .containsExactly(
            Map.entry(17, List.of(raw.file(17, 1))),
            Map.entry(25, List.of(raw.file(25, 1), raw.file(25, 2), raw.file(25, 10))));
  }

  @Test
  void areDeletedForOneJdkAlone() throws IOException {
    write(17, 1, "1.0");
    write(25, 1, "1.0");
    write(25, 2, "1.0");
    raw.delete(25);
    assertThat(raw.byJdk()).containsExactly(Map.entry(17, List.of(raw.file(17, 1))));
    assertThat(folder.resolve("memory-17.json")).exists();
  }

  @Test
  void giveOneScoreForAllRoundsThatADisturbedOneDoesNotMove() throws IOException {
    write(17, 1, "1.2, 1.0, 9.0, 1.1, 9.0");
    write(17, 2, "9.0, 9.0, 9.0, 9.0, 9.0");
    write(17, 3, "1.1, 1.3, 1.2, 9.0, 1.2");
    Results results = Results.read(raw.byJdk().get(17));
    assertThat(results.jdk()).isEqualTo(17);
    assertThat(results.settings()).startsWith("rounds: 3, JVMs in each: 1, ");
    Score score = results.find("Switch", Map.of("callers", "1"), "weft").orElseThrow();
    assertThat(score.wall()).isEqualTo(new Figure(1.2, (9.0 - 1.1) / 2));
    assertThat(score.cpu()).isEqualTo(score.wall()); // not measured apart
    assertThat(score.bytes()).isNaN();
  }

  @Test
  void giveProcessorTimeAndBytesWhereTheseWereMeasured() throws IOException {
    String metrics =
        """
        "%s": {"rawData": [[2.0, 3.0]]},
        "gc.alloc.rate.norm": {"rawData": [[24.0, 24.5]]}
        """;
    write(17, 1, "5.0, 6.0", metrics.formatted(CpuTime.METRIC));

    Score score =
        Results.read(raw.byJdk().get(17))
            .find("Switch", Map.of("callers", "1"), "weft")
            .orElseThrow();

    assertThat(score.wall().median()).isEqualTo(5.0);
    assertThat(score.cpu().median()).isEqualTo(2.0);
    assertThat(score.bytes()).isEqualTo(24.0);
  }

  @Test
  void withoutAnyResultAreAnError() throws IOException {
    Files.writeString(raw.file(17, 1), "[]");
    assertThatThrownBy(() -> Results.read(raw.byJdk().get(17)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("jmh-17-1.json")
        .hasMessageContaining("no results");
  }

  private void write(int jdk, int round, String samples) throws IOException {
    write(jdk, round, samples, "");
  }

  private void write(int jdk, int round, String samples, String metrics) throws IOException {
    Files.writeString(
        raw.file(jdk, round),
        """
        [{"benchmark": "a.b.Switch.weft", "params": {"callers": "1"},
          "jdkVersion": "%d.0.1", "vmName": "VM", "vmVersion": "1", "forks": 1,
          "warmupIterations": 6, "warmupTime": "200 ms",
          "measurementIterations": 3, "measurementTime": "100 ms",
          "primaryMetric": {"scoreUnit": "ns/op", "rawData": [[%s]]},
          "secondaryMetrics": {%s}}]
        """
            .formatted(jdk, samples, metrics));
  }
}
