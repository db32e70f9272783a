package dev.weft.transformer.cli;

import dev.weft.transformer.WeaveException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
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

  /** Runs a command; returns the exit status. */
  public static int run(String... args) {
    var line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("weft: error: " + describe(failure));
          return 1;
        });
    line.setParameterExceptionHandler(
        (misuse, arguments) -> {
          CommandLine command = misuse.getCommandLine();
          boolean wrongCommand = command.getParent() == null && arguments.length > 0;
          String commands = wrongCommand ? "; the commands are weave, explain and verify" : "";
          String help = "; see " + command.getCommandSpec().qualifiedName() + " --help";
          command.getErr().println("weft: error: " + misuse.getMessage() + commands + help);
          return 2;
        });
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError e) {
      line.getErr().println("weft: error: " + e + "; give the JVM more, with -Xmx or -Xss");
      return 1;
    }
  }

  /** The message, in words where it is no more than the name of a file, or the JVM's. */
  static String describe(Exception failure) {
    if (failure instanceof UncheckedIOException && failure.getCause() instanceof Exception cause) {
      return describe(cause);
    }
    if (!(failure instanceof FileSystemException file)) {
      boolean ours = failure instanceof IOException || failure instanceof WeaveException;
      return ours ? String.valueOf(failure.getMessage()) : "an error in Weft: " + failure;
    }
    if (file.getReason() != null) {
      return String.valueOf(file.getMessage());
    }
    String what = "cannot be read or written (" + failure.getClass().getSimpleName() + ")";
    if (failure instanceof NoSuchFileException) {
      what = "does not exist";
    } else if (failure instanceof AccessDeniedException) {
      what = "may not be accessed";
    } else if (failure instanceof FileAlreadyExistsException) {
      what = "is a file where a folder is needed";
    }
    return file.getFile() + " " + what;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing: weave, explain or verify");
  }
}
