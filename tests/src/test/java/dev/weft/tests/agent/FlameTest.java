package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.tests.agent.ChildJvm.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code flame}. */
class FlameTest {

  @TempDir Path folder;

  /** Has commands ask about itself, and prints what they say. */
  private static final String SAMPLED =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.*;

      public class Main {
        static volatile boolean stopped;

        @Async static void outer() {
          while (!stopped) {
            inner();
          }
        }

        @Async static void inner() {
          Weft.yieldNow();
          for (long end = System.nanoTime() + 3_000_000; System.nanoTime() < end; ) {}
        }

        @Async static void waits(Task<String> task) { Weft.await(task); }

        public static void main(String[] args) throws Exception {
          if (args[1].equals("none")) {
            flame(args[0], List.of("--seconds", "1", "none.html"));
            return;
          }
          Task.Completer<String> completer = Task.completer();
          try (var loop = Schedulers.eventLoop()) {
            Task<Void> waits = Weft.start(loop, () -> waits(completer.task()));
            Weft.start(loop, () -> outer());
            for (String each : args[1].split(";")) {
              flame(args[0], Arrays.asList(each.split(" ")));
            }
            stopped = true;
          }
          System.out.println("went on");
        }

        static void flame(String agent, List<String> options) throws Exception {
          String java = System.getProperty("java.home") + "/bin/java";
          String pid = String.valueOf(ProcessHandle.current().pid());
          var line = new ArrayList<>(List.of(java, "-jar", agent, "flame", pid));
          line.addAll(options);
          Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
          System.out.print(new String(process.getInputStream().readAllBytes()));
          System.out.println("exit " + process.waitFor());
        }
      }
      """;

  private Result sampled(String commands) throws Exception {
    Result result =
        new ChildJvm(folder)
            .option("-XX:+IgnoreUnrecognizedVMOptions")
            .option("-XX:+EnableDynamicAgentLoading")
            .agent("")
            .classPath(Compiler.compile(folder.resolve("app"), SAMPLED))
            .run("Main", Jars.AGENT.toString(), commands);
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    return result;
  }

  /** The names in a page, each of which leaves out what it shares with the one before. */
  private static List<String> names(String page) {
    int begin = page.indexOf("const cpool = [") + "const cpool = [".length();
    String pool = page.substring(begin, page.indexOf("\n];", begin));
    var names = new ArrayList<String>();
    String before = "";
    for (String line : pool.strip().lines().toList()) {
      String text = line.substring(1, line.lastIndexOf('\''));
      before =
          names.isEmpty() ? text : before.substring(0, text.charAt(0) - ' ') + text.substring(1);
      names.add(before);
    }
    return names;
  }

  @Test
  void pagesAndStacks() throws Exception {
    Result result =
        sampled(
            "--seconds 2 run.html;run.folded --seconds 2;--waiting --lines --seconds 1 w.folded");

    assertThat(result.out()).contains("run.html", "went on").doesNotContain("exit 1");
    String page = Files.readString(folder.resolve("run.html"));
    assertThat(page).startsWith("<!DOCTYPE html>").contains("<h1>Where coroutines of process ");
    assertThat(names(page)).contains("Main.inner");
    assertThat(folder.resolve("run.folded")).content().contains("Main.outer;Main.inner");
    assertThat(folder.resolve("w.folded"))
        .content()
        .containsPattern("Main.waits:\\d+;\\(completer\\) \\d+");
  }

  @Test
  void withoutWeft() throws Exception {
    assertThat(sampled("none").out()).contains("does not use Weft, or has started no", "exit 1");
    assertThat(Files.exists(folder.resolve("none.html"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--seconds 0 x.html, --seconds is a number from 1 to 3600",
        "--seconds 1, 'flame' needs the id of a process",
        "--seconds 1 x.html --lines more.html, 'flame' needs the id of a process",
        "x.html --seconds, --seconds is a number from 1 to 3600",
        "--seconds x x.html, not 'x'",
        "--wait x.html, 'flame' has no option --wait",
        "no/such/folder/x.html, no/such/folder/x.html cannot be written: there is no folder",
        "/proc/x.html, /proc/x.html cannot be written: no file can be made in /proc",
        "., is a folder",
      })
  void wrongCommandLines(String options, String message) throws Exception {
    assertThat(sampled(options).out()).contains("weft: error: ", message, "exit 1");
  }
}
