package dev.weft.gradle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weaving of what several compilers have written, into one folder. */
class SourceSetWeavingTest {

  private static final String LEAF =
      "public class Leaf { @Async static int leaf() { Weft.yieldNow(); return 1; } }";
  private static final String CALLER =
      "public class Caller { @Async static int caller() { int x = Leaf.leaf(); return x + 1; } }";

  @TempDir private Path temp;
  private Path first;
  private Path second;
  private Path woven;

  @BeforeEach
  void compile() throws IOException {
    first = temp.resolve("first");
    second = temp.resolve("second");
    woven = temp.resolve("woven");
    Sources.write(temp.resolve("leaf"), "Leaf", LEAF);
    Sources.compile(temp.resolve("leaf"), first);
    Sources.write(temp.resolve("caller"), "Caller", CALLER);
    Sources.compile(temp.resolve("caller"), second, first);
  }

  private SourceSetWeaving.Outcome weave(List<Path> classPath) throws IOException {
    return SourceSetWeaving.weave(
        new CompiledClasses(List.of(first, second, temp.resolve("none")), Map.of()),
        classPath,
        ClassSelection.ALL,
        WeavingRules.DEFAULT,
        woven);
  }

  private void weave() throws IOException {
    assertThat(weave(Sources.RUNTIME).problems()).isEmpty();
  }

  @Test
  void foldersAreWovenTogether() throws IOException {
    Files.writeString(first.resolve("some.kotlin_module"), "x");
    weave();
    assertThat(Sources.names(woven))
        .containsExactly(
            "p/Caller$caller$Frame.class",
            "p/Caller.class",
            "p/Leaf$leaf$Frame.class",
            "p/Leaf.class",
            "some.kotlin_module");
    assertThat(Sources.names(first)).containsExactly("p/Leaf.class", "some.kotlin_module");
  }

  @Test
  void whatIsGoneIsRemoved() throws IOException {
    weave();
    Files.delete(second.resolve("p/Caller.class"));
    weave();
    assertThat(Sources.names(woven)).containsExactly("p/Leaf$leaf$Frame.class", "p/Leaf.class");
  }

  @Test
  void aRefusalWritesNothing() throws IOException {
    Sources.write(temp.resolve("leaf"), "Leaf", LEAF.replace("static", "synchronized"));
    Sources.compile(temp.resolve("leaf"), temp.resolve("third"));
    weave();
    byte[] before = Files.readAllBytes(woven.resolve("p/Leaf.class"));
    first = temp.resolve("third");
    assertThat(weave(Sources.RUNTIME).problems())
        .anySatisfy(each -> assertThat(each).startsWith("p.Leaf.leaf(Leaf.java:2) was not woven"));
    assertThat(woven.resolve("p/Leaf.class")).hasBinaryContent(before);
  }

  @Test
  void theRuntimeHasToBeThere() throws IOException {
    assertThat(weave(Sources.RUNTIME.subList(1, 2)).problems())
        .singleElement(STRING)
        .startsWith("there are @Async methods, but dev.weft:weft-runtime is not on the class path");
    assertThat(woven).doesNotExist();
  }
}
