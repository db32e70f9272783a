package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify CLASS_OR_JAR}: weaves in memory what is not woven, and checks all of it. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks class files: woven ones as they are, others as they would be woven. Exit status 1 if"
            + " a problem is found, or a method would be refused.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CLASS_OR_JAR", description = "A class file, a folder or a jar.")
  private Path in;

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  private final List<String> problems = new ArrayList<>();
  private int classes;
  private int woven;

  VerifyCommand() {}

  @Override
  public Integer call() throws IOException {
    try (var project = Project.open(in, options, spec.commandLine().getErr())) {
      verify(project);
      for (Project inside : project.nested().values()) {
        verify(inside);
      }
      project.warnOfMissing(spec.commandLine().getErr());
    }
    PrintWriter out = spec.commandLine().getOut();
    problems.forEach(out::println);
    out.println(
        classes
            + " classes checked, "
            + woven
            + " of them newly woven, "
            + problems.size()
            + " problems");
    return problems.isEmpty() ? 0 : 1;
  }

  private void verify(Project project) throws IOException {
    for (String file : project.input().files()) {
      if (!Project.isClass(file)) {
        continue;
      }
      classes++;
      try {
        WovenClass result = project.weave(file);
        if (result != null) {
          woven++;
          result.methods().stream()
              .map(MethodReport::refusal)
              .filter(Objects::nonNull)
              .forEach(problems::add);
        }
        problems.addAll(project.check(file, result));
      } catch (BrokenClassException e) {
        problems.add(e.getMessage());
      }
    }
  }
}
