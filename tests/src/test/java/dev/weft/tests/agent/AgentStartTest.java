package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged agent does before the first coroutine runs, and what it leaves undone. */
class AgentStartTest {

  private static final String FIRST =
      """
      import dev.weft.Weft;
      import dev.weft.annotations.Async;

      public class First {
        @Async static int twice(int n) { Weft.yieldNow(); return 2 * n; }

        public static void main(String[] args) {
          System.out.println(twice(21));
        }
      }
      """;

  private static final String WEAVER = "dev.weft.agent.shaded.transformer.Weaver ";

  @TempDir private Path folder;

  private Path classes;

  @BeforeEach
  void compile() throws Exception {
    classes = Compiler.compile(folder.resolve("app"), FIRST);
  }

  /** Lines that tell of loaded classes, by a run that worked. */
  private List<String> loaded(ChildJvm jvm) throws Exception {
    ChildJvm.Result result = jvm.option("-Xlog:class+load").classPath(classes).run("First");
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).contains("42");
    return result.out().lines().toList();
  }

  /** Each of them takes as long as a dozen classes. */
  @Test
  void theAgentHasNoLambdasForTheJvmToLink() throws Exception {
    List<String> loaded = loaded(new ChildJvm(folder).agent(""));

    assertThat(loaded).anyMatch(line -> line.contains(WEAVER));
    assertThat(loaded)
        .filteredOn(line -> line.matches(".* dev\\.weft\\.agent\\..*Lambda.*/0x.*"))
        .isEmpty();
    assertThat(loaded).noneMatch(line -> line.contains(" java.lang.runtime.ObjectMethods"));
  }

  /** The boot loader names the jar by its path, the system's loader by its address. */
  private static String placeOfWeaver(List<String> loaded) {
    String line = loaded.stream().filter(each -> each.contains(WEAVER)).findFirst().orElseThrow();
    return line.substring(line.indexOf("source: "));
  }

  @Test
  void theBootLoaderLoadsIt() throws Exception {
    assertThat(placeOfWeaver(loaded(new ChildJvm(folder).agent(""))))
        .startsWith("source: /")
        .endsWith("weft-agent.jar");
  }

  @Test
  void byAnotherNameItStartsLater() throws Exception {
    Path other = Files.copy(Jars.AGENT, folder.resolve("other.jar"));
    var jvm = new ChildJvm(folder).option("-javaagent:" + other);

    assertThat(placeOfWeaver(loaded(jvm))).startsWith("source: file:").endsWith("other.jar");
  }

  /** As in a local repository, where an older one without a version may lie beside it. */
  @Test
  void theOneOfItsVersionComesFirst() throws Exception {
    String version = System.getProperty("weft.version");
    Path versioned = Files.copy(Jars.AGENT, folder.resolve("weft-agent-" + version + ".jar"));
    Files.createFile(folder.resolve("weft-agent.jar"));
    var jvm = new ChildJvm(folder).option("-javaagent:" + versioned);

    assertThat(placeOfWeaver(loaded(jvm))).startsWith("source: /").endsWith(version + ".jar");
  }
}
