package dev.weft.transformer.cli;

import dev.weft.transformer.Verification;
import dev.weft.transformer.WovenClass;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            + " a problem is found.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CLASS_OR_JAR", description = "A class file, a folder or a jar.")
  private Path in;

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  VerifyCommand() {}

  @Override
  public Integer call() throws IOException {
    List<String> problems = new ArrayList<>();
    int classes = 0;
    int woven = 0;
    try (var project = new Project(in, options)) {
      for (Path file : project.input().files().values()) {
        if (!file.toString().endsWith(".class") || file.endsWith("module-info.class")) {
          continue;
        }
        classes++;
        WovenClass result = project.weave(file);
        woven += result == null ? 0 : 1;
        problems.addAll(
            result == null
                ? Verification.check(Files.readAllBytes(file), project.hierarchy())
                : Verification.check(result, project.hierarchy()));
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
}
