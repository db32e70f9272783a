package dev.weft.tests.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The torture tool's command line: {@code weave} and {@code suspend}. */
@Command(
    name = "weft-torture",
    mixinStandardHelpOptions = true,
    description = "Weaves any class files as if every call in them suspended.",
    subcommands = {WeaveCommand.class, SuspendCommand.class},
    synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class Main implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  Main() {}

  /** Runs a command and exits: 0 if all went well, 1 if something failed, 2 for misuse. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof IOException || failure instanceof UncheckedIOException) {
                command.getErr().println("weft-torture: error: " + failure.getMessage());
                return 1;
              }
              throw failure;
            })
        .execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing: weave or suspend");
  }
}
