package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.tests.agent.ChildJvm.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's option {@code dumpOnSignal}. */
@DisabledOnOs(OS.WINDOWS)
class SignalDumpTest {

  @TempDir Path folder;

  /** Sends itself the signal that it is told, until standard error says what is expected. */
  private static final String SIGNALLED =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.io.*;

      public class Main {
        @Async static void waits(Task<String> task) { Weft.await(task); }

        public static void main(String[] args) throws Exception {
          var err = new ByteArrayOutputStream();
          System.setErr(new PrintStream(err, true));
          signal(args[0]);
          await(err, "no coroutine has been started yet");
          Task.Completer<String> completer = Task.completer();
          try (var loop = Schedulers.eventLoop()) {
            Task<Void> task = Weft.start(loop, () -> waits(completer.task())).withName("one");
            while (task.frames().isEmpty()) {
              Thread.onSpinWait();
            }
            for (String dump = "waits(Main.java:6)"; !err.toString().contains(dump); Thread.sleep(20)) {
              signal(args[0]); // two that are one behind the other may be one
            }
            completer.complete("");
            task.get();
          }
          System.out.print(err);
          System.out.println("went on");
        }

        static void await(ByteArrayOutputStream err, String text) throws Exception {
          while (!err.toString().contains(text)) {
            Thread.sleep(5);
          }
        }

        static void signal(String name) throws Exception {
          String pid = String.valueOf(ProcessHandle.current().pid());
          new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
        }
      }
      """;

  private Result run(String option, String signal) throws Exception {
    return new ChildJvm(folder)
        .agent("dumpOnSignal=" + option)
        .classPath(Compiler.compile(folder.resolve("app"), SIGNALLED))
        .run("Main", signal);
  }

  @Test
  void allIsPrintedAndTheProgramGoesOn() throws Exception {
    Result result = run("USR1", "USR1");

    assertThat(result.out())
        .startsWith("no coroutine has been started yet")
        .contains("\"one\" suspended, waits for")
        .endsWith("went on" + System.lineSeparator());
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void whoHasTheSignalGetsIt() throws Exception {
    Result result = run("SIGTERM", "TERM"); // the JVM, which ends for it

    assertThat(result.exit()).isEqualTo(128 + 15);
    assertThat(result.out()).doesNotContain("went on");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, Unknown signal: NONE",
    "KILL, Signal already used by VM or OS: SIGKILL",
    "USR2, the JVM or native code uses it",
  })
  void whatCannotBeHandledIsAWrongOption(String signal, String why) throws Exception {
    Result result = run(signal, signal);

    assertThat(result.exit()).isNotZero();
    assertThat(result.err())
        .contains("option 'dumpOnSignal': " + signal + " cannot be used", why, "USR1 is free");
    assertThat(result.out()).isEmpty();
  }
}
