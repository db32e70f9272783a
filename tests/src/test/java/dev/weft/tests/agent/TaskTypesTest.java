package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Return types that a library declares to be task-like, woven by the agent and when built. */
class TaskTypesTest {

  private static final String MONO =
      """
      package lib;

      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.concurrent.CompletionStage;
      import java.util.function.Supplier;

      public class Mono<T> {
        final Supplier<CompletionStage<T>> work;

        public Mono(Supplier<CompletionStage<T>> work) {
          this.work = work;
        }

        public static class Adapter {
          public static <T> Mono<T> fromTask(Task<T> task) {
            return new Mono<>(() -> task);
          }

          @Async
          public static <T> T await(Mono<T> mono) {
            return Weft.await(mono.work.get());
          }
        }
      }
      """;

  private static final String APP =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.time.Duration;
      import lib.Mono;

      public class App {
        @Async
        static Mono<Integer> slowly(int n) {
          if (n == 0) {
            return null;
          }
          Weft.delay(Duration.ofMillis(5));
          return new Mono<>(() -> Task.completed(n));
        }

        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> {
              Mono<Integer> first = slowly(20);
              int sum = Mono.Adapter.await(slowly(22)) + Mono.Adapter.await(first);
              try {
                return sum + Mono.Adapter.await(slowly(0));
              } catch (NullPointerException e) {
                return sum + " " + e.getMessage();
              }
            }));
          }
        }
      }
      """;

  private static final String PRINTED =
      "42 App.slowly returned null as its task; return a finished one if there is no result";

  @TempDir Path folder;

  private Path library(String declaration) throws Exception {
    Path lib = Compiler.compile(folder.resolve("lib"), MONO);
    Path file = lib.resolve("META-INF/weft/task-types");
    Files.createDirectories(file.getParent());
    Files.writeString(file, declaration);
    return lib;
  }

  @Test
  void agentReadsDeclarations() throws Exception {
    Path lib = library("# for everybody\nlib.Mono = lib.Mono$Adapter\n");
    Path app = Compiler.compile(folder.resolve("app"), APP, lib);
    Path dump = folder.resolve("dump");
    var result = new ChildJvm(folder).agent("verify,dump=" + dump).classPath(lib, app).run("App");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines(PRINTED);
    assertThat(report(dump)).contains("task method Mono slowly(int)");
  }

  private static String report(Path dump) throws Exception {
    try (var files = Files.walk(dump)) {
      var text = new StringBuilder();
      for (Path file : files.filter(each -> each.toString().contains("App")).toList()) {
        if (file.toString().endsWith(".txt")) {
          text.append(Files.readString(file));
        }
      }
      return text.toString();
    }
  }

  @Test
  void buildReadsDeclarations() throws Exception {
    Path lib = library("lib.Mono=lib.Mono$Adapter");
    Path app = Compiler.compile(folder.resolve("app"), APP, lib);
    for (Path each : new Path[] {lib, app}) {
      var woven =
          new ChildJvm(folder).classPath(lib).weave(each, Path.of(each.toString() + ".jar"));
      assertThat(woven.err()).isEmpty();
      assertThat(woven.exit()).isZero();
    }
    var result =
        new ChildJvm(folder)
            .classPath(folder.resolve("lib.jar"), folder.resolve("app.jar"))
            .run("App");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines(PRINTED);
  }

  @Test
  void whatDeclaresNothingIsNamed() throws Exception {
    Path lib = library("lib.Mono = lib.Mono$Adapter\n\nlib.Mono: lib.Other\ndev.weft.Task = a.B\n");
    Path app = Compiler.compile(folder.resolve("app"), APP, lib);
    String[] problems = {
      "task-types:3: 'lib.Mono: lib.Other' declares no task type and is ignored",
      "task-types:4: dev.weft.Task needs no adapter"
    };
    var run = new ChildJvm(folder).agent("").classPath(lib, app).run("App");
    assertThat(run.err()).contains(problems);
    assertThat(run.out()).isEqualToIgnoringNewLines(PRINTED);
    var built = new ChildJvm(folder).classPath(lib).weave(app, folder.resolve("app.jar"));
    assertThat(built.err()).contains(problems);
    assertThat(built.exit()).isEqualTo(1);
  }

  @Test
  void methodsOfTypesWithoutAnAdapterAreRefused() throws Exception {
    Path lib = library("lib.Mono = lib.Mono");
    Path app = Compiler.compile(folder.resolve("app"), APP, lib);
    var built = new ChildJvm(folder).classPath(lib).weave(app, folder.resolve("app.jar"));
    assertThat(built.err())
        .contains(
            "App.slowly(App.java) was not woven: it returns lib.Mono, for which"
                + " META-INF/weft/task-types declares the adapter lib.Mono, which has no public"
                + " static Mono fromTask(dev.weft.Task)");
    var run = new ChildJvm(folder).agent("").classPath(lib, app).run("App");
    assertThat(run.err()).contains("RefusedError", "App.slowly(App.java) was not woven");
  }
}
