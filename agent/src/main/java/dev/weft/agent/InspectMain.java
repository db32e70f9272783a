package dev.weft.agent;

import dev.weft.agent.InspectionRequest.Command;
import dev.weft.transformer.cli.Main;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the agent's jar: shows the coroutines of a program that runs, which was woven
 * by the agent or at build time.
 *
 * <p>It has the agent loaded there, which writes what was asked for to a temporary file; weaves
 * nothing, and ends with 0, or with 1 and one line that says what is wrong.
 */
public final class InspectMain {

  private static final String USAGE =
      """
      Shows the coroutines of a running program.

      java -jar weft-agent.jar ps PID [--json]      all, equal ones together
      java -jar weft-agent.jar dump PID [--json]    the same with whole stacks and variables
      java -jar weft-agent.jar tree PID [--json]    who waits for whom
      java -jar weft-agent.jar leaks PID [--json]   those that nothing can wake any more
      java -jar weft-agent.jar observe PID [--origins | --off]
                                                    observes those started from now on
      java -jar weft-agent.jar flame PID [--seconds N] [--waiting] [--lines] FILE.html
                                                    a flame graph of where they run, or wait;
                                                    10 seconds, if not told; FILE.folded for
                                                    other tools

      Shows what becomes of @Async methods.

      java -jar weft-agent.jar explain [-cp PATH] [--html DIR] [--sources PATH] CLASSES_OR_JAVA...
                                                    as text, or as pages; see explain --help
      java -jar weft-agent.jar explain [-cp PATH] --serve [PORT] CLASSES_OR_JAVA...
                                                    pages that follow your edits

      As an agent: java -javaagent:weft-agent.jar=OPTIONS ...
      """;

  private static final List<String> COMMANDS =
      List.of("ps", "dump", "tree", "leaks", "observe", "flame");

  private InspectMain() {}

  /** See {@link #run}. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    if (CommandLoader.isNeededFor(InspectMain.class)) {
      CommandLoader.main(InspectMain.class, arguments);
      return;
    }
    System.exit(run(arguments, System.out, System.err));
  }

  /** Runs a command line; returns the exit status. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    int status = runUnchecked(arguments, out, err);
    if (status == 0 && out.checkError()) { // which flushes; such a stream does not say more
      err.println("weft: error: standard output cannot be written (is the disk full?)");
      return 1;
    }
    return status;
  }

  private static int runUnchecked(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length == 0 || List.of("help", "--help", "-h").contains(arguments[0])) {
      (arguments.length == 0 ? err : out).print(USAGE);
      return arguments.length == 0 ? 1 : 0;
    }
    if (arguments[0].equals("explain")) {
      return Main.run(arguments);
    }
    try {
      out.print(answer(List.of(arguments)));
      return 0;
    } catch (IOException | IllegalArgumentException wrong) {
      err.println("weft: error: " + wrong.getMessage());
      return 1;
    }
  }

  private static String answer(List<String> arguments) throws IOException {
    String name = arguments.get(0);
    if (!COMMANDS.contains(name)) {
      throw new IllegalArgumentException(
          "unknown command '"
              + name
              + "'; the commands are "
              + String.join(", ", COMMANDS)
              + ", explain");
    }
    List<String> rest = arguments.subList(1, arguments.size());
    return name.equals("flame") ? FlameCommand.run(rest) : inspect(name, rest);
  }

  /** Options may stand before the id of the process, or behind. */
  private static String inspect(String name, List<String> words) throws IOException {
    Command command = Command.valueOf(name.toUpperCase(Locale.ROOT));
    boolean observes = command == Command.OBSERVE;
    boolean json = false;
    String pid = null;
    for (String word : words) {
      switch (word) {
        case "--json" -> json = only(!observes, true, word, name);
        case "--origins" -> command = only(observes, Command.ORIGINS, word, name);
        case "--off" -> command = only(observes, Command.OFF, word, name);
        default -> pid = pid(word, pid, name);
      }
    }
    if (pid == null) {
      throw new IllegalArgumentException("'" + name + "' needs the id of a process");
    }
    TargetProcess.check(pid);
    Command asked = command;
    boolean forPrograms = json;
    return Attaching.ask(
        pid, answer -> new InspectionRequest(asked, forPrograms, answer).text(), Files::readString);
  }

  /** A word that is no option that is known: the id, if there was none before. */
  private static String pid(String word, @Nullable String before, String command) {
    if (word.startsWith("-")) {
      throw unknownOption(word, command);
    }
    if (before != null) {
      throw new IllegalArgumentException(
          "'" + command + "' is about one process, and not about " + before + " and " + word);
    }
    return word;
  }

  /** What an option stands for, if the command has it. */
  private static <T> T only(boolean has, T value, String option, String name) {
    if (!has) {
      throw unknownOption(option, name);
    }
    return value;
  }

  private static IllegalArgumentException unknownOption(String option, String name) {
    return new IllegalArgumentException("'" + name + "' has no option " + option);
  }
}
