package dev.weft.benchmarks.report;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line of the benchmarks: {@code run}, {@code memory}, {@code startup}, {@code server}
 * and {@code report}; anything else goes to JMH as it is.
 */
@Command(
    name = "weft-benchmarks",
    mixinStandardHelpOptions = true,
    version = "Weft 0.1.0",
    description =
        "Measures Weft. Any other arguments are JMH's own: a regular expression, -f 1, ...",
    subcommands = {
      RunCommand.class,
      MemoryCommand.class,
      StartupCommand.class,
      ServerCommand.class,
      ReportCommand.class
    })
public final class Main implements Runnable {

  private static final List<String> OPTIONS = List.of("-h", "--help", "-V", "--version");

  @Spec private CommandSpec spec;

  Main() {}

  /** Runs a command and exits. */
  public static void main(String[] args) throws IOException {
    var commandLine =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Main::report);
    boolean ours =
        args.length == 0
            || (commandLine.getSubcommands().containsKey(args[0]) || OPTIONS.contains(args[0]));
    if (ours) {
      System.exit(commandLine.execute(args));
    }
    org.openjdk.jmh.Main.main(args);
  }

  private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof IOException) {
      command.getErr().println("weft-benchmarks: error: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing, or what JMH is to run: .* for everything");
  }
}
