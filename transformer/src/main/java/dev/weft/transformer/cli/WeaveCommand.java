package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        "Weaves a folder or jar into another. The result needs weft-runtime on its class path, and no"
            + " agent. Exit status 1 if a method"
            + " was refused or a class file is broken.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WeaveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "IN", description = "A folder or jar of classes.")
  private Path in;

  @Parameters(paramLabel = "OUT", description = "The folder, or jar if its name ends so, to write.")
  private Path out;

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  private final List<String> broken = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int woven;

  WeaveCommand() {}

  @Override
  public Integer call() throws IOException {
    if (Files.exists(in) && Files.exists(out) && Files.isSameFile(in, out)) {
      throw new IOException("IN and OUT are the same; write the woven classes somewhere else");
    }
    PrintWriter err = spec.commandLine().getErr();
    try (var project = new Project(in, options);
        var output = Output.open(out)) {
      for (Map.Entry<String, Path> file : project.input().files().entrySet()) {
        WovenClass result = weave(project, file.getValue());
        if (result == null) {
          output.write(file.getKey(), Files.readAllBytes(file.getValue()));
        } else {
          write(output, file.getKey(), result);
          woven++;
        }
      }
      project.warnOfMissing(err);
    }
    warnings.forEach(err::println);
    broken.forEach(problem -> err.println("weft: error: " + problem));
    refusals.forEach(refusal -> err.println("weft: error: " + refusal));
    spec.commandLine().getOut().println(summary());
    return broken.isEmpty() && refusals.isEmpty() ? 0 : 1;
  }

  /** Null if the class is left as it is: also if it cannot be woven. */
  private @Nullable WovenClass weave(Project project, Path file) throws IOException {
    try {
      return project.weave(file);
    } catch (BrokenClassException e) {
      broken.add(e.getMessage());
      return null;
    }
  }

  private String summary() {
    String failed = broken.isEmpty() ? "" : ", " + broken.size() + " classes failed";
    return woven
        + " classes woven, "
        + refusals.size()
        + " methods refused"
        + failed
        + ", into "
        + out;
  }

  private void write(Output output, String name, WovenClass result) throws IOException {
    String file = result.name() + ".class";
    String folder = name.endsWith(file) ? name.substring(0, name.length() - file.length()) : "";
    output.write(name, result.bytes());
    for (Map.Entry<String, byte[]> added : result.added().entrySet()) {
      output.write(folder + added.getKey() + ".class", added.getValue());
    }
    for (MethodReport method : result.methods()) {
      method.warnings().forEach(each -> warnings.add("weft: warning: " + each));
      if (method.refusal() != null) {
        refusals.add(method.refusal());
      }
    }
  }
}
