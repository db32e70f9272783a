package dev.weft.transformer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.cli.SourcePositions.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where messages are said to be. */
class SourcePositionsTest {

  @TempDir private Path temp;

  private Path source(String name) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private String prefixed(String message) {
    List<Path> roots = List.of(temp.resolve("none"), temp.resolve("java"), temp.resolve("kotlin"));
    return new SourcePositions(roots, Style.MAVEN).prefixed(message);
  }

  @Test
  void inTheFolderOfThePackage() throws IOException {
    Path file = source("java/a/b/Some.java");
    source("java/other/Some.java");
    String message = "a.b.Some$Nested.method(Some.java:12) was not woven: it is (so:1)";
    assertThat(prefixed(message)).isEqualTo(file + ":[12,1] " + message);
    assertThat(prefixed("a.b.Some.m(Some.java) was not")).startsWith(file + ":[1,1] a.b.Some.m");
  }

  @Test
  void anywhereIfThereIsOneOfTheName() throws IOException {
    Path file = source("kotlin/x/Some.kt");
    assertThat(prefixed("a.SomeKt.m(Some.kt:3) was")).startsWith(file + ":[3,1] a.SomeKt.m(");
    source("kotlin/y/Some.kt");
    assertThat(prefixed("a.SomeKt.m(Some.kt:3) was")).isEqualTo("a.SomeKt.m(Some.kt:3) was");
  }

  @Test
  void asTheJdksCompilerWritesIt() throws IOException {
    Path file = source("java/a/Some.java");
    var positions = new SourcePositions(List.of(temp.resolve("java")), Style.JAVAC);
    assertThat(positions.prefixed("a.Some.m(Some.java:3) was"))
        .isEqualTo(file + ":3: error: a.Some.m(Some.java:3) was");
  }

  @Test
  void nowhereIfTheyNameNone() {
    assertThat(prefixed("p.Old was woven (x)")).isEqualTo("p.Old was woven (x)");
    assertThat(prefixed("a.B.c(Gone.java:1) was")).isEqualTo("a.B.c(Gone.java:1) was");
    assertThat(prefixed("m(unknown source) was")).isEqualTo("m(unknown source) was");
  }
}
