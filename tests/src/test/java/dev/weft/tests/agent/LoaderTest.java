package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that sit in class loaders of their own. */
class LoaderTest {

  private static final String APP =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.concurrent.*;

      public class App implements Runnable {
        interface Step { @Async int apply(int x); }

        @Async
        static int slow(int x) {
          Weft.delay(java.time.Duration.ofMillis(5));
          return x + 1;
        }

        public void run() {
          try (var loop = Schedulers.eventLoop()) {
            Step twice = x -> slow(slow(x));
            System.out.println(Weft.run(loop, () -> twice.apply(40)) + " " + Weft.class.getClassLoader().getName());
          }
        }
      }
      """;

  private static final String MAIN =
      """
      import java.io.*;
      import java.net.*;
      import java.nio.file.*;

      public class Main {
        /** Looks in its own places first, for everything but the JDK. */
        static final class ChildFirst extends URLClassLoader {
          ChildFirst(String name, URL[] urls) { super(name, urls, Main.class.getClassLoader()); }

          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
              Class<?> found = findLoadedClass(name);
              if (found == null && !name.startsWith("java.")) {
                try { found = findClass(name); } catch (ClassNotFoundException e) { /* ask the parent */ }
              }
              return found == null ? super.loadClass(name, resolve) : found;
            }
          }

          @Override
          public URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
          }
        }

        public static void main(String[] args) throws Exception {
          URL[] urls = new URL[args.length - 1];
          for (int i = 0; i < urls.length; i++) urls[i] = Path.of(args[i + 1]).toUri().toURL();
          for (String name : args[0].split("\\\\+")) {
            var loader = new ChildFirst(name, urls);
            ((Runnable) loader.loadClass("App").getConstructor().newInstance()).run();
          }
        }
      }
      """;

  @TempDir Path folder;

  /**
   * Runs the program once in each of the named child-first loaders, which hold {@code libraries}.
   */
  private List<String> runIn(String loaders, Path... libraries) throws Exception {
    Path app = Compiler.compile(folder.resolve("app"), APP);
    Path main = Compiler.compile(folder.resolve("main"), MAIN);
    var arguments = new ArrayList<>(List.of("Main", loaders, app + "/"));
    for (Path library : libraries) {
      arguments.add(library.toString());
    }
    var result =
        new ChildJvm(folder).agent("verify").classPath(main).run(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    return result.out().lines().toList();
  }

  @Test
  void childFirstLoaderWithItsOwnRuntime() throws Exception {
    assertThat(runIn("one", Jars.RUNTIME, Jars.ANNOTATIONS)).containsExactly("42 one");
  }

  @Test
  void twoLoadersWithTheSameClass() throws Exception {
    assertThat(runIn("one+two", Jars.RUNTIME, Jars.ANNOTATIONS))
        .containsExactly("42 one", "42 two");
  }

  @Test
  void sharedRuntimeInTheParent() throws Exception {
    assertThat(runIn("one+two")).containsExactly("42 app", "42 app");
  }

  @Test
  void classesThatNoResourceHolds() throws Exception {
    Path app = Compiler.compile(folder.resolve("app"), SPLIT);
    Path main = Compiler.compile(folder.resolve("main"), IN_MEMORY);
    var result =
        new ChildJvm(folder)
            .agent("verify")
            .classPath(main)
            .run("InMemory", app.toString(), "Split");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("1+2+3+ 7");
  }

  @Test
  void classesOfTheBootClassPathAreCalledAsTheyAre() throws Exception {
    String library =
        """
        package lib;

        public class Library {
          @dev.weft.annotations.Async
          public static int slow(int x) { dev.weft.Weft.yieldNow(); return x; }
        }
        """;
    String main =
        """
        import dev.weft.*;

        public class Main {
          public static void main(String[] args) {
            try (var loop = Schedulers.eventLoop()) {
              System.out.println(Weft.run(loop, () -> lib.Library.slow(42)));
            }
          }
        }
        """;
    Path lib = Compiler.compile(folder.resolve("lib"), library);
    Path app = Compiler.compile(folder.resolve("app"), main, lib);
    var result =
        new ChildJvm(folder)
            .option(
                "-Xbootclasspath/a:"
                    + String.join(java.io.File.pathSeparator, lib.toString(), Jars.application()))
            .agent("verify")
            .classPath(app)
            .run("Main");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
  }

  private static final String SPLIT =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Split implements Runnable {
        static class Helper {
          @Async int slow(int x) { Weft.yieldNow(); return x; }
          @Async static Task<String> task(int x) { Weft.yieldNow(); return Task.completed(x + "+"); }
          int plain(int x) { return x + 1; }
        }

        @Async
        static String all() {
          var helper = new Helper();
          String text = "";
          for (int i = 1; i <= 3; i++) text += Weft.await(Helper.task(helper.slow(i)));
          return text + " " + helper.plain(helper.slow(6));
        }

        public void run() {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> all()));
          }
        }
      }
      """;

  private static final String IN_MEMORY =
      """
      import java.nio.file.*;
      import java.util.*;

      public class InMemory extends ClassLoader {
        final Path folder;
        InMemory(Path folder) { super(InMemory.class.getClassLoader()); this.folder = folder; }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
          try {
            byte[] bytes = Files.readAllBytes(folder.resolve(name + ".class"));
            return defineClass(name, bytes, 0, bytes.length);
          } catch (java.io.IOException e) {
            throw new ClassNotFoundException(name, e);
          }
        }

        public static void main(String[] args) throws Exception {
          var loader = new InMemory(Path.of(args[0]));
          ((Runnable) loader.loadClass(args[1]).getConstructor().newInstance()).run();
        }
      }
      """;
}
