package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules in layers of their own, where a loader does not give the class files of another. */
class ModuleLayersTest {

  private static final String BASE =
      """
      package base;
      public class Base {
        @dev.weft.annotations.Async public int slow(int x) { dev.weft.Weft.yieldNow(); return x; }
      }
      """;

  private static final String MIDDLE =
      """
      package middle;
      public class Middle extends base.Base {}
      """;

  private static final String APP =
      """
      package app;
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class App implements Runnable {
        static class Derived extends middle.Middle {
          @Override public int slow(int x) { Weft.yieldNow(); return super.slow(x) + 1; }
        }
        @Async static int work() { return new Derived().slow(41); }

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
        static ModuleLayer layer(ModuleLayer parent, String way, String module, Path folder) {
          var path = ModuleFinder.of(folder);
          Configuration configuration =
              parent.configuration().resolve(path, ModuleFinder.of(), Set.of(module));
          ClassLoader system = ClassLoader.getSystemClassLoader();
          return way.equals("one")
              ? parent.defineModulesWithOneLoader(configuration, system)
              : parent.defineModulesWithManyLoaders(configuration, system);
        }

        public static void main(String[] args) throws Exception {
          Path folder = Path.of(args[1]);
          ModuleLayer layer = ModuleLayer.boot();
          if (args[0].equals("nested")) {
            for (String each : List.of("base", "middle")) {
              layer = layer(layer, args[0], each, folder.resolve(each));
            }
            folder = folder.resolve("app");
          }
          layer = layer(layer, args[0], "app", folder);
          ((Runnable) layer.findLoader("app").loadClass("app.App").getConstructor().newInstance()).run();
        }
      }
      """;

  @TempDir Path folder;

  private void runs(String way, boolean runtimeInBootLayer) throws Exception {
    Path modules = folder.resolve("modules");
    Path base =
        Compiler.compileModule(
            modules.resolve("base"),
            Map.of(
                "module-info.java",
                "module base { requires dev.weft.runtime; exports base; }",
                "Base.java",
                BASE));
    Path middle =
        Compiler.compileModule(
            modules.resolve("middle"),
            Map.of(
                "module-info.java",
                "module middle { requires transitive base; exports middle; }",
                "Middle.java",
                MIDDLE),
            base);
    Compiler.compileModule(
        modules.resolve("app"),
        Map.of(
            "module-info.java",
            "module app { requires dev.weft.runtime; requires middle; exports app; }",
            "App.java",
            APP),
        base,
        middle);
    Path main = Compiler.compile(folder.resolve("main"), MAIN);
    var jvm = new ChildJvm(folder).agent("verify").classPath(main);
    if (runtimeInBootLayer) {
      jvm.option("-p").option(Jars.application()).option("--add-modules=dev.weft.runtime");
    } else {
      for (String jar : Jars.application().split(File.pathSeparator, -1)) {
        Files.copy(Path.of(jar), modules.resolve(Path.of(jar).getFileName()));
      }
    }
    ChildJvm.Result result = jvm.run("Main", way, modules.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
  }

  @Test
  void modulesWithALoaderEach() throws Exception {
    runs("many", true);
  }

  /** A loader of the application then knows of the runtime what that exports, and no more. */
  @Test
  void modulesWithALoaderEachTheRuntimeToo() throws Exception {
    runs("many", false);
  }

  @Test
  void modulesWithOneLoader() throws Exception {
    runs("one", true);
  }

  @Test
  void layersOnLayers() throws Exception {
    runs("nested", true);
  }
}
