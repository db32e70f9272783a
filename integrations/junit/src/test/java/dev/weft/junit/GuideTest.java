package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.guide.LeftGuide;
import dev.weft.junit.guide.ShopGuide;
import dev.weft.junit.guide.TimeGuide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The programs of the guide's chapter on testing: they need this module, so they stand here, where
 * they are compiled and run, and are compared with the page.
 */
class GuideTest {

  private static final Path MODULE = Path.of(System.getProperty("weft.module"));

  /** With a capital, which tells them from those that DocumentationTest runs. */
  private static final Pattern BLOCK = Pattern.compile("```Java\n(.*?)```", Pattern.DOTALL);

  @Test
  void programsAreThoseOfThePage() throws IOException {
    String page = Files.readString(MODULE.resolve("../../docs/guide/testing.md"));
    List<String> blocks = BLOCK.matcher(page).results().map(each -> each.group(1)).toList();
    assertThat(blocks).hasSize(4);
    for (String each : blocks) {
      assertThat(programs()).as(each).anyMatch(program -> program.contains(unindented(each)));
    }
  }

  private static List<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(MODULE.resolve("src/test/java/dev/weft/junit/guide"))) {
      return files.map(GuideTest::read).map(GuideTest::unindented).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** The page is indented, and broken into lines, as it pleases. */
  private static String unindented(String code) {
    return code.replaceAll("\\s+", "");
  }

  @Test
  void programsRunAsThePageSays() {
    Samples.run(ShopGuide.ShopTest.class)
        .testEvents()
        .assertStatistics(found -> found.started(4).succeeded(4));
    Samples.run(TimeGuide.RetryTest.class)
        .testEvents()
        .assertStatistics(found -> found.started(1).succeeded(1));
    assertThat(Samples.failure(LeftGuide.ServerTest.class, "starts"))
        .hasMessageContaining("ServerTest.starts() is over")
        .hasMessageContaining("\"statistics\"")
        .hasMessageContaining("sendEvery");
  }
}
