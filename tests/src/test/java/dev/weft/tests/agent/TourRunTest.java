package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour, started as the README says. */
class TourRunTest {

  @TempDir Path folder;

  @Test
  void showsWhatIsSavedAndServesThousandsOnOneThread() throws Exception {
    Path dump = folder.resolve("dump");
    var result = new ChildJvm(folder).agent("dump=" + dump).run("-jar", Jars.SAMPLES.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("postHttpRequest  at Story.java:", "waits for Story.b")
        .contains("guest 7 pays 320, guest 8 pays 486")
        .containsPattern("[\\d,]+ answers right, 0 wrong, 0 failed")
        .contains("suspending method String a(int)");
    assertThat(dump.resolve("woven/dev/weft/samples/Story.class")).exists();
  }

  @Test
  void withoutAgentSaysHowToStartIt() throws Exception {
    var result = new ChildJvm(folder).run("-jar", Jars.SAMPLES.toString());
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out() + result.err()).contains("-javaagent:");
  }
}
