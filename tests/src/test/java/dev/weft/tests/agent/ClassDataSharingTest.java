package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's archives of loaded classes, written and read with and without the agent. */
class ClassDataSharingTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Program {
        interface Step { @Async int apply(int x); }

        @Async static int slow(Step step) {
          Weft.delay(java.time.Duration.ofMillis(1));
          return step.apply(20);
        }

        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> slow(x -> { Weft.yieldNow(); return x + 22; })));
          }
        }
      }
      """;

  @TempDir Path folder;

  private Path jar() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    Path jar = folder.resolve("app.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.list(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new JarEntry(file.getFileName().toString()));
        out.write(Files.readAllBytes(file));
        out.closeEntry();
      }
    }
    return jar;
  }

  private ChildJvm jvm(boolean agent, String option) {
    var jvm = new ChildJvm(folder).option(option).option("-Xlog:disable");
    jvm.option("-XX:+UnlockDiagnosticVMOptions").option("-XX:+AllowArchivingWithJavaAgent");
    return agent ? jvm.agent("verify") : jvm;
  }

  @Test
  void archivesOfEitherKindAreReadInEitherWay() throws Exception {
    Path jar = jar();
    for (boolean written : new boolean[] {true, false}) {
      Path archive = folder.resolve(written + ".jsa");
      var first = jvm(written, "-XX:ArchiveClassesAtExit=" + archive).classPath(jar).run("Program");
      if (written) {
        assertThat(first.out().lines()).contains("42");
      }
      assertThat(archive).isNotEmptyFile();
      for (boolean read : new boolean[] {true, false}) {
        var result = jvm(read, "-XX:SharedArchiveFile=" + archive).classPath(jar).run("Program");
        String what = "written with agent: " + written + ", read with agent: " + read;
        if (read) {
          assertThat(result.err()).as(what).doesNotContain("weft:", "Exception");
          assertThat(result.out().lines()).as(what).contains("42"); // the JVM may warn beside it
        } else {
          boolean works = result.out().lines().anyMatch("42"::equals); // woven ones are archived
          assertThat(works || result.err().contains("NotWovenException")).as(what).isTrue();
        }
      }
    }
  }
}
