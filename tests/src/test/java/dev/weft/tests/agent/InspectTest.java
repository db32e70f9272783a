package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weft.tests.agent.ChildJvm.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The coroutines of a running program, seen from another process. */
class InspectTest {

  @TempDir Path folder;

  /** Has commands ask about itself, and prints what they say. */
  private static final String INSPECTED =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.*;

      public class Main {
        @Async static void waits(Task<String> task) { Weft.await(task); }

        public static void main(String[] args) throws Exception {
          if (args[1].equals("none")) {
            inspect(args[0], "ps");
            return;
          }
          if (args[1].startsWith("before:")) {
            inspect(args[0], args[1].substring(7));
            args[1] = "ps";
          }
          Task.Completer<String> completer = Task.completer();
          try (var loop = Schedulers.eventLoop()) {
            Task<Void> task = Weft.start(loop, () -> waits(completer.task())).withName("inspected");
            while (task.frames().isEmpty()) {
              Thread.onSpinWait();
            }
            for (String each : args[1].split(";")) {
              inspect(args[0], each);
            }
            completer.complete("");
            task.get();
            System.out.println("went on");
          }
        }

        static void inspect(String agent, String command) throws Exception {
          String java = System.getProperty("java.home") + "/bin/java";
          var line = new ArrayList<>(List.of(java));
          line.addAll(List.of(System.getProperty("inspecting", "").split(" ")));
          line.removeIf(String::isEmpty);
          line.addAll(List.of("-jar", agent));
          String[] words = command.split(" ");
          if (words.length == 3 && words[1].equals(">")) {
            line.addAll(List.of(words[0], String.valueOf(ProcessHandle.current().pid())));
            Process process =
                new ProcessBuilder(line).redirectOutput(new java.io.File(words[2])).start();
            System.out.print(new String(process.getErrorStream().readAllBytes()));
            System.out.println("exit " + process.waitFor());
            return;
          }
          line.add(words[0]);
          line.add(String.valueOf(ProcessHandle.current().pid()));
          line.addAll(Arrays.asList(words).subList(1, words.length));
          Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
          System.out.println(new String(process.getInputStream().readAllBytes()));
          System.out.println("exit " + process.waitFor());
        }
      }
      """;

  private ChildJvm inspected() {
    return new ChildJvm(folder)
        .option("-XX:+IgnoreUnrecognizedVMOptions")
        .option("-XX:+EnableDynamicAgentLoading");
  }

  private Path compiled() throws IOException {
    return Compiler.compile(folder.resolve("app"), INSPECTED);
  }

  @Test
  void wovenByTheAgent() throws Exception {
    Result result =
        inspected()
            .agent("observe=origins")
            .classPath(compiled())
            .run("Main", Jars.AGENT.toString(), "dump;tree;leaks;ps --json");

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("\"inspected\" suspended for", "waits(Main.java:6)", "made at")
        .contains("#1 \"inspected\" suspended at Main.waits(Main.java:6)")
        .contains("no coroutine has leaked")
        .contains("{\"version\":1,")
        .doesNotContain("exit 1")
        .endsWith("went on" + System.lineSeparator());
  }

  @Test
  void wovenAtBuildTimeAndObservedFromOutside() throws Exception {
    Path woven = folder.resolve("woven");
    Result weaving = new ChildJvm(folder).classPath().weave(compiled(), woven);
    assertThat(weaving.exit()).as(weaving.err()).isZero();

    Result result =
        inspected()
            .classPath(woven)
            .run("Main", Jars.AGENT.toString(), "ps;leaks;observe;leaks;observe --off;ps");

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("Coroutines are not observed", "\"inspected\" suspended, waits for")
        .contains("so leaks are not found")
        .contains("coroutines that begin from now on are observed\n")
        .contains("coroutines are not observed any more")
        .containsPattern("no coroutine that began since \\S+ has leaked; older ones are not obs")
        .doesNotContain("exit 1")
        .endsWith("went on" + System.lineSeparator());
  }

  @Test
  void observedBeforeThereIsACoroutine() throws Exception {
    Result result =
        inspected()
            .agent("")
            .classPath(compiled())
            .run("Main", Jars.AGENT.toString(), "before:observe --origins");

    assertThat(result.out())
        .contains("no coroutine has been started there yet", "and where they are made")
        .contains("#1 \"inspected\"")
        .doesNotContain("Coroutines are not observed", "exit 1");
  }

  @Test
  void withoutWeft() throws Exception {
    Result result = inspected().classPath(compiled()).run("Main", Jars.AGENT.toString(), "none");

    assertThat(result.out()).contains("does not use Weft, or has started no coroutine", "exit 1");
  }

  /** Whoever sets {@code JAVA_TOOL_OPTIONS} for a program sets them for the commands, too. */
  @Test
  void byACommandWhichHasTheAgentItself() throws Exception {
    Result result =
        inspected()
            .option("-Dinspecting=-javaagent:" + Jars.AGENT)
            .agent("")
            .classPath(compiled())
            .run("Main", Jars.AGENT.toString(), "ps");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("\"inspected\" suspended").doesNotContain("exit 1");
  }

  /** The JDK's compiler, and its server, are as far from the boot loader as what attaches. */
  @Test
  void whatIsExplainedByACommandWhichHasTheAgentItself() throws Exception {
    Path source = Files.writeString(folder.resolve("Main.java"), INSPECTED);
    String[] line = {"-jar", Jars.AGENT.toString(), "explain", source.toString()};
    Result plain = new ChildJvm(folder).run(withClassPath(line));

    Result result = new ChildJvm(folder).agent("").run(withClassPath(line));

    assertThat(result).isEqualTo(plain);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("waits");
  }

  private static String[] withClassPath(String... line) {
    var all = new ArrayList<>(List.of(line));
    all.addAll(4, List.of("-cp", Jars.application()));
    all.removeIf(String::isEmpty);
    return all.toArray(String[]::new);
  }

  private Result command(String... words) throws Exception {
    var line = new String[words.length + 2];
    line[0] = "-jar";
    line[1] = Jars.AGENT.toString();
    System.arraycopy(words, 0, line, 2, words.length);
    return new ChildJvm(folder).run(line);
  }

  @Test
  void wrongCommandLines() throws Exception {
    assertThat(command("ps", "x").err())
        .isEqualToIgnoringNewLines(error("'x' is not the id of a process"));
    assertThat(command("ps", "99999999").err())
        .isEqualToIgnoringNewLines(error("there is no process 99999999"));
    assertThat(command("nope").err()).startsWith(error("unknown command 'nope'"));
    assertThat(command("ps").err()).startsWith(error("'ps' needs the id of a process"));
    assertThat(command("ps", "--json").err()).startsWith(error("'ps' needs the id of a process"));
    assertThat(command("ps", "--json", "99999999").err())
        .isEqualToIgnoringNewLines(error("there is no process 99999999"));
    assertThat(command("ps", "--off", "99999999").err())
        .isEqualToIgnoringNewLines(error("'ps' has no option --off"));
    assertThat(command("tree", "99999999", "-x").err())
        .isEqualToIgnoringNewLines(error("'tree' has no option -x"));
    assertThat(command("observe", "99999999", "--json").err())
        .isEqualToIgnoringNewLines(error("'observe' has no option --json"));
    assertThat(command("dump", "1", "2").err())
        .isEqualToIgnoringNewLines(error("'dump' is about one process, and not about 1 and 2"));
    assertThat(command("help").out()).contains("leaks PID");
  }

  /** What a full disk does. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void anAnswerThatCannotBeWritten() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    Result result =
        inspected()
            .agent("")
            .classPath(compiled())
            .run("Main", Jars.AGENT.toString(), "ps > /dev/full");

    assertThat(result.out()).contains("weft: error: standard output cannot be written", "exit 1");
  }

  /** Says its id, and runs until its input ends. */
  private static final String WAITING =
      """
      public class Waiting {
        public static void main(String[] args) throws Exception {
          System.out.println(ProcessHandle.current().pid());
          while (System.in.read() >= 0) {}
        }
      }
      """;

  private interface Asked {
    void of(String pid) throws Exception;
  }

  /** What a program prints to standard error that is asked while it runs. */
  private String whileRunning(List<String> prefix, String option, Asked asked) throws Exception {
    Path classes = Compiler.compile(folder.resolve("waiting"), WAITING);
    var line = new ArrayList<>(prefix);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+EnableDynamicAgentLoading"));
    line.addAll(List.of(option, "-cp", classes.toString(), "Waiting"));
    Process process = new ProcessBuilder(line).start();
    try (var out = process.inputReader()) {
      asked.of(out.readLine());
    } finally {
      process.getOutputStream().close();
    }
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  @Test
  void oneThatLetsNobodyAttach() throws Exception {
    String said =
        whileRunning(
            List.of(),
            "-XX:+DisableAttachMechanism",
            pid -> {
              Result result = command("ps", pid);
              assertThat(result.exit()).isEqualTo(1);
              assertThat(result.err().lines())
                  .singleElement()
                  .asString()
                  .startsWith(error("process " + pid + " does not let anybody attach"));
            });
    assertThat(said).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneThatIsStopped() throws Exception {
    whileRunning(
        List.of(),
        "-Xshare:auto",
        pid -> {
          signal("STOP", pid);
          try {
            Result result = command("ps", pid);
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err())
                .startsWith(error("process " + pid + " is stopped, so it cannot answer;"));
          } finally {
            signal("CONT", pid);
          }
        });
  }

  private static void signal(String name, String pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Only where the tests are run by somebody who may run a program for another user. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void oneOfAnotherUser() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(Path.of("/usr/bin/setpriv")).exists();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path agent = Files.copy(Jars.AGENT, folder.resolve("agent.jar"));
    List<String> asNobody =
        List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    String said =
        whileRunning(
            asNobody,
            "-Xshare:auto",
            pid -> {
              Result result = new ChildJvm(folder).run("-jar", agent.toString(), "ps", pid);
              assertThat(result.err().lines())
                  .singleElement()
                  .asString()
                  .startsWith(error("process " + pid + " does not use Weft"));
            });

    assertThat(said).isEmpty();
  }

  private static String error(String what) {
    return "weft: error: " + what;
  }
}
