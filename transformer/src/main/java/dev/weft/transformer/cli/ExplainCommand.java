package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.dump.Dump;
import dev.weft.transformer.dump.ReportText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain CLASS_OR_JAR}: the report of every {@code @Async} method. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Shows the suspension points of every @Async method and what is kept at each.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ExplainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CLASS_OR_JAR", description = "A class file, a folder or a jar.")
  private Path in;

  @Option(
      names = "--dump",
      paramLabel = "DIR",
      description = "Also write the classes, listings and reports there, as the agent does.")
  private @Nullable Path dump;

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  ExplainCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    int explained = 0;
    try (var project = Project.open(in, options, spec.commandLine().getErr())) {
      explained += explain(project);
      for (Project inside : project.nested().values()) {
        explained += explain(inside);
      }
      for (String problem : project.problemsOfDeclarations()) {
        spec.commandLine().getErr().println("weft: error: " + problem);
      }
      project.warnOfMissing(spec.commandLine().getErr());
    }
    if (explained == 0) {
      out.println("nothing to weave in " + in + ": no @Async methods, or woven already");
    }
    return 0;
  }

  private int explain(Project project) throws IOException {
    int explained = 0;
    for (String file : project.input().files()) {
      WovenClass woven = project.weave(file);
      if (woven != null) {
        explained++;
        spec.commandLine().getOut().println(ReportText.of(woven));
        if (dump != null) {
          new Dump(dump).write(woven);
        }
      }
    }
    return explained;
  }
}
