package dev.weft.spring.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide's chapter on Spring Boot shows is the code of this sample. */
class GuideTest {

  private static final Path MODULE = Path.of(System.getProperty("weft.module"));

  /** With a capital, which tells them from those that DocumentationTest runs. */
  private static final Pattern BLOCK = Pattern.compile("```Java\n(.*?)```", Pattern.DOTALL);

  @Test
  void programsAreThoseOfThePage() throws IOException {
    String page = Files.readString(MODULE.resolve("../../docs/guide/spring-boot.md"));
    List<String> blocks = BLOCK.matcher(page).results().map(each -> each.group(1)).toList();
    assertThat(blocks).hasSize(6);
    for (String each : blocks) {
      assertThat(programs()).as(each).anyMatch(program -> program.contains(unindented(each)));
    }
  }

  private static List<String> programs() throws IOException {
    Path folder = MODULE.resolve("../spring-boot-tests/src/test/java/dev/weft/spring/sample");
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(GuideTest::read).map(GuideTest::unindented).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The page is indented, and broken into lines, as it pleases. */
  private static String unindented(String code) {
    return code.replaceAll("\\s+", "");
  }
}
