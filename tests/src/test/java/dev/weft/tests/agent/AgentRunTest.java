package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as users start it: {@code -javaagent} with options, on a program of their own. */
class AgentRunTest {

  private static final String HELLO =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.concurrent.*;

      public class Hello {
        @Async
        static String slow(String word) {
          var later = new CompletableFuture<String>();
          EventLoop.current().schedule(() -> later.complete(word)); // a step to come
          return Weft.await(later);
        }

        @Async
        static Task<String> greet(String name) {
          String hello = slow("hello");
          return Task.completed(hello + " " + name);
        }

        public static void main(String[] args) throws Exception {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> Weft.await(greet("weft"))));
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void runsWovenProgram() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    var result = new ChildJvm(folder).agent("verify").classPath(classes).run("Hello");
    assertThat(result.out()).isEqualToIgnoringNewLines("hello weft");
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void withoutAgentSaysWhatIsMissing() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    var result = new ChildJvm(folder).classPath(classes).run("Hello");
    assertThat(result.exit()).isNotZero();
    assertThat(result.err())
        .contains("NotWovenException", "Hello.slow(Hello.java:", "-javaagent:weft-agent.jar");
  }

  @Test
  void wrongOptionIsNamedWithTheRightOnes() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    var result = new ChildJvm(folder).agent("dmup=x").classPath(classes).run("Hello");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains("unknown option 'dmup'", "dump=DIR", "verify", "include=GLOB");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void aDumpThatCannotBeWrittenIsAWrongOption() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    Path file = Files.writeString(folder.resolve("file"), "text");
    for (Path wrong : new Path[] {file, file.resolve("dump")}) {
      var result = new ChildJvm(folder).agent("dump=" + wrong).classPath(classes).run("Hello");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err().lines()).hasSize(1);
      assertThat(result.err()).startsWith("weft: error: option 'dump': the folder " + wrong);
    }
  }

  @Test
  void aRuntimeThatIsMissingIsNamed() throws Exception {
    String lonely =
        "public class Lonely { @dev.weft.annotations.Async static void f() {}"
            + " public static void main(String[] a) { f(); } }";
    Path classes = Compiler.compile(folder.resolve("app"), lonely);
    Path jar = folder.resolve("lonely.jar");
    var manifest = new java.util.jar.Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Main-Class", "Lonely");
    try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new java.util.jar.JarEntry("Lonely.class"));
      out.write(Files.readAllBytes(classes.resolve("Lonely.class")));
    }
    var result = new ChildJvm(folder).agent("").run("-jar", jar.toString());
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("weft: error: cannot weave Lonely, which is left as it is: its frames need")
        .contains("put weft-runtime on the class path");
    assertThat(result.exit()).isZero();
  }

  @Test
  void excludedClassesStayAsTheyAre() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    var result = new ChildJvm(folder).agent("exclude=Hel*").classPath(classes).run("Hello");
    assertThat(result.err())
        .contains("NotWovenException", "the agent's option exclude=Hel* leaves Hello out");
  }

  @Test
  void attachedTwiceWeavesOnce() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    var result = new ChildJvm(folder).agent("verify").agent("").classPath(classes).run("Hello");
    assertThat(result.out()).isEqualToIgnoringNewLines("hello weft");
    assertThat(result.err()).contains("attached already");
  }

  @Test
  void dumpsWhatItWrote() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    Path dump = folder.resolve("dump");
    new ChildJvm(folder).agent("dump=" + dump).classPath(classes).run("Hello");
    assertThat(dump.resolve("original/Hello.class"))
        .hasSameBinaryContentAs(classes.resolve("Hello.class"));
    assertThat(dump.resolve("woven/Hello.class")).exists();
    assertThat(dump.resolve("woven/Hello$slow$Frame.class")).exists();
    assertThat(dump.resolve("woven/Hello.txt")).content().contains("Hello$slow$Frame.save1");
    assertThat(dump.resolve("report/Hello.txt"))
        .content()
        .contains("suspending method String slow(String)  (Hello.java)")
        .contains("task method Task greet(String)")
        .containsPattern("state 1 +line 15 +suspends in Hello.slow")
        .containsPattern("name +String +in field l0");
  }

  @Test
  void attachesToItself() throws Exception {
    String main =
        """
        public class Main {
          public static void main(String[] args) throws Exception {
            dev.weft.agent.WeftAgent.install();
            dev.weft.agent.WeftAgent.install();
            Hello.main(args);
          }
        }
        """;
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    Compiler.compile(classes, main, classes, Jars.AGENT);
    var result =
        new ChildJvm(folder)
            .option("-XX:+IgnoreUnrecognizedVMOptions")
            .option("-XX:+EnableDynamicAgentLoading")
            .classPath(classes, Jars.AGENT)
            .run("Main");
    assertThat(result.out()).isEqualToIgnoringNewLines("hello weft");
  }

  @Test
  void namesClassesLoadedBeforeIt() throws Exception {
    String main =
        """
        public class Main {
          public static void main(String[] args) throws Exception {
            Class.forName("Hello");
            dev.weft.agent.WeftAgent.install();
            Hello.main(args);
          }
        }
        """;
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    Compiler.compile(classes, main, classes, Jars.AGENT);
    var result = new ChildJvm(folder).classPath(classes, Jars.AGENT).run("Main");
    assertThat(result.err()).contains("loaded before the agent was attached", "Hello");
    assertThat(result.err()).contains("NotWovenException");
  }

  @Test
  void futureClassFileIsNamedAndLeftAlone() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    Path file = classes.resolve("Hello.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[6] = 0;
    bytes[7] = 120;
    Files.write(file, bytes);
    var result = new ChildJvm(folder).agent("").classPath(classes).run("Hello");
    assertThat(result.err()).contains("Hello has class file version 120", "use a newer Weft");
  }

  @Test
  void corruptClassFileIsNamedAndLeftToTheJvm() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), HELLO);
    Path file = classes.resolve("Hello.class");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    var result = new ChildJvm(folder).agent("").classPath(classes).run("Hello");
    assertThat(result.exit()).isNotZero();
    assertThat(result.err())
        .contains("weft: error: Hello: cannot weave")
        .contains("ClassFormatError");
  }
}
