package dev.weft.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of sources that break the rules, and do not: the files in {@code src/test/checks}
 * have beside them all that is said of them. With {@code -Dweft.checks.write=true} that is written
 * anew, to be read in the diff.
 */
final class ChecksTest {

  private static final Path FOLDER = Path.of("src/test/checks");

  private static final String ANNOTATION =
      """
      package org.jetbrains.annotations;

      import java.lang.annotation.*;

      @Retention(RetentionPolicy.CLASS)
      @Target({ElementType.METHOD, ElementType.TYPE})
      public @interface %s {}
      """;

  static Stream<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.endsWith(".java"))
          .map(each -> each.replace(".java", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void saysWhatIsExpected(String name) throws IOException {
    Compilation.Result result =
        Compilation.checked()
            .source(name + ".java", Files.readString(FOLDER.resolve(name + ".java")))
            .source("org/jetbrains/annotations/Blocking.java", ANNOTATION.formatted("Blocking"))
            .source(
                "org/jetbrains/annotations/NonBlocking.java", ANNOTATION.formatted("NonBlocking"))
            .compile();
    String said = String.join("\n", result.texts()) + "\n";
    Path expected = FOLDER.resolve(name + ".expected");
    if (Boolean.getBoolean("weft.checks.write")) {
      Files.writeString(expected, said);
    }
    assertThat(said).isEqualTo(Files.readString(expected));
  }
}
