package dev.weft.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.tests.docs.MessageTexts.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The chapter on troubleshooting has every message of runtime, weaver and agent, and no other.
 * {@link MessageRule} says what counts as one, {@link QuotedMessages} when the chapter has it.
 */
class TroubleshootingTest {

  private static final String CHAPTER = "troubleshooting.md";

  private static final List<Text> TEXTS = new ArrayList<>();

  private static QuotedMessages chapter;

  /** Those of the build plugins stand where these are explained. */
  private static QuotedMessages all;

  @BeforeAll
  static void readThem() throws IOException {
    TEXTS.clear();
    Path runtime = jar("runtime");
    TEXTS.addAll(MessageTexts.of(runtime, "dev/weft/"));
    TEXTS.addAll(MessageTexts.of(jar("transformer"), "dev/weft/transformer/"));
    TEXTS.addAll(MessageTexts.of(jar("agent"), "dev/weft/agent/"));
    Path guide = runtime.resolve("../../../docs/guide").normalize();
    chapter = QuotedMessages.of(Files.readString(guide.resolve(CHAPTER)));
    all = chapter.and(QuotedMessages.of(Files.readString(guide.resolve("building-with-maven.md"))));
  }

  private static Path jar(String module) {
    String property = System.getProperty("weft." + module + ".jar");
    return Path.of(Objects.requireNonNull(property)).toAbsolutePath().normalize();
  }

  private static List<Text> messages() {
    return TEXTS.stream().filter(MessageRule::isMessage).toList();
  }

  @Test
  void theChapterHasEveryMessage() {
    assertThat(messages()).hasSizeGreaterThan(200);
    assertThat(all.missing(messages()))
        .as("messages of which %s lacks words that tell them from others", CHAPTER)
        .extracting(each -> each.where() + ": " + each.text())
        .isEmpty();
  }

  @Test
  void theCodeHasEveryMessageOfTheChapter() {
    assertThat(chapter.unknown(TEXTS))
        .as("quoted by %s, and in the code no more; put … between pieces", CHAPTER)
        .extracting(each -> CHAPTER + ":" + each.line() + ": " + each.text())
        .isEmpty();
  }

  @Test
  void nothingIsLeftOutInVain() {
    Stream.concat(MessageRule.REPORTS.stream(), MessageRule.FINDINGS.stream())
        .forEach(name -> assertThat(TEXTS).as(name).anyMatch(each -> each.isIn(name)));
    assertThat(TEXTS).extracting(Text::method).containsAll(MessageRule.NAMES);
    assertThat(TEXTS).extracting(Text::text).containsAll(MessageRule.MORE_NAMES);
    assertThat(TEXTS).extracting(Text::exception).contains(MessageRule.ASSERTION);
  }

  @Test
  void whatJavacJoinsByBuildersIsOneText() {
    assertThat(TEXTS)
        .extracting(Text::text)
        .contains("… would block …, which must never block", "….…(……) was not woven: it …");
  }

  @Test
  void aNewMessageIsMissed() throws IOException {
    List<Text> ofSample = textsOf(Sample.class);
    assertThat(ofSample)
        .extracting(Text::text)
        .containsExactly("… was not woven: it juggles with … torches; put them out", "out of oil");
    assertThat(ofSample.get(0).where())
        .startsWith(Sample.class.getName() + ".juggle(TroubleshootingTest.java:");
    List<Text> more = Stream.concat(messages().stream(), ofSample.stream()).toList();
    assertThat(ofSample).allMatch(MessageRule::isMessage);
    assertThat(all.missing(more)).containsExactlyElementsOf(ofSample);
  }

  @Test
  void aQuoteThatNoMessageHasIsFound() {
    String page =
        """
        | message | why |
        | --- | --- |
        | `… was not woven: it juggles with … torches`, `out of … oil` | `not this` |
        | `… was not woven: it sings` | |

        | option | `nor this` |
        """;
    List<Text> texts = new ArrayList<>();
    texts.add(new Text("A", "a", 1, "… was not woven: it juggles with … torches; out", null));
    texts.add(new Text("A", "a", 2, "out of oil", null));
    assertThat(QuotedMessages.of(page).unknown(texts))
        .extracting(QuotedMessages.Quote::line, QuotedMessages.Quote::text)
        .containsExactly(tuple(4, "… was not woven: it sings"));
  }

  private static List<Text> textsOf(Class<?> type) throws IOException {
    String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(name)) {
      return MessageTexts.of(Objects.requireNonNull(in).readAllBytes());
    }
  }

  /** Has messages that no chapter has, and a constant that is none. */
  static final class Sample {
    static void juggle(String method, int torches) {
      String refusal =
          method + " was not woven: it juggles with " + torches + " torches; put them out";
      if (torches > 0) {
        throw new IllegalArgumentException(refusal);
      }
      throw new IllegalStateException("out of oil");
    }
  }
}
