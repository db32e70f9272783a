package dev.weft.transformer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weave IN OUT}: build-time weaving; running the result needs no agent. */
@Command(
    name = "weave",
    mixinStandardHelpOptions = true,
    description =
        "Weaves a folder or jar, and the jars inside a Spring Boot or web application, into another or"
            + " in place. The result needs weft-runtime on its class path, and no agent. Exit status"
            + " 1 if a method was refused or a class file is broken.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WeaveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "IN", description = "A folder or jar of classes.")
  private Path in;

  @Parameters(
      paramLabel = "OUT",
      description = "The folder to write, or the jar if its name ends so; may be IN.")
  private Path out;

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  WeaveCommand() {}

  @Override
  public Integer call() throws IOException {
    try (var output = Output.open(in, out)) {
      Weaving weaving = weave(output);
      output.commit(); // now that what it may replace is closed
      PrintWriter err = spec.commandLine().getErr();
      weaving.warnings().forEach(warning -> err.println("weft: warning: " + warning));
      weaving.errors().forEach(error -> err.println("weft: error: " + error));
      spec.commandLine().getOut().println(weaving.summary() + ", into " + out);
      return weaving.errors().isEmpty() ? 0 : 1;
    }
  }

  private Weaving weave(Output output) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (var project = Project.open(in, options, err)) {
      Weaving weaving = Weaving.of(project);
      weaving.write(output);
      project.warnOfMissing(err);
      return weaving;
    }
  }
}
