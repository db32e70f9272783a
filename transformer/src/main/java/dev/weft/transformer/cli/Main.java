package dev.weft.transformer.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The weaver's command line: {@code weave}, {@code explain}, {@code verify}. */
@Command(
    name = "weft",
    mixinStandardHelpOptions = true,
    version = "Weft 0.1.0",
    description =
        "Weaves @Async methods into coroutines at build time, and shows what becomes of them.",
    subcommands = {WeaveCommand.class, ExplainCommand.class, VerifyCommand.class},
    synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class Main implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  Main() {}

  /**
   * Runs a command and exits: 0 if all went well, 1 if something was refused or wrong, 2 for
   * misuse.
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof IOException || failure instanceof RuntimeException) {
                command.getErr().println("weft: error: " + failure.getMessage());
                return 1;
              }
              throw failure;
            })
        .execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing: weave, explain or verify");
  }
}
