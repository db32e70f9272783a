package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generators of both kinds, and {@code for} over them, woven without the agent, in two jars. */
class BuildTimeGeneratorsTest {

  private static final String LIBRARY =
      """
      package lib;

      import static dev.weft.Weft.*;

      import dev.weft.*;
      import dev.weft.annotations.Async;
      import dev.weft.concurrent.Channel;
      import java.util.List;

      public class Library {
        @Async
        public static AsyncGenerator<Integer> numbers(int from, int to, List<Object> log) {
          try {
            for (int i = from; i < to; i++) {
              if (i % 2 == 0) {
                delay(java.time.Duration.ofMillis(1));
              }
              emit(i);
            }
          } finally {
            yieldNow();
            log.add("closed at " + from);
          }
          return null;
        }

        @Async
        public static AsyncGenerator<Integer> twice(List<Object> log) {
          emitAll(numbers(0, 3, log));
          emitAll(plain(10));
          emitAll(numbers(20, 1_000_000, log));
          return null;
        }

        @Async
        public static Generator<Integer> plain(int from) {
          emit(from);
          emit(from + 1);
          return null;
        }

        @Async
        public static void fill(Channel<Object> channel, List<Object> log) {
          try (var all = twice(log)) {
            for (int each : all) {
              if (each > 21) {
                break;
              }
              channel.send(each);
            }
          }
          channel.close();
        }
      }
      """;

  private static final String APP =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import dev.weft.concurrent.Channel;
      import java.util.*;
      import lib.Library;

      public class App {
        @Async
        static List<Object> loops() {
          var log = new ArrayList<Object>();
          Channel<Object> channel = Channel.rendezvous();
          Task<?> filling = Weft.start(() -> Library.fill(channel, log));
          for (Object each : channel) {
            log.add(each);
          }
          Weft.await(filling);
          return log;
        }

        @Async
        static List<Object> words() {
          var log = new ArrayList<Object>();
          var words = Library.twice(log).filter(x -> x % 2 == 1).map(x -> slowly(x)).limit(3);
          for (Object each : words) {
            log.add(each);
          }
          return log;
        }

        @Async
        static String slowly(int x) {
          Weft.yieldNow();
          return "<" + x + ">";
        }

        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> loops()));
            System.out.println(Weft.run(loop, () -> words()));
          }
        }
      }
      """;

  private static final String EXPECTED =
      """
      [0, 1, 2, closed at 0, 10, 11, 20, 21, closed at 20]
      [<1>, closed at 0, <11>, <21>, closed at 20]
      """;

  @TempDir Path folder;
  private Path lib;
  private Path app;

  @BeforeEach
  void compile() throws Exception {
    lib = Compiler.compile(folder.resolve("lib"), LIBRARY);
    app = Compiler.compile(folder.resolve("app"), APP, lib);
  }

  private Path woven(Path in, String name, Path... libraries) throws Exception {
    Path out = folder.resolve(name);
    var result = new ChildJvm(folder).classPath((Object[]) libraries).weave(in, out);
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    var verified = new ChildJvm(folder).classPath((Object[]) libraries).verify(out);
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    return out;
  }

  private void assertRuns(ChildJvm program, Path... classPath) throws Exception {
    var result = program.classPath((Object[]) classPath).run("App");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToNormalizingNewlines(EXPECTED);
  }

  @Test
  void runWithoutAgent() throws Exception {
    Path library = woven(lib, "lib.jar");
    assertRuns(new ChildJvm(folder), library, woven(app, "app.jar", library));
  }

  @Test
  void areLinkedToALibraryThatIsWovenLater() throws Exception {
    Path program = woven(app, "app.jar", lib);
    assertRuns(new ChildJvm(folder), woven(lib, "lib.jar"), program);
  }

  @Test
  void workBesideClassesThatTheAgentWeaves() throws Exception {
    assertRuns(new ChildJvm(folder).agent("verify"), woven(lib, "lib.jar"), app);
    assertRuns(new ChildJvm(folder).agent("verify"), lib, woven(app, "app.jar", lib));
  }
}
