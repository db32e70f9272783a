package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching while classes load, loading in many threads, and two agents in two class loaders. */
class AttachingTest {

  /** Many classes, each of which calls the next one's coroutine. */
  private static String chain(int length) {
    var source = new StringBuilder("import dev.weft.*;\nimport dev.weft.annotations.Async;\n");
    source.append("public class Chain {\n");
    for (int i = 0; i < length; i++) {
      String next = i + 1 < length ? "new C" + (i + 1) + "().slow(x)" : "0";
      source.append("  public static class C").append(i);
      source.append(" { @Async public int slow(int x) { Weft.yieldNow(); return x + ");
      source.append(next).append("; } }\n");
    }
    return source
        .append("  public static int run(int x) {\n")
        .append("    try (var loop = Schedulers.eventLoop()) {\n")
        .append("      return Weft.run(loop, () -> new C0().slow(x));\n")
        .append("    }\n  }\n}\n")
        .toString();
  }

  @TempDir Path folder;

  private ChildJvm attaching() {
    return new ChildJvm(folder)
        .option("-XX:+IgnoreUnrecognizedVMOptions")
        .option("-XX:+EnableDynamicAgentLoading");
  }

  /**
   * Classes that are neither woven nor in the list of loaded ones, since they were just being
   * defined, must not be called as woven ones.
   */
  @RepeatedTest(3)
  void classesThatLoadWhileTheAgentIsAttachedAreCalledAsTheyAre() throws Exception {
    String main =
        """
        import java.util.concurrent.*;

        public class Main {
          public static void main(String[] args) throws Exception {
            var go = new CountDownLatch(1);
            var loading = new Thread(() -> {
              go.countDown();
              for (int i = 0; i < 300; i++) {
                try {
                  Class.forName("Chain$C" + i);
                } catch (ClassNotFoundException e) {
                  throw new AssertionError(e);
                }
              }
            });
            loading.start();
            go.await();
            dev.weft.agent.WeftAgent.install();
            loading.join();
            try {
              System.out.println(Chain.run(1));
            } catch (RuntimeException notWoven) { // some were too early, which is what it says
              System.out.println(notWoven.getClass().getName());
            }
          }
        }
        """;
    Path classes = Compiler.compile(folder.resolve("app"), chain(300));
    Compiler.compile(classes, main, classes, Jars.AGENT);
    var result = attaching().classPath(classes, Jars.AGENT).run("Main");
    assertThat(result.err()).doesNotContain("Error:", "NoSuchMethod");
    assertThat(result.out().strip())
        .isIn("300", "dev.weft.NotWovenException", "java.lang.IllegalStateException");
  }

  @Test
  void classesThatManyThreadsLoadAtOnceAreWoven() throws Exception {
    String main =
        """
        import java.util.concurrent.*;

        public class Main {
          public static void main(String[] args) throws Exception {
            int threads = 8;
            var together = new CyclicBarrier(threads);
            var pool = Executors.newFixedThreadPool(threads);
            var done = new java.util.ArrayList<Future<?>>();
            for (int t = 0; t < threads; t++) {
              int from = t * 37;
              done.add(pool.submit(() -> {
                together.await();
                for (int i = 0; i < 300; i++) Class.forName("Chain$C" + (from + i) % 300);
                return Chain.run(1);
              }));
            }
            for (Future<?> each : done) each.get();
            pool.shutdown();
            System.out.println(Chain.run(1));
          }
        }
        """;
    Path classes = Compiler.compile(folder.resolve("app"), chain(300));
    Compiler.compile(classes, main, classes);
    var result = new ChildJvm(folder).agent("").classPath(classes).run("Main");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("300");
  }

  @Test
  void anAgentInALoaderOfItsOwnBesideAnotherWeavesNothingTwice() throws Exception {
    String main =
        """
        import java.net.*;
        import java.nio.file.*;

        public class Main {
          public static void main(String[] args) throws Exception {
            for (int i = 0; i < 2; i++) {
              var loader = new URLClassLoader(new URL[] {Path.of(args[0]).toUri().toURL()}, null);
              loader.loadClass("dev.weft.agent.WeftAgent").getMethod("install", String.class).invoke(null, "verify");
            }
            System.out.println(Chain.run(1));
          }
        }
        """;
    Path classes = Compiler.compile(folder.resolve("app"), chain(3));
    Compiler.compile(classes, main, classes);
    var result = attaching().classPath(classes).run("Main", Jars.AGENT.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("3");
  }
}
