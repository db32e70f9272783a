package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class loaders that do not do what is expected of one, with and without coroutines in them. */
class StrangeLoadersTest {

  /** What the loaders of the programs below hold. */
  private static final String APP =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class App implements Runnable {
        public static class Base {
          @Async public int slow(int x) {
            Weft.delay(java.time.Duration.ofMillis(1)); // which nothing unwoven can do
            return x;
          }
        }
        public static class Middle extends Base {}
        public static class Derived extends Middle {
          @Override public int slow(int x) { Weft.yieldNow(); return super.slow(x) + 1; }
        }

        @Async static int work() { return new Derived().slow(41); }

        public void run() {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> work()));
          }
        }

        public static class Unrelated extends Parent implements Runnable {
          public void run() { System.out.println("unrelated"); }
        }
        public static class Parent {}
      }
      """;

  /** A loader whose ways are told by a word. */
  private static final String LOADER =
      """
      import java.io.*;
      import java.nio.file.*;

      public class Strange extends ClassLoader {
        final Path folder;
        final String way;

        Strange(ClassLoader parent, Path folder, String way) {
          super(parent);
          this.folder = folder;
          this.way = way;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
          try {
            byte[] bytes = Files.readAllBytes(folder.resolve(name.replace('.', '/') + ".class"));
            return defineClass(way.equals("nameless") ? null : name, bytes, 0, bytes.length);
          } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
          }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
          boolean own = name.startsWith("App") || way.equals("nothing");
          switch (own ? way : "") {
            case "nothing":
            case "throws": throw new IllegalStateException("closed");
            case "unchecked": throw new UncheckedIOException(new IOException("gone"));
            case "error": throw new NoClassDefFoundError("missing");
            case "overflow": return getResourceAsStream(name);
            case "garbage": return new ByteArrayInputStream("<html>not found".getBytes());
            case "short": return new ByteArrayInputStream(new byte[] {(byte) 0xCA, (byte) 0xFE, 0});
            case "other": return Object.class.getResourceAsStream("Object.class");
            case "reading":
              return new InputStream() {
                @Override public int read() throws IOException { throw new IOException("broken"); }
              };
            default: return super.getResourceAsStream(name);
          }
        }

        @Override public boolean equals(Object other) { return way.equals("equal") && other instanceof Strange; }
        @Override public int hashCode() { return way.equals("equal") ? 1 : super.hashCode(); }

        void run(String name) throws Exception {
          ((Runnable) loadClass(name).getConstructor().newInstance()).run();
        }
      }
      """;

  @TempDir Path folder;

  private ChildJvm.Result run(ChildJvm jvm, String body, Object... arguments) throws Exception {
    Path app = Compiler.compile(folder.resolve("app"), APP);
    Path main = Compiler.compile(folder.resolve("main"), LOADER);
    String source =
        """
        import java.nio.file.*;

        public class Main {
          public static void main(String[] args) throws Exception {
            ClassLoader own = Main.class.getClassLoader();
            Path app = Path.of(args[0]);
            BODY
          }
        }
        """
            .replace("BODY", body);
    Compiler.compile(main, source, main, Jars.AGENT);
    String[] texts = new String[arguments.length + 2];
    texts[0] = "Main";
    texts[1] = app.toString();
    for (int i = 0; i < arguments.length; i++) {
      texts[i + 2] = arguments[i].toString();
    }
    return jvm.classPath(main, Jars.AGENT).run(texts);
  }

  private static void printed(ChildJvm.Result result, String... lines) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).containsExactly(lines);
    assertThat(result.exit()).isZero();
  }

  private ChildJvm attaching() {
    return new ChildJvm(folder)
        .option("-XX:+IgnoreUnrecognizedVMOptions")
        .option("-XX:+EnableDynamicAgentLoading");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throws",
        "unchecked",
        "error",
        "overflow",
        "garbage",
        "short",
        "other",
        "reading"
      })
  void attachingSurvivesALoaderThatHasNoFileForAClass(String way) throws Exception {
    var result =
        run(
            attaching(),
            """
            new Strange(own, app, args[1]).run("App$Unrelated");
            dev.weft.agent.WeftAgent.install("verify");
            dev.weft.agent.WeftAgent.install("verify");
            new Strange(own, app, "plain").run("App$Unrelated");
            var urls = new java.net.URL[] {app.toUri().toURL()};
            ((Runnable) new java.net.URLClassLoader(urls, own).loadClass("App").getConstructor().newInstance()).run();
            """,
            way);
    printed(result, "unrelated", "unrelated", "42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throws",
        "unchecked",
        "error",
        "overflow",
        "garbage",
        "short",
        "other",
        "reading"
      })
  void anUnrelatedClassOfSuchALoaderIsNotCalledCorrupt(String way) throws Exception {
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            "new Strange(own, app, args[1]).run(\"App$Unrelated\");",
            way);
    printed(result, "unrelated");
  }

  @Test
  void loadersThatCallThemselvesEqualHaveTheirOwnClasses() throws Exception {
    String other =
        """
        import dev.weft.*;
        import dev.weft.annotations.Async;

        public class App implements Runnable {
          static class Base {
            int slow(int x) { return x; }
          }
          @Async static int work() { Weft.yieldNow(); return new Base().slow(7); }
          public void run() {
            try (var loop = Schedulers.eventLoop()) {
              System.out.println(Weft.run(loop, () -> work()));
            }
          }
        }
        """;
    Path second = Compiler.compile(folder.resolve("second"), other);
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            """
            var one = new Strange(own, app, "equal");
            one.loadClass("App$Base");
            one.loadClass("App$Middle");
            one.run("App");
            new Strange(own, Path.of(args[1]), "equal").run("App");
            """,
            second);
    printed(result, "42", "7");
  }

  @Test
  void aClassDefinedWithoutANameIsWoven() throws Exception {
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            """
            var loader = new Strange(own, app, "nameless");
            loader.loadClass("App$Base");
            loader.loadClass("App$Middle");
            loader.run("App");
            """);
    printed(result, "42");
  }

  @Test
  void anOverrideWhoseBaseIsHeldInMemoryByAnotherLoaderIsWoven() throws Exception {
    String derived =
        """
        public class Derived extends App.Middle implements Runnable {
          @Override public int slow(int x) { dev.weft.Weft.yieldNow(); return super.slow(x) + 1; }
          public void run() {
            try (var loop = dev.weft.Schedulers.eventLoop()) {
              App.Base base = this;
              System.out.println(dev.weft.Weft.run(loop, () -> base.slow(4)));
            }
          }
        }
        """;
    Path app = Compiler.compile(folder.resolve("app"), APP);
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            """
            var parent = new Strange(own, app, "plain");
            parent.loadClass("App$Base");
            parent.loadClass("App$Middle");
            new Strange(parent, Path.of(args[1]), "plain").run("Derived");
            """,
            Compiler.compile(folder.resolve("second"), derived, app));
    printed(result, "5");
  }

  @Test
  void anOverrideThatLoadsBeforeItsBaseIsNamed() throws Exception {
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            """
            new Strange(own, app, "plain").loadClass("App$Derived");
            System.out.println("loaded");
            """);
    assertThat(result.out()).isEqualToIgnoringNewLines("loaded");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("weft: warning: App$Derived.slow overrides an @Async method of App$Base, but")
        .contains("the class file of App$Base could not be found when App$Derived was loaded");
  }

  @Test
  void aLambdaThatIsMadeBeforeItsInterfaceLoadsIsNamed() throws Exception {
    String program =
        """
        public class Steps implements Runnable {
          public interface Step { @dev.weft.annotations.Async int apply(int x); }
          public void run() {
            Step step = x -> x + 1;
            System.out.println(step.apply(1));
          }
        }
        """;
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            "new Strange(own, Path.of(args[1]), \"plain\").run(\"Steps\");",
            Compiler.compile(folder.resolve("second"), program));
    assertThat(result.out()).isEqualToIgnoringNewLines("2");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("weft: warning: Steps makes a lambda of Steps$Step, but");
  }

  /** What its parents have is found with these. */
  @Test
  void lambdasAreWovenInALoaderThatGivesNoResourceAtAll() throws Exception {
    String program =
        """
        public class Steps implements Runnable {
          @dev.weft.annotations.Async static int work() { dev.weft.Weft.yieldNow(); return 42; }
          public void run() {
            try (var loop = dev.weft.Schedulers.eventLoop()) {
              System.out.println(dev.weft.Weft.run(loop, () -> work()));
            }
          }
        }
        """;
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            "new Strange(own, Path.of(args[1]), \"nothing\").run(\"Steps\");",
            Compiler.compile(folder.resolve("second"), program));
    printed(result, "42");
  }

  /** It was left plain, so a {@code super} call must not look for its body. */
  @ParameterizedTest
  @ValueSource(strings = {"Steps$Sub", "Steps$Base Steps$Sub", "Steps$Sub Steps$Leaf", ""})
  void whatOverridesAnOverrideThatWasLeftPlainCallsWhatIsThere(String first) throws Exception {
    String program =
        """
        import dev.weft.*;
        import dev.weft.annotations.Async;
        public class Steps implements Runnable {
          interface Face { @Async String f(String text); }
          static class Base { @Async public String g() { return "base"; } }
          static class Sub extends Base implements Face {
            @Override public String g() { return "sub" + super.g(); }
            @Override public String f(String text) { return "sub" + text; }
          }
          static class Leaf extends Sub {
            @Override public String g() { return "leaf" + super.g(); }
            @Override public String f(String text) { return "leaf" + super.f(text); }
          }
          public void run() {
            System.out.println(
                Weft.run(
                    Schedulers.workStealing(1),
                    () -> {
                      Face face = new Leaf();
                      Base base = new Leaf();
                      return face.f("x") + " " + base.g();
                    }));
          }
        }
        """;
    var result =
        run(
            new ChildJvm(folder).agent("verify"),
            """
            var loader = new Strange(own, Path.of(args[1]), "plain");
            for (String each : args[2].split(" ")) {
              if (!each.isEmpty()) {
                loader.loadClass(each);
              }
            }
            loader.run("Steps");
            """,
            Compiler.compile(folder.resolve("second"), program),
            first);
    assertThat(result.out()).as(result.err()).isEqualToIgnoringNewLines("leafsubx leafsubbase");
  }
}
