package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
                command.getErr().println("weft: error: " + describe(failure));
                return 1;
              }
              throw failure;
            })
        .execute(args);
  }

  /** The message, in words where it is no more than the name of a file. */
  private static String describe(Exception failure) {
    if (!(failure instanceof FileSystemException file) || file.getReason() != null) {
      return String.valueOf(failure.getMessage());
    }
    String what = "cannot be read or written (" + failure.getClass().getSimpleName() + ")";
    if (failure instanceof NoSuchFileException) {
      what = "does not exist";
    } else if (failure instanceof AccessDeniedException) {
      what = "may not be accessed";
    }
    return file.getFile() + " " + what;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing: weave, explain or verify");
  }
}
