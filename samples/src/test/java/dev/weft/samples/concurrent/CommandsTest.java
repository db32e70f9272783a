package dev.weft.samples.concurrent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The samples as they are called, and what they say. */
@Timeout(600)
class CommandsTest {

  private static List<String> said(ConcurrentSample sample, String... arguments) {
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    int status;
    try (var out = new PrintStream(bytes, true, UTF_8)) {
      System.setOut(out);
      status = new CommandLine(sample).execute(arguments);
    } finally {
      System.setOut(before);
    }
    assertThat(status).isZero();
    return bytes.toString(UTF_8).lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads=1", "--threads=2"})
  void pipeline(String threads) {
    assertThat(said(new Pipeline(), threads, "--lines=30", "--workers=2", "--room=3"))
        .contains("      50 the", "      10 weft", "there is room for 10")
        .anyMatch(line -> line.matches("30 lines, of which at most ([1-9]|10) were under way"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads=1", "--threads=2"})
  void philosophers(String threads) {
    for (String manner : List.of("ORDERED", "WAITER")) {
      assertThat(said(new Philosophers(), threads, "--guests=3", "--meals=4", "--manner=" + manner))
          .containsExactly("all are full", "meals: [4, 4, 4]; all forks are back");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads=1", "--threads=2"})
  void livePrices(String threads) {
    assertThat(said(new LivePrices(), threads, "--prices=20", "--every=1", "--drawing=1", "--live"))
        .contains("the journal has seen 20 prices, the last was number 20")
        .anyMatch(line -> line.matches("the chart has seen \\d+ prices, the last was number 20"))
        .anyMatch(line -> line.matches("the sign has seen \\d+ prices, the last was number 20"))
        .anyMatch(line -> line.matches("the chart: \\d+\\.\\d\\d"));
  }
}
