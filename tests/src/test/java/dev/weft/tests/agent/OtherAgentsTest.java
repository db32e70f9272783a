package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jacoco.agent.AgentJar;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weft beside other agents: coverage, hot swap, retransformation; and what it leaves open. */
class OtherAgentsTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Program {
        @Async
        static int slow(int x) {
          Weft.yieldNow();
          int twice = 2 * x;
          Weft.yieldNow();
          return twice;
        }

        static int run() {
          try (var loop = Schedulers.eventLoop()) {
            return Weft.run(loop, () -> slow(21));
          }
        }

        public static void main(String[] args) {
          System.out.println(run());
        }
      }
      """;

  /** Keeps the JVM's instrumentation for the program. */
  private static final String KEEPER =
      """
      public class Keeper {
        public static java.lang.instrument.Instrumentation instrumentation;
        public static void premain(String options, java.lang.instrument.Instrumentation given) {
          instrumentation = given;
        }
      }
      """;

  @TempDir Path folder;

  private double coverage(ChildJvm jvm, Path classes, Path data) throws Exception {
    var result = jvm.classPath(classes).run("Program");
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
    var loader = new ExecFileLoader();
    loader.load(data.toFile());
    var builder = new CoverageBuilder();
    new Analyzer(loader.getExecutionDataStore(), builder)
        .analyzeAll(classes.resolve("Program.class").toFile());
    errors = result.err();
    return builder.getClasses().iterator().next().getLineCounter().getCoveredRatio();
  }

  private String errors = "";

  @Test
  void coverageIsExactWithJacocoBeforeWeftAndAWarningIsGivenBehindIt() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    Path jacoco = folder.resolve("jacoco.jar");
    AgentJar.extractTo(jacoco.toFile());
    Path before = folder.resolve("before.exec");
    Path behind = folder.resolve("behind.exec");
    String option = "-javaagent:" + jacoco + "=destfile=";

    double first =
        coverage(new ChildJvm(folder).option(option + before).agent("verify"), classes, before);
    assertThat(errors).isEmpty();
    assertThat(first).isGreaterThan(0.8);
    double last =
        coverage(new ChildJvm(folder).agent("verify").option(option + behind), classes, behind);
    assertThat(last).isZero();
    assertThat(errors.lines()).hasSize(1);
    assertThat(errors).startsWith("weft: warning: JaCoCo's agent starts after Weft's");
  }

  private Path keeper() throws Exception {
    Path classes = Compiler.compile(folder.resolve("keeper"), KEEPER);
    var manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", "Keeper");
    main.putValue("Can-Redefine-Classes", "true");
    main.putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("keeper.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("Keeper.class"));
      out.write(Files.readAllBytes(classes.resolve("Keeper.class")));
    }
    return jar;
  }

  /** Runs the program, redefines its class with another source's, and runs it again. */
  private ChildJvm.Result swap(String changed) throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    Path next = Compiler.compile(folder.resolve("next"), changed);
    Path keeper = keeper();
    String main =
        """
        import java.lang.instrument.*;
        import java.nio.file.*;

        public class Main {
          public static void main(String[] args) throws Exception {
            System.out.println(Program.run());
            byte[] bytes = Files.readAllBytes(Path.of(args[0]));
            try {
              Keeper.instrumentation.redefineClasses(new ClassDefinition(Program.class, bytes));
            } catch (UnsupportedOperationException e) {
              System.out.println("refused by the JVM");
            }
            System.out.println(Program.run());
          }
        }
        """;
    Compiler.compile(classes, main, classes, keeper);
    return new ChildJvm(folder)
        .agent("verify")
        .option("-javaagent:" + keeper)
        .classPath(classes, keeper)
        .run("Main", next.resolve("Program.class").toString());
  }

  @Test
  void aRedefinitionWithCodeAsCompiledIsWovenAgain() throws Exception {
    var result = swap(PROGRAM.replace("2 * x", "\n 3 * x"));
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).containsExactly("42", "63");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Async|slow(I)I is no longer a coroutine",
        "int twice = 2 * x;|slow(I)I has other suspension points, or keeps other variables",
        "Weft.yieldNow();|slow(I)I has other suspension points, or keeps other variables",
      })
  void whereTheShapeWouldChangeTheReasonIsGiven(String removedAndReason) throws Exception {
    String removed = removedAndReason.substring(0, removedAndReason.indexOf('|'));
    String reason = removedAndReason.substring(removed.length() + 1);
    String changed = PROGRAM.replaceFirst(java.util.regex.Pattern.quote(removed), "");
    if (!changed.contains("twice =")) {
      changed = changed.replace("return twice", "return 2");
    }

    var result = swap(changed);

    assertThat(result.out().lines()).containsExactly("42", "refused by the JVM", "42");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("weft: error: Program cannot be redefined")
        .contains(reason);
  }

  @Test
  void aMethodThatGainsItsMarkIsNamed() throws Exception {
    String changed =
        PROGRAM.replace("static int run()", "@Async static int run()").replace("(21)", "(4)");

    var result = swap(changed);

    assertThat(result.out().lines()).containsExactly("42", "refused by the JVM", "42");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains("run()I has become a coroutine");
  }

  @Test
  void whatAnotherAgentRetransformsStaysWoven() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    Path keeper = keeper();
    String main =
        """
        import java.lang.instrument.*;
        import java.security.ProtectionDomain;

        public class Main implements ClassFileTransformer {
          @Override
          public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
            if (!"Program".equals(name)) return null;
            boolean woven = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains("dev/weft/internal/engine/Woven");
            System.out.println("retransformed " + woven);
            return bytes.clone();
          }

          public static void main(String[] args) throws Exception {
            System.out.println(Program.run());
            Keeper.instrumentation.addTransformer(new Main(), true);
            Keeper.instrumentation.retransformClasses(Program.class);
            System.out.println(Program.run());
          }
        }
        """;
    Compiler.compile(classes, main, classes, keeper);
    for (boolean first : new boolean[] {true, false}) {
      var jvm = new ChildJvm(folder);
      jvm =
          first
              ? jvm.agent("verify").option("-javaagent:" + keeper)
              : jvm.option("-javaagent:" + keeper).agent("verify");
      var result = jvm.classPath(classes, keeper).run("Main");
      assertThat(result.err()).isEmpty();
      assertThat(result.out().lines()).containsExactly("42", "retransformed true", "42");
    }
  }

  @Test
  void theJdkStaysClosedToTheApplication() throws Exception {
    String main =
        """
        public class Main {
          public static void main(String[] args) throws Exception {
            Program.main(args);
            var method = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
            System.out.println(method.trySetAccessible());
            System.out.println(Object.class.getModule().isOpen("java.lang", Main.class.getModule()));
          }
        }
        """;
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    Compiler.compile(classes, main, classes);
    var result = new ChildJvm(folder).agent("verify").classPath(classes).run("Main");
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).containsExactly("42", "false", "false");
  }
}
