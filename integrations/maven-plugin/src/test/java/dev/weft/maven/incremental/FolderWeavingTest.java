package dev.weft.maven.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is woven, written and removed when a folder is woven again and again. */
class FolderWeavingTest {

  private static final String LEAF =
      "public class Leaf { @Async static int leaf() { Weft.yieldNow(); return 1; } }";
  private static final String PLAIN_LEAF = "public class Leaf { static int leaf() { return 1; } }";
  private static final String MIDDLE =
      "public class Middle { @Async static int middle() { int x = Leaf.leaf(); return x + 1; } }";
  private static final String OTHER =
      "public class Other { @Async static int other() { Weft.yieldNow(); return 2; } }";
  private static final String PLAIN = "public class Plain { static int plain() { return 3; } }";
  private static final String HELD =
      "public class Held { @Async synchronized int held() {\n Weft.yieldNow(); return 4; } }";

  @TempDir private Path temp;
  private WovenFolder folder;

  @BeforeEach
  void compileAndWeave() throws IOException {
    folder = new WovenFolder(temp);
    folder.compile("Leaf", LEAF, "Middle", MIDDLE, "Other", OTHER, "Plain", PLAIN);
  }

  private Outcome weaveAsIfAtOnce() throws IOException {
    Map<String, String> wanted = folder.contentIfWovenAtOnce();
    Outcome outcome = folder.weave();
    assertThat(outcome.problems()).isEmpty();
    assertThat(folder.content()).isEqualTo(wanted);
    assertThat(folder.weave().isUpToDate()).isTrue();
    assertThat(folder.content()).isEqualTo(wanted);
    return outcome;
  }

  @Test
  void weavesInPlaceOnce() throws IOException {
    Outcome outcome = weaveAsIfAtOnce();
    assertThat(outcome.considered()).isEqualTo(4);
    assertThat(outcome.woven()).isEqualTo(3);
    assertThat(folder.content())
        .containsKeys("p/Leaf$leaf$Frame.class", "p/Middle$middle$Frame.class");
  }

  @Test
  void classesThatWereCompiledAgainAreWovenAgain() throws IOException {
    folder.weave();
    folder.compile("Other", OTHER.replace("return 2", "return 22"));
    Outcome outcome = weaveAsIfAtOnce();
    assertThat(outcome.considered()).isEqualTo(1);
    assertThat(outcome.woven()).isEqualTo(1);
  }

  @Test
  void classesCompiledAgainToTheSameAreWovenAgain() throws IOException {
    folder.weave();
    Map<String, String> woven = folder.content();
    folder.compile("Leaf", LEAF, "Middle", MIDDLE, "Other", OTHER, "Plain", PLAIN);
    assertThat(folder.content()).isNotEqualTo(woven);
    weaveAsIfAtOnce();
    assertThat(folder.content()).isEqualTo(woven);
  }

  @Test
  void whatDependsOnAChangedClassIsWovenAnewThoughNotCompiled() throws IOException {
    folder.compile("Leaf", PLAIN_LEAF);
    folder.weave();
    folder.compile("Leaf", LEAF);
    Outcome outcome = weaveAsIfAtOnce();
    assertThat(outcome.considered()).isEqualTo(2);
    folder.compile("Leaf", PLAIN_LEAF);
    weaveAsIfAtOnce();
  }

  @Test
  void callersBecomePlainAgainWithWhatTheyCall() throws IOException {
    String lambda =
        "public class Maker { static dev.weft.Task<Integer> make() {"
            + " Body b = () -> Leaf.leaf(); return Task.completed(1); } }";
    String body = "public interface Body { @Async int run(); }";
    folder.compile("Body", body);
    folder.compile("Maker", lambda);
    folder.weave();
    byte[] woven = Files.readAllBytes(folder.file("p/Maker.class"));
    folder.compile("Body", body.replace("@Async ", ""));
    weaveAsIfAtOnce();
    assertThat(Files.readAllBytes(folder.file("p/Maker.class"))).isNotEqualTo(woven);
  }

  @Test
  void whatWasAddedToARemovedClassIsRemoved() throws IOException {
    folder.weave();
    Files.delete(folder.file("p/Other.class"));
    Outcome outcome = weaveAsIfAtOnce();
    assertThat(outcome.removed()).isEqualTo(1);
    assertThat(folder.content()).doesNotContainKey("p/Other$other$Frame.class");
    assertThat(temp.resolve("memory/originals/p/Other.class")).doesNotExist();
  }

  @Test
  void whatWasAddedToARemovedMethodIsRemoved() throws IOException {
    folder.weave();
    folder.compile("Other", PLAIN.replace("Plain", "Other"));
    assertThat(weaveAsIfAtOnce().removed()).isEqualTo(1);
    assertThat(folder.content()).doesNotContainKey("p/Other$other$Frame.class");
  }

  @Test
  void whatIsMissingIsMade() throws IOException {
    folder.weave();
    Files.delete(folder.file("p/Other$other$Frame.class"));
    assertThat(weaveAsIfAtOnce().written()).isEqualTo(1);
  }

  @Test
  void aRefusalWritesNothingAndIsToldAgain() throws IOException {
    folder.weave();
    folder.compile("Held", HELD, "Other", OTHER.replace("return 2", "return 22"));
    Map<String, String> before = folder.content();
    for (int i = 0; i < 2; i++) {
      Outcome outcome = folder.weave();
      assertThat(outcome.problems()).hasSize(1);
      assertThat(outcome.problems().get(0)).startsWith("p.Held.held(Held.java:3) was not woven: ");
      assertThat(folder.content()).isEqualTo(before);
    }
    folder.set(ClassSelection.ALL, WeavingRules.of(Monitors.RELEASE));
    weaveAsIfAtOnce();
  }

  @Test
  void otherSettingsAndAnotherClassPathWeaveAllAnew() throws IOException {
    folder.weave();
    folder.set(new ClassSelection(List.of(), List.of("p.O*", "p.Mid?le")), WeavingRules.DEFAULT);
    assertThat(weaveAsIfAtOnce().considered()).isEqualTo(4);
    assertThat(folder.content()).doesNotContainKey("p/Other$other$Frame.class");
    folder.set(new ClassSelection(List.of("p.Leaf"), List.of()), WeavingRules.DEFAULT);
    assertThat(weaveAsIfAtOnce().woven()).isEqualTo(1);
    folder.set(
        new ClassSelection(List.of("p.Leaf"), List.of()),
        new WeavingRules(Monitors.REFUSE, Compatibility.EA_ASYNC));
    assertThat(weaveAsIfAtOnce().considered()).isEqualTo(4);
    Path more = Files.createDirectories(temp.resolve("more"));
    folder.setClassPath(
        folder.settings().classPath().get(0), folder.settings().classPath().get(1), more);
    assertThat(folder.weave().considered()).isEqualTo(4);
    Files.copy(folder.file("p/Plain.class"), more.resolve("Some.class"));
    assertThat(folder.weave().considered()).isEqualTo(4);
    assertThat(folder.weave().isUpToDate()).isTrue();
  }

  @Test
  void wovenClassesKeepTheTimeOfTheCompiled() throws IOException {
    var time = FileTime.fromMillis(1_600_000_000_000L);
    Files.setLastModifiedTime(folder.file("p/Other.class"), time);
    folder.weave();
    assertThat(Files.getLastModifiedTime(folder.file("p/Other.class"))).isEqualTo(time);
  }

  @Test
  void anUpdateThatIsCutOffIsMadeUpForTheNextTime() throws IOException {
    folder.weave();
    folder.compile("Leaf", LEAF.replace("return 1", "String s = \"\" + 1; return s.length()"));
    folder.compile("Middle", MIDDLE.replace("x + 1", "x + 2"), "Other", OTHER.replace("2", "5"));
    Path obstacle = folder.file("p/Middle$middle$Frame.class");
    Files.delete(obstacle);
    Files.createDirectories(obstacle.resolve("inside"));
    assertThatThrownBy(folder::weave).isInstanceOf(IOException.class);
    Files.delete(obstacle.resolve("inside"));
    Files.delete(obstacle);
    weaveAsIfAtOnce();
  }

  @Test
  void restoresWhatTheCompilerWrote() throws IOException {
    Map<String, String> compiled = folder.content();
    folder.weave();
    assertThat(FolderWeaving.restore(folder.settings())).isEqualTo(3);
    assertThat(folder.content()).isEqualTo(compiled);
    assertThat(FolderWeaving.restore(folder.settings())).isZero();
    weaveAsIfAtOnce();
  }

  @Test
  void classesWovenBySomethingElseStayAsTheyAre() throws IOException {
    folder.weave();
    Map<String, String> woven = folder.content();
    Files.delete(folder.settings().state());
    Outcome outcome = folder.weave();
    assertThat(outcome.problems()).isEmpty();
    assertThat(folder.content()).isEqualTo(woven);
  }

  @Test
  void aRuntimeIsNeededWhereSomethingIsWoven() throws IOException {
    folder.setClassPath(folder.settings().classPath().get(1));
    Outcome outcome = folder.weave();
    assertThat(outcome.problems()).hasSize(1);
    assertThat(outcome.problems().get(0))
        .startsWith("there are @Async methods, but dev.weft:weft-runtime is not on the class path");
  }

  /** A class path with a runtime of a convention, and the weaver's own unless it is left out. */
  private void setRuntimes(int convention, boolean own) throws IOException {
    Path mark = temp.resolve("other").resolve(Marks.FILE);
    Files.createDirectories(mark.getParent());
    Files.write(mark, Marks.runtimeOf(convention));
    Path runtime = WovenFolder.placeOf(Weft.class);
    Path annotations = WovenFolder.placeOf(Async.class);
    folder.setClassPath(temp.resolve("other"), own ? runtime : annotations, annotations);
  }

  @Test
  void aRuntimeOfAnotherConventionIsRefused() throws IOException {
    setRuntimes(1, false);
    assertThat(folder.weave().problems())
        .singleElement(STRING)
        .startsWith("the weft-runtime among the dependencies is of another version")
        .contains("number 1");
  }

  @Test
  void twoRuntimesAreNamed() throws IOException {
    String places =
        temp.resolve("other") + ", " + WovenFolder.placeOf(Weft.class) + "; leave only the one";
    setRuntimes(1, true);
    assertThat(folder.weave().problems())
        .singleElement(STRING)
        .startsWith("there are 2 weft-runtimes on the class path")
        .contains(places);
    setRuntimes(RuntimeNames.CONVENTION, true);
    Outcome outcome = folder.weave();
    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.warnings()).singleElement(STRING).contains(places);
  }

  @Test
  void aClassWovenByAnOlderBuildIsRefused() throws IOException {
    Files.write(folder.file("p/Old.class"), Marks.wovenFor(1));
    Outcome outcome = folder.weave();
    assertThat(outcome.problems()).hasSize(1);
    assertThat(outcome.problems().get(0)).contains("p.Old was woven by another version of Weft");
    assertThat(folder.content()).doesNotContainKey("p/Other$other$Frame.class");
  }
}
