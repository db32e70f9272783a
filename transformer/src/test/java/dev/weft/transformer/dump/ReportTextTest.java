package dev.weft.transformer.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read of a woven class: its report, its listing, the folder of both. */
class ReportTextTest {

  private static WovenClass weave(String source, String name) {
    Map<String, byte[]> classes = Sources.compile(source);
    return new Weaver(Sources.hierarchy(classes)).weave(classes.get(name));
  }

  private static WovenClass small() {
    return weave(
        """
        package p;
        import dev.weft.Task;
        import dev.weft.annotations.Async;
        import static dev.weft.Weft.await;
        class Small {
          @Async String greet(Task<String> name, int times) {
            String text = "hello ";
            String got = await(name);
            return (text + got).repeat(times);
          }
          @Async int plain() { return 1; }
        }
        """,
        "p/Small");
  }

  @Test
  void aReportNamesEveryMethodItsFrameAndItsSuspensionPoints() {
    String report = ReportText.of(small());

    assertThat(report.lines())
        .startsWith("p.Small", "=======")
        .contains("suspending method String greet(Task, int)  (Small.java)")
        .contains("  state 1   line 8     suspends in Weft.await");
    assertThat(report)
        .containsPattern(" {2}frame {5}p\\.Small\\$greet\\$Frame, \\d+ bytes: .*int i0")
        .containsPattern(" {12}text +String +in field l\\d")
        .containsPattern(" {12}times +int +in field i0")
        .containsPattern("code {6}\\d+ bytes as written; woven: entry \\d+, direct body \\d+,");
    assertThat(report.substring(report.indexOf("int plain()"))).contains("never suspends");
  }

  @Test
  void theSizesOfTheBodiesAreRead() {
    assertThat(ReportText.of(small()))
        .doesNotContain(" 0 bytes as written")
        .doesNotContain("entry 0")
        .doesNotContain("direct body 0")
        .doesNotContain("resumed body 0");
  }

  @Test
  void aRefusedMethodShowsWhy() {
    String report =
        ReportText.of(
            weave(
                """
                package p;
                import dev.weft.Task;
                import dev.weft.annotations.Async;
                import static dev.weft.Weft.await;
                class Bad {
                  @Async synchronized String m(Task<String> t) { return await(t); }
                }
                """,
                "p/Bad"));

    assertThat(report)
        .contains("  refused   p.Bad.m(Bad.java:6) was not woven: it is synchronized")
        .doesNotContain("frame ");
  }

  @Test
  void aMethodThatHotSpotWillNotCompileIsWarnedOf() {
    String report =
        ReportText.of(
            weave(
                """
                package p;
                import dev.weft.Task;
                import dev.weft.annotations.Async;
                import static dev.weft.Weft.await;
                class Big { @Async int m(Task<Integer> t) { int s = 0; %s return s; } }
                """
                    .formatted("s += await(t);\n".repeat(300)),
                "p/Big"));

    assertThat(report).contains("warning   over 8000 bytes: HotSpot will not compile it; split it");
    assertThat(ReportText.of(small())).doesNotContain("warning");
  }

  @Test
  void aClassWithoutCodeOfItsOwnSaysSo() {
    String report =
        ReportText.of(
            weave("package p; interface Face { @dev.weft.annotations.Async void m(); }", "p/Face"));

    assertThat(report).contains("no @Async method with code");
  }

  @Test
  void aDumpHoldsClassesListingsAndTheReport(@TempDir Path folder) throws Exception {
    WovenClass woven = small();

    new Dump(folder).write(woven);

    assertThat(folder.resolve("original/p/Small.class")).hasBinaryContent(woven.original());
    assertThat(folder.resolve("woven/p/Small.class")).hasBinaryContent(woven.bytes());
    assertThat(folder.resolve("woven/p/Small$greet$Frame.class"))
        .hasBinaryContent(woven.added().get("p/Small$greet$Frame"));
    assertThat(folder.resolve("report/p.Small.txt")).hasContent(ReportText.of(woven));
    assertThat(Files.readString(folder.resolve("original/p/Small.txt")))
        .contains("greet(Ldev/weft/Task;I)Ljava/lang/String;")
        .doesNotContain("dev/weft/woven/WovenCarrier");
    assertThat(Files.readString(folder.resolve("woven/p/Small.txt")))
        .contains("greet(Ldev/weft/Task;IILdev/weft/woven/WovenCarrier;)Ljava/lang/String;");
  }
}
