package dev.weft.tests.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The generator of random programs: it repeats itself, leaves nothing out, and shrinks. */
final class RandomProgramTest {

  private static final List<String> CONSTRUCTS =
      List.of(
          "emit(",
          "emitAll(",
          "Weft.<Object>start(",
          "Weft.yieldNow()",
          "synchronized (LOCK)",
          "} finally {",
          "try (Resource",
          "while (w.hasNext",
          "for (;;)",
          "do {",
          "continue",
          "break loop",
          "yield ",
          "case RED",
          "case \"a\"",
          "instanceof Integer",
          ">>>=",
          "super.",
          "Act.super.",
          "new Middle().new Inner().",
          "class Local",
          "new Mix() {",
          "w::later",
          "Kept::new",
          "World.<",
          "_139 = 139");

  private static String source(long seed, int release) {
    return RandomProgram.of("p", "Program", seed, release).source();
  }

  @Test
  void repeatsItself() {
    assertThat(source(7, 17)).isEqualTo(source(7, 17)).isNotEqualTo(source(8, 17));
  }

  @Test
  void usesEveryConstructSomewhere() {
    String all =
        LongStream.range(0, 300).mapToObj(seed -> source(seed, 17)).collect(Collectors.joining());
    assertThat(CONSTRUCTS.stream().filter(each -> !all.contains(each)))
        .containsExactly("while (w.hasNext"); // a text that no program holds
    assertThat(all).doesNotContain(" when maybe(");
    assertThat(source(1, 21) + source(2, 21) + source(3, 21)).contains(" when maybe(");
  }

  @Test
  void shrinksToWhatFails() {
    Tree tree = RandomProgram.of("p", "Program", 3, 17);
    String wanted = "IllegalStateException";
    assertThat(tree.all(Mark.STATEMENT)).hasSizeGreaterThan(50);
    new Shrinker(tree, each -> each.source().contains(wanted), Duration.ofMinutes(1)).shrink();
    assertThat(tree.source()).contains(wanted);
    assertThat(tree.all(Mark.STATEMENT)).hasSizeLessThan(3);
  }

  @Test
  void keepsAProgramThatOnlyFailsAsAWhole() {
    Tree tree = RandomProgram.of("p", "Program", 3, 17);
    String whole = tree.source();
    new Shrinker(tree, each -> each.source().equals(whole), Duration.ofMinutes(1)).shrink();
    assertThat(tree.source()).isEqualTo(whole);
  }
}
