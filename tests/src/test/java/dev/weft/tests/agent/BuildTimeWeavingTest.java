package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weaving without the agent, with the runnable transformer jar. */
class BuildTimeWeavingTest {

  private static final String LIBRARY =
      """
      package lib;

      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Library {
        @Async
        public int slowly(int x) {
          Weft.delay(java.time.Duration.ofMillis(5));
          return x * 2;
        }

        @Async
        public static Task<Integer> task(int x) {
          Weft.yieldNow();
          return Task.completed(x + 1);
        }
      }
      """;

  private static final String APP =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import lib.Library;

      public class App {
        @Async
        static int work() {
          return new Library().slowly(20) + Weft.await(Library.task(1));
        }

        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> work()));
          }
        }
      }
      """;

  @TempDir Path folder;

  private void weave(Path in, Path out, Path... libraries) throws Exception {
    var result = new ChildJvm(folder).classPath((Object[]) libraries).weave(in, out);
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void wovenJarRunsWithoutAgent() throws Exception {
    Path lib = Compiler.compile(folder.resolve("lib"), LIBRARY);
    Path app = Compiler.compile(folder.resolve("app"), APP, lib);
    weave(lib, folder.resolve("lib.jar"));
    weave(app, folder.resolve("app.jar"), folder.resolve("lib.jar"));
    var result =
        new ChildJvm(folder)
            .classPath(folder.resolve("lib.jar"), folder.resolve("app.jar"))
            .run("App");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
  }

  @Test
  void callsIntoAnotherJarAreLinkedWhetherItIsWovenOrNot() throws Exception {
    Path lib = Compiler.compile(folder.resolve("lib"), LIBRARY);
    Path app = Compiler.compile(folder.resolve("app"), APP, lib);
    weave(lib, folder.resolve("lib.jar"));
    weave(app, folder.resolve("app.jar"), lib); // knows the library only as it was before weaving
    var woven =
        new ChildJvm(folder)
            .classPath(folder.resolve("lib.jar"), folder.resolve("app.jar"))
            .run("App");
    assertThat(woven.out()).isEqualToIgnoringNewLines("42");
    var plain = new ChildJvm(folder).classPath(lib, folder.resolve("app.jar")).run("App");
    assertThat(plain.err()).contains("NotWovenException", "lib.Library.slowly");
  }

  @Test
  void agentLeavesWhatWasWovenBefore() throws Exception {
    Path lib = Compiler.compile(folder.resolve("lib"), LIBRARY);
    Path app = Compiler.compile(folder.resolve("app"), APP, lib);
    weave(lib, folder.resolve("lib.jar"));
    var result =
        new ChildJvm(folder).agent("verify").classPath(folder.resolve("lib.jar"), app).run("App");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
  }

  @Test
  void sameInputGivesTheSameJar() throws Exception {
    Path lib = Compiler.compile(folder.resolve("lib"), LIBRARY);
    weave(lib, folder.resolve("one.jar"));
    weave(lib, folder.resolve("two.jar"));
    assertThat(Files.readAllBytes(folder.resolve("one.jar")))
        .isEqualTo(Files.readAllBytes(folder.resolve("two.jar")));
  }
}
