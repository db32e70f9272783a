package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Suspended callers in stack traces, and {@code -Ddev.weft.callersInTraces=false}. */
@TestInstance(Lifecycle.PER_CLASS)
class CallersInTracesTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Throws {
        @Async static void outer() throws Exception { inner(); }
        @Async static void inner() throws Exception { Weft.yieldNow(); throw new Exception("boom"); }

        public static void main(String[] args) {
          try (EventLoop loop = Schedulers.eventLoop()) {
            Weft.run(loop, () -> { outer(); });
          } catch (Exception e) {
            for (StackTraceElement call : e.getStackTrace()) {
              if (call.getClassName().equals("Throws")) System.out.println(call.getMethodName());
            }
          }
        }
      }
      """;

  private Path folder = Path.of("");
  private Path classes = Path.of("");

  @BeforeAll
  void compile(@TempDir Path temporary) throws Exception {
    folder = temporary;
    classes = Compiler.compile(folder.resolve("app"), PROGRAM);
  }

  private List<String> callsInTheTrace(String... options) throws Exception {
    ChildJvm jvm = new ChildJvm(folder).agent("").classPath(classes);
    for (String option : options) {
      jvm.option(option);
    }
    ChildJvm.Result result = jvm.run("Throws");
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    return result.out().lines().toList();
  }

  @Test
  void showSuspendedCallers() throws Exception {
    assertThat(callsInTheTrace()).containsExactly("inner", "outer", "lambda$main$0");
  }

  @Test
  void showOnlyWhatWasOnTheStackIfSwitchedOff() throws Exception {
    assertThat(callsInTheTrace("-Ddev.weft.callersInTraces=false")).containsExactly("inner");
  }
}
