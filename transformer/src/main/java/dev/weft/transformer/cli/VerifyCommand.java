package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        "Checks class files: woven ones as they are, others as they would be woven. Exit status 1"
            + " if a problem is found, or a method would be refused.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CLASS_OR_JAR", description = "A class file, a folder or a jar.")
  private Path in;

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  private final List<String> problems = new ArrayList<>();
  private int classes;
  private int woven;
  private int forNewerJava;

  VerifyCommand() {}

  @Override
  public Integer call() throws IOException {
    try (var project = Project.open(in, options, spec.commandLine().getErr())) {
      var all = new ArrayList<Project>();
      all.add(project);
      all.addAll(project.nested().values());
      var results = new ArrayList<Map<String, @Nullable WovenClass>>();
      for (Project each : all) {
        results.add(weave(each));
      }
      for (int i = 0; i < all.size(); i++) {
        check(all.get(i), results.get(i));
      }
      project.warnOfMissing(spec.commandLine().getErr());
    }
    if (forNewerJava > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "weft: warning: "
                  + forNewerJava
                  + " classes are for a newer Java than this one and were not checked; run verify"
                  + " with that");
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

  /** Weaves all before anything is checked: callers refer to what weaving adds to others. */
  private Map<String, @Nullable WovenClass> weave(Project project) throws IOException {
    var results = new LinkedHashMap<String, @Nullable WovenClass>();
    for (String file : project.input().files()) {
      if (!Project.isClass(file)) {
        continue;
      }
      classes++;
      try {
        results.put(file, project.weaveForChecks(file));
      } catch (BrokenClassException e) {
        problems.add(e.getMessage());
      }
    }
    return results;
  }

  private void check(Project project, Map<String, @Nullable WovenClass> results)
      throws IOException {
    for (Map.Entry<String, @Nullable WovenClass> each : results.entrySet()) {
      WovenClass result = each.getValue();
      if (result != null) {
        woven++;
        result.methods().stream()
            .map(MethodReport::refusal)
            .filter(Objects::nonNull)
            .forEach(problems::add);
      }
      if (Project.isForNewerJava(each.getKey())) {
        forNewerJava++;
      } else {
        problems.addAll(project.check(each.getKey(), result));
      }
    }
  }
}
