package dev.weft.transformer.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.analysis.CandidateFilter.Verdict;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.Compatibility;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which classes are looked at more closely. */
class CandidateFilterTest {

  private static final Map<String, byte[]> CLASSES =
      Sources.compile(
          """
          package p;
          import dev.weft.AsyncCallable;
          import dev.weft.Task;
          import dev.weft.Weft;
          import dev.weft.annotations.Async;
          import java.util.concurrent.Callable;
          class Ordinary {
            String text = "dev.weft.annotations.Async";
            Callable<String> lambda() { return () -> text; }
          }
          class Marked { @Async void m() {} }
          class Inherits extends Marked { @Override void m() {} }
          interface Face { @Async void m(); }
          class Implements implements Face { public void m() {} }
          class Calls { String m(Task<String> task) { return Weft.await(task); } }
          class Lambda { AsyncCallable<String> make() { return () -> "x"; } }
          class OwnLambda { Face make(Runnable work) { return work::run; } }
          class TaskOnly { Task<String> task; }
          interface Gr\u00f6\u00dfe { @Async void m(); }
          class ForeignLambda { Gr\u00f6\u00dfe make(Runnable work) { return work::run; } }
          class ForeignName implements Gr\u00f6\u00dfe { public void m() {} }
          """);

  private static Verdict verdict(Map<String, byte[]> classes, String name) {
    return CandidateFilter.of(
        new ClassHeader(classes.get("p/" + name)), Sources.hierarchy(classes), Compatibility.NONE);
  }

  @Test
  void aClassThatHasNothingToDoWithCoroutinesIsUntouched() {
    assertThat(verdict(CLASSES, "Ordinary")).isEqualTo(Verdict.UNTOUCHED);
    assertThat(verdict(CLASSES, "TaskOnly")).isEqualTo(Verdict.UNTOUCHED);
  }

  @Test
  void aClassThatMarksOrInheritsOrCallsIsACandidate() {
    assertThat(verdict(CLASSES, "Marked")).isEqualTo(Verdict.CANDIDATE);
    assertThat(verdict(CLASSES, "Inherits")).isEqualTo(Verdict.CANDIDATE);
    assertThat(verdict(CLASSES, "Implements")).isEqualTo(Verdict.CANDIDATE);
    assertThat(verdict(CLASSES, "Calls")).isEqualTo(Verdict.CANDIDATE);
  }

  @Test
  void aClassThatMakesLambdasOfAnAsyncInterfaceIsACandidate() {
    assertThat(verdict(CLASSES, "Lambda")).isEqualTo(Verdict.CANDIDATE);
    assertThat(verdict(CLASSES, "OwnLambda")).isEqualTo(Verdict.CANDIDATE);
  }

  @Test
  void namesNeedNotBeAscii() {
    assertThat(verdict(CLASSES, "ForeignLambda")).isEqualTo(Verdict.CANDIDATE);
    assertThat(verdict(CLASSES, "ForeignName")).isEqualTo(Verdict.CANDIDATE);
  }

  @Test
  void aWovenClassIsToldFromACandidate() {
    Map<String, byte[]> woven = Sources.weave(CLASSES);

    assertThat(verdict(woven, "Marked")).isEqualTo(Verdict.WOVEN);
    assertThat(verdict(woven, "Lambda")).isEqualTo(Verdict.WOVEN);
    assertThat(verdict(woven, "Marked$m$Frame")).isEqualTo(Verdict.UNTOUCHED);
  }
}
