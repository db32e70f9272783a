package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.tests.agent.ChildJvm.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Blocking code in coroutines is warned of although nobody has asked for that, once for a place.
 */
class HeldLoopsTest {

  @TempDir Path folder;

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.concurrent.*;

      public class Main {
        @Async static void query(Semaphore held) {
          Weft.yieldNow();
          held.acquireUninterruptibly();
        }

        public static void main(String[] args) throws Exception {
          boolean own = args[0].equals("own");
          EventLoop loop = own ? Schedulers.eventLoop() : null;
          ExecutorService other = own ? null : Executors.newSingleThreadExecutor();
          if (!own) {
            other.submit(() -> Schedulers.forbidBlocking("somebody's loop")).get();
          }
          Semaphore held = new Semaphore(0);
          for (int i = 0; i < 2; i++) {
            Task<Void> task =
                Weft.start(own ? loop : dev.weft.spi.Scheduler.of(other), () -> query(held));
            var unused = task.withName("query " + i);
            Thread.sleep(Integer.parseInt(args[1]));
            held.release();
            task.get();
          }
          if (own) {
            loop.close();
          } else {
            other.shutdown();
            other.awaitTermination(1, TimeUnit.MINUTES);
          }
          awaitEnd("weft-stall-monitor");
          System.out.println("done");
        }

        /** A pool's thread may still be about to end; the monitor sees it at its next look. */
        static void awaitEnd(String name) throws Exception {
          for (Thread each : Thread.getAllStackTraces().keySet()) {
            if (each.getName().equals(name)) {
              each.join();
            }
          }
        }
      }
      """;

  private Result run(String which, String property) throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    return new ChildJvm(folder)
        .option("-Ddev.weft.stallWarning=" + property)
        .agent("")
        .classPath(classes)
        .run("Main", which, "1000");
  }

  private static List<String> warnings(Result result) {
    assertThat(result.out()).startsWith("done");
    return result
        .err()
        .lines()
        .filter(line -> line.contains("has been held") || line.contains("is free again"))
        .filter(line -> line.contains("Main.query(Main.java:8)")) // a slow machine has others
        .toList();
  }

  @Test
  void onAnEventLoop() throws Exception {
    List<String> warnings = warnings(run("own", "100"));

    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0))
        .contains("weft-loop-1 has been held for ", " ms by Main.query(Main.java:8)", "query 0");
    assertThat(warnings.get(1))
        .contains("weft-loop-1 is free again, after ", "Main.query(Main.java:8)", "query 0");
  }

  @Test
  void onAThreadOfOthers() throws Exception {
    List<String> warnings = warnings(run("others", "100"));

    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0))
        .contains("somebody's loop (thread pool-1-thread-1) has been held for ")
        .contains(" ms by Main.query(Main.java:8)", "query 0");
    assertThat(warnings.get(1)).contains("is free again, after ");
  }

  @Test
  void unlessTheyAreSwitchedOff() throws Exception {
    assertThat(warnings(run("own", "0"))).isEmpty();
  }
}
