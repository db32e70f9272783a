package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can stand behind {@code -javaagent:weft-agent.jar=}. */
class AgentOptionsTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", ",", " , ,"})
  void nothingMeansTheDefaults(String text) {
    AgentOptions options = AgentOptions.parse(text);

    assertThat(options.dump()).isNull();
    assertThat(options.verify()).isFalse();
    assertThat(options.classes()).hasToString("includes [], excludes []");
    assertThat(options.includesAll()).isTrue();
    assertThat(options.includes("com.acme.A")).isTrue();
  }

  @Test
  void allOptionsCanBeGivenTogether() {
    AgentOptions options =
        AgentOptions.parse("dump=target/woven , verify, include=com.acme.*,exclude=*Generated");

    assertThat(options.dump()).isEqualTo(Path.of("target/woven"));
    assertThat(options.verify()).isTrue();
    assertThat(options.includes("com.acme.A")).isTrue();
    assertThat(options.includes("com.acme.AGenerated")).isFalse();
    assertThat(options.includes("org.acme.A")).isFalse();
  }

  @Test
  void aSignalHasCoroutinesDumped() {
    assertThat(AgentOptions.parse("").dumpOnSignal()).isNull();
    assertThat(AgentOptions.parse("dumpOnSignal=USR1").dumpOnSignal()).isEqualTo("USR1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse("dumpOnSignal"))
        .withMessageStartingWith("option 'dumpOnSignal' needs a value");
  }

  @Test
  void aValueMayHoldEqualsSigns() {
    assertThat(AgentOptions.parse("dump=a=b").dump()).isEqualTo(Path.of("a=b"));
  }

  @Test
  void patternsMayBeRepeated() {
    AgentOptions options =
        AgentOptions.parse("include=a.*,include=b.*,exclude=a.x.*,exclude=b.y.*");

    assertThat(options.includes("a.A")).isTrue();
    assertThat(options.includes("b.B")).isTrue();
    assertThat(options.includes("c.C")).isFalse();
    assertThat(options.includes("a.x.A")).isFalse();
    assertThat(options.includes("b.y.B")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.*, com.acme.A, true",
    "com.acme.*, com.acme.deep.A$B, true",
    "com.acme.*, com.acmeX.A, false",
    "com.acme.*, xcom.acme.A, false",
    "com.?.A, com.x.A, true",
    "com.?.A, com.xy.A, false",
    "com.acme.A, com.acme.A, true",
    "com.acme.A, com.acme.AB, false",
    "com.acme.A, comXacmeXA, false",
    "*, anything.At$all, true",
    "a.(b)[c]+, a.(b)[c]+, true",
    "a.(b)[c]+, a.bc, false",
    "a.B$C, a.B$C, true",
  })
  void aPatternMatchesTheWholeNameLiterally(String glob, String name, boolean matches) {
    assertThat(AgentOptions.parse("include=" + glob).includes(name)).isEqualTo(matches);
    assertThat(AgentOptions.parse("exclude=" + glob).includes(name)).isEqualTo(!matches);
  }

  @Test
  void aFlagCanBeSetEitherWay() {
    assertThat(AgentOptions.parse("verify=true").verify()).isTrue();
    assertThat(AgentOptions.parse("verify=false").verify()).isFalse();
    assertThat(AgentOptions.parse("verify,verify=false").verify()).isFalse();
  }

  @Test
  void aWrongOptionIsNamedAndTheRightOnesListed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse("verify,dmup=x"))
        .withMessageStartingWith("unknown option 'dmup'; the options are ")
        .withMessageContaining("dump=DIR")
        .withMessageContaining("verify")
        .withMessageContaining("include=GLOB")
        .withMessageContaining("exclude=GLOB");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse("=x,Verify"))
        .withMessageStartingWith("unknown option 'Verify'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dump", "dump=", "include", "include= ", "exclude", "exclude="})
  void anOptionWithoutItsValueIsNamed(String text) {
    String option = text.replaceAll("=.*", "");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse(text))
        .withMessageStartingWith("option '" + option + "' needs a value; the options are ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify=yes", "verify=", "verify=TRUE"})
  void aFlagThatIsNeitherTrueNorFalseIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse(text))
        .withMessageStartingWith(
            "option 'verify' is true or false, not '" + text.substring(7) + "'; the options are ");
  }

  @Test
  void observationAsOneLikes() {
    assertThat(AgentOptions.parse("").observe()).isNull();
    assertThat(AgentOptions.parse("observe").observe()).isEqualTo("true");
    assertThat(AgentOptions.parse("observe=origins").observe()).isEqualTo("origins");
    assertThat(AgentOptions.parse("observe=false").observe()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse("observe=maybe"))
        .withMessageContaining("'observe' is true or false");
  }

  @Test
  void sourcesAreAPath() {
    String path = "a" + File.pathSeparator + "b.jar";

    assertThat(AgentOptions.parse("sources=" + path).sources())
        .containsExactly(Path.of("a"), Path.of("b.jar"));
    assertThat(AgentOptions.parse("").sources()).isEmpty();
  }
}
