package dev.weft.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checker.report.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chapter of the guide shows what is really said, and has all names and options. */
final class GuideTest {

  private static final Path GUIDE = Path.of("../docs/guide/checking-sources.md");
  private static final Path EXPECTED = Path.of("src/test/checks/Orders.expected");

  /** As javac prints it, without a column. */
  private static String printed(String said) {
    return said.replaceFirst("^(\\w+\\.java:\\d+):\\d+:", "$1:");
  }

  @Test
  void showsWhatIsSaid() throws IOException {
    List<String> said = Files.readAllLines(EXPECTED).stream().map(GuideTest::printed).toList();
    List<String> shown =
        Files.readAllLines(GUIDE).stream().filter(each -> each.startsWith("Orders.java:")).toList();
    assertThat(shown).hasSizeGreaterThan(10);
    assertThat(said).containsAll(shown);
  }

  @Test
  void hasAllNamesAndOptions() throws IOException {
    String guide = Files.readString(GUIDE);
    for (Check each : Check.values()) {
      assertThat(guide).contains("`weft:" + each.word() + "`");
    }
    for (String each : Options.NAMES) {
      assertThat(guide).contains("`weft." + each);
    }
  }
}
