package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Programs that jlink has put into an image of the JDK, whose class files lie in no jar. */
@TestInstance(Lifecycle.PER_CLASS)
class JlinkedImageTest {

  private static final String PROGRAM =
      """
      package NAME;

      import dev.weft.*;
      import dev.weft.annotations.Async;

      class Main {
        interface Doubling { @Async int apply(int x); }

        @Async static int slow(Doubling doubling) {
          Weft.delay(java.time.Duration.ofMillis(5));
          return doubling.apply(20) + 2;
        }

        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> slow(x -> { Weft.yieldNow(); return 2 * x; })));
          }
        }
      }
      """;

  private Path folder = Path.of("");
  private Path image = Path.of("");

  /** One image for both programs: jlink takes seconds. */
  @BeforeAll
  void link(@TempDir Path temporary) throws Exception {
    folder = temporary;
    image = folder.resolve("image");
    Path plain = module("plain");
    Path woven = folder.resolve("woven.jar");
    tool("jar", "--create", "--file", woven.toString(), "-C", module("woven").toString(), ".");
    ChildJvm.Result weaving = new ChildJvm(folder).weave(woven, woven);
    assertThat(weaving.exit()).as(weaving.err()).isZero();
    tool(
        "jlink",
        "--module-path",
        String.join(File.pathSeparator, Jars.application(), plain.toString(), woven.toString()),
        "--add-modules",
        "plain,woven,java.instrument",
        "--output",
        image.toString());
  }

  private Path module(String name) throws Exception {
    return Compiler.compileModule(
        folder.resolve(name),
        Map.of(
            "module-info.java",
            "module NAME { requires dev.weft.runtime; }".replace("NAME", name),
            "Main.java",
            PROGRAM.replace("NAME", name)));
  }

  private static void tool(String name, String... arguments) {
    var output = new StringWriter();
    var writer = new PrintWriter(output);
    int exit = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
    assertThat(exit).as(output.toString()).isZero();
  }

  private void runs(String module, String... options) throws Exception {
    var command = new ArrayList<String>();
    command.add(image.resolve("bin/java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-m", module + "/" + module + ".Main"));
    ChildJvm.Result result = new ChildJvm(folder).command(command);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
    assertThat(result.exit()).isZero();
  }

  @Test
  void aModuleJarThatWasWovenInPlaceNeedsNoAgent() throws Exception {
    runs("woven");
  }

  @Test
  void theAgentWeavesClassesOfTheImage() throws Exception {
    runs("plain", "-javaagent:" + Jars.AGENT + "=verify");
  }
}
