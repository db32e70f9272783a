package dev.weft.maven;

import dev.weft.maven.incremental.FolderSettings;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.cli.BrokenClassException;
import dev.weft.transformer.cli.BuildWeaver;
import dev.weft.transformer.cli.SourcePositions;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Checks the project's classes as they lie there: that all are woven that should be, and that the
 * JVM will take them. Nothing is loaded and nothing is written.
 */
@Mojo(
    name = "verify",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class VerifyMojo extends WeftMojo {

  /** Whether the test classes are checked, too. */
  @Parameter(property = "weft.verifyTests", defaultValue = "false")
  private boolean verifyTests;

  private final List<String> problems = new ArrayList<>();
  private int checked;

  /** For Maven. */
  public VerifyMojo() {}

  @Override
  void run() throws Exception {
    verify(Classes.MAIN);
    if (verifyTests) {
      verify(Classes.TEST);
    }
    if (!problems.isEmpty()) {
      String others = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
      throw new MojoFailureException(
          this, "classes are wrong", "Weft found problems: " + problems.get(0) + others);
    }
    getLog().info(checked + " classes checked, no problems");
  }

  private void verify(Classes classes) throws Exception {
    if (!has(classes)) {
      return;
    }
    int before = problems.size();
    FolderSettings settings = settings(classes);
    try (BuildWeaver weaver =
        BuildWeaver.open(
            settings.folder(), settings.classPath(), settings.rules(), settings.selection())) {
      for (Map.Entry<String, @Nullable WovenClass> each : weave(weaver).entrySet()) {
        problems.addAll(weaver.check(each.getKey(), each.getValue()));
      }
      problems.addAll(weaver.problemsOfDeclarations());
    }
    SourcePositions positions = positions(classes);
    problems.stream().skip(before).forEach(problem -> getLog().error(positions.prefixed(problem)));
  }

  /** Weaves all before anything is checked: callers refer to what weaving adds to others. */
  private Map<String, @Nullable WovenClass> weave(BuildWeaver weaver) throws IOException {
    var results = new LinkedHashMap<String, @Nullable WovenClass>();
    for (String file : weaver.classes()) {
      checked++;
      try {
        WovenClass woven = weaver.weave(file);
        results.put(file, woven);
        if (woven != null) {
          addUnwoven(woven);
        }
      } catch (BrokenClassException e) {
        problems.add(e.getMessage());
      }
    }
    return results;
  }

  private void addUnwoven(WovenClass woven) {
    problems.add(
        ClassNames.binary(woven.name())
            + " is not woven, though it has @Async methods or calls some; run the goal weave after"
            + " whatever wrote the class last, or exclude it");
    woven.methods().stream()
        .map(MethodReport::refusal)
        .filter(Objects::nonNull)
        .forEach(problems::add);
  }
}
