package dev.weft.tests.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.tests.agent.ChildJvm.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flight Recorder in JVMs of their own: when it is noticed, and that it is left alone otherwise.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FlightRecorderTest {

  private static final String MODULE = "module app { requires dev.weft.runtime; }";

  /** Runs one coroutine, then what is asked for by {@code jcmd}, then another. */
  private static final String PROGRAM =
      """
      package app;

      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.nio.file.Path;
      import java.util.*;

      public class Main {
        @Async static void waits(Task<String> task) { Weft.await(task); }

        public static void main(String[] args) throws Exception {
          run("first");
          if (args.length > 0) {
            jcmd("JFR.start", "name=x", args[1]);
            while (args[0].equals("agent") && !isNoticed()) {
              Thread.sleep(5);
            }
            run("second");
            jcmd("JFR.stop", "name=x", "filename=x.jfr");
          }
          System.out.println("done");
        }

        /** The agent notices on a thread of its own. */
        static boolean isNoticed() {
          boolean known = "true".equals(System.getProperty("weft.jfr"));
          return known && Thread.getAllStackTraces().keySet().stream()
              .noneMatch(each -> each.getName().equals("weft-flight-recorder"));
        }

        static void run(String name) throws Exception {
          var completer = new Task.Completer<String>();
          try (var loop = Schedulers.eventLoop()) {
            Task<Void> task = Weft.start(loop, () -> waits(completer.task())).withName(name);
            while (task.frames().isEmpty()) {
              Thread.onSpinWait();
            }
            Thread.sleep(30); // longer than the threshold
            completer.complete("");
            task.get();
          }
        }

        static void jcmd(String... command) throws Exception {
          var line = new ArrayList<>(List.of(
              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
              String.valueOf(ProcessHandle.current().pid())));
          line.addAll(List.of(command));
          Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
          String said = new String(process.getInputStream().readAllBytes());
          if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
          }
        }
      }
      """;

  private static final String WANTED = "+dev.weft.CoroutineSuspend#enabled=true";

  private Path folder = Path.of("");
  private Path classes = Path.of("");
  private Path woven = Path.of("");

  @BeforeAll
  void compile(@TempDir Path temporary) throws Exception {
    folder = temporary;
    classes =
        Compiler.compileModule(
            folder.resolve("app"), Map.of("module-info.java", MODULE, "Main.java", PROGRAM));
    woven = folder.resolve("woven");
    Result weaving = new ChildJvm(folder).classPath().weave(classes, woven);
    assertThat(weaving.exit()).as(weaving.err()).isZero();
  }

  private static void runs(ChildJvm jvm, String... arguments) throws Exception {
    Result result = jvm.run(arguments);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("done");
  }

  /** What {@code jfr print} shows of the file of that name. */
  private String printed(String file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jfr").toString(),
                "print",
                "--categories",
                "Weft",
                folder.resolve(file).toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  @Test
  void recordedFromTheStart() throws Exception {
    runs(
        new ChildJvm(folder)
            .classPath(woven)
            .option("-XX:StartFlightRecording:filename=start.jfr," + WANTED),
        "app.Main");

    assertThat(printed("start.jfr"))
        .contains("dev.weft.CoroutineSuspend {", "name = \"first\"", "waitKind = \"COMPLETER\"")
        .contains("app.Main.waits(Main.java:9)");
  }

  @Test
  void inModules() throws Exception {
    String modules = Jars.application() + java.io.File.pathSeparator + woven;
    runs(
        new ChildJvm(folder)
            .option("-p")
            .option(modules)
            .option("--add-modules=jdk.jfr")
            .option(
                "-XX:StartFlightRecording:filename=modules.jfr,"
                    + "+dev.weft.CoroutineSuspend#stackDepth=1,"
                    + WANTED),
        "-m",
        "app/app.Main");

    assertThat(printed("modules.jfr")).contains("name = \"first\"", "... 1 more");
  }

  @Test
  void theAgentNoticesARecordingThatBeginsLater() throws Exception {
    ChildJvm jvm = new ChildJvm(folder).agent("").classPath(classes);

    runs(jvm, "app.Main", "agent", WANTED);

    assertThat(printed("x.jfr")).contains("name = \"second\"").doesNotContain("\"first\"");
  }

  @Test
  void soDoesARuntimeThatWasAskedTo() throws Exception {
    runs(
        new ChildJvm(folder).classPath(woven).option("-Dweft.jfr=true"),
        "app.Main",
        "runtime",
        WANTED);

    assertThat(printed("x.jfr")).contains("name = \"second\"").doesNotContain("\"first\"");
  }

  /** The classes that a run without a recording loads, of Flight Recorder and for it. */
  private List<String> loaded(ChildJvm jvm) throws Exception {
    Result result = jvm.option("-Xlog:class+load:stdout").run("app.Main");
    assertThat(result.exit()).as(result.err()).isZero();
    return result
        .out()
        .lines()
        .filter(each -> each.contains(" jdk.jfr.") || each.contains(" dev.weft.internal.jfr."))
        .map(each -> each.replaceAll(".*\\] ", "").replaceAll(" source:.*", ""))
        .toList();
  }

  @Test
  void nothingIsLoadedWhileNobodyUsesIt() throws Exception {
    assertThat(loaded(new ChildJvm(folder).agent("").classPath(classes)))
        .containsOnly("dev.weft.internal.jfr.FlightRecording");
    assertThat(loaded(new ChildJvm(folder).classPath(woven)))
        .containsExactlyInAnyOrder(
            "dev.weft.internal.jfr.FlightRecording", "jdk.jfr.FlightRecorder");
    assertThat(loaded(new ChildJvm(folder).classPath(woven).option("-Dweft.jfr=false")))
        .containsOnly("dev.weft.internal.jfr.FlightRecording");
  }

  @Test
  void aJdkWithoutItIsEnough() throws Exception {
    runs(
        new ChildJvm(folder)
            .classPath(woven)
            .option("--limit-modules=java.base")
            .option("-Dweft.jfr=true"),
        "app.Main");
  }
}
