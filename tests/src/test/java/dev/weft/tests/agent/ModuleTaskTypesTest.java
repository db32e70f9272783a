package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Declarations of task-like types in modules of layers, whose loaders do not see one another. */
class ModuleTaskTypesTest {

  private static final String LATER =
      """
      package lib;
      import dev.weft.*;
      import java.util.concurrent.CompletionStage;

      public class Later<T> {
        public final CompletionStage<T> stage;
        public Later(CompletionStage<T> stage) { this.stage = stage; }
      }
      """;

  private static final String ADAPTER =
      """
      package lib;
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Adapter {
        public static <T> Later<T> fromTask(Task<T> task) { return new Later<>(task); }
        @Async public static <T> T await(Later<T> later) { return Weft.await(later.stage); }
      }
      """;

  private static final String SOURCE =
      """
      package lib;
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Source {
        @Async public Later<Integer> make() { Weft.yieldNow(); return new Later<>(Task.completed(5)); }
        @Async public static int use(Source source) { return Adapter.await(source.make()); }
      }
      """;

  private static final String APP =
      """
      package app;
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import lib.*;

      public class App implements Runnable {
        @Async static Later<Integer> slowly(int n) {
          Weft.yieldNow();
          return new Later<>(Task.completed(n));
        }
        @Async static int work() {
          Later<Integer> first = slowly(20);
          int own = Adapter.await(slowly(22)) + Adapter.await(first);
          return own + Adapter.await(new Source().make()) + Source.use(new Doubled());
        }
        static class Doubled extends Source {
          @Override public Later<Integer> make() {
            return new Later<>(Task.completed(2 * Adapter.await(super.make())));
          }
        }
        @Override public void run() {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> work()));
          }
        }
      }
      """;

  private static final String MAIN =
      """
      import java.lang.module.*;
      import java.nio.file.*;
      import java.util.*;

      public class Main {
        public static void main(String[] args) throws Exception {
          ModuleLayer boot = ModuleLayer.boot();
          ModuleLayer layer = boot;
          ClassLoader system = ClassLoader.getSystemClassLoader();
          for (String each : args[0].equals("many") ? List.of("") : List.of("lib", "app")) {
            Configuration configuration = layer.configuration()
                .resolve(ModuleFinder.of(Path.of(args[1], each)), ModuleFinder.of(), Set.of(each.isEmpty() ? "app" : each));
            layer = layer.defineModulesWithManyLoaders(configuration, system);
          }
          ((Runnable) layer.findLoader("app").loadClass("app.App").getConstructor().newInstance()).run();
        }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"many", "nested"})
  void areSeenByTheModulesThatReadThem(String way) throws Exception {
    Path modules = folder.resolve("modules");
    Path lib =
        Compiler.compileModule(
            modules.resolve("lib"),
            Map.of(
                "module-info.java",
                "module lib { requires transitive dev.weft.runtime; exports lib; }",
                "Later.java",
                LATER,
                "Adapter.java",
                ADAPTER,
                "Source.java",
                SOURCE));
    Path file = lib.resolve("META-INF/weft/task-types");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "lib.Later = lib.Adapter\nlib.Later - nonsense\n");
    Compiler.compileModule(
        modules.resolve("app"),
        Map.of("module-info.java", "module app { requires lib; exports app; }", "App.java", APP),
        lib);
    Path main = Compiler.compile(folder.resolve("main"), MAIN);

    var result =
        new ChildJvm(folder)
            .agent("verify")
            .classPath(main)
            .option("-p")
            .option(Jars.application())
            .option("--add-modules=dev.weft.runtime")
            .run("Main", way, modules.toString());

    assertThat(result.out()).as(result.err()).isEqualToIgnoringNewLines("57");
    List<String> problems = result.err().lines().toList();
    assertThat(problems)
        .isNotEmpty()
        .allMatch(
            each ->
                each.contains(
                    "META-INF/weft/task-types:2: 'lib.Later - nonsense' declares no task"));
  }
}
