package dev.weft.gradle;

import dev.weft.transformer.cli.BuildReport;
import dev.weft.transformer.cli.SourcePositions;
import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.WeavingRules;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradle.api.DefaultTask;
import org.gradle.api.GradleException;
import org.gradle.api.InvalidUserDataException;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.DirectoryProperty;
import org.gradle.api.file.FileCollection;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.CacheableTask;
import org.gradle.api.tasks.Classpath;
import org.gradle.api.tasks.IgnoreEmptyDirectories;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.Internal;
import org.gradle.api.tasks.OutputDirectory;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.TaskAction;

/** Weaves what the compilers of a source set have written into one folder. */
@CacheableTask
public abstract class WeaveTask extends DefaultTask {

  /** For Gradle. */
  public WeaveTask() {}

  /** The folders that the compilers write. */
  @InputFiles
  @IgnoreEmptyDirectories
  @PathSensitive(PathSensitivity.RELATIVE)
  public abstract ConfigurableFileCollection getCompiled();

  /**
   * What the classes are compiled against. Its resources count, too: they declare task-like types.
   */
  @Classpath
  public abstract ConfigurableFileCollection getClassPath();

  /** The source set's own declarations of task-like types. */
  @InputFiles
  @IgnoreEmptyDirectories
  @PathSensitive(PathSensitivity.RELATIVE)
  public abstract ConfigurableFileCollection getDeclarations();

  /** As in {@link WeftExtension}. */
  @Input
  public abstract Property<String> getMonitors();

  /** As in {@link WeftExtension}. */
  @Input
  public abstract Property<String> getCompat();

  /** As in {@link WeftExtension}. */
  @Input
  public abstract ListProperty<String> getIncludes();

  /** As in {@link WeftExtension}. */
  @Input
  public abstract ListProperty<String> getExcludes();

  /** The JDK that runs Gradle, whose classes are looked at. */
  @Input
  public String getJdk() {
    return Runtime.version().toString();
  }

  /** Where the sources are, for messages alone. */
  @Internal
  public abstract ConfigurableFileCollection getSources();

  /** Where the classes go; nothing else may lie there. */
  @OutputDirectory
  public abstract DirectoryProperty getDestination();

  /** What the task does. */
  @TaskAction
  public void weave() throws IOException {
    SourceSetWeaving.Outcome outcome =
        SourceSetWeaving.weave(
            new CompiledClasses(paths(getCompiled()), declarations()),
            paths(getClassPath()),
            new ClassSelection(getIncludes().get(), getExcludes().get()),
            rules(),
            getDestination().get().getAsFile().toPath());
    var positions = new SourcePositions(paths(getSources()), SourcePositions.Style.JAVAC);
    outcome.warnings().forEach(each -> getLogger().warn(positions.prefixed(each)));
    String missing = BuildReport.ofMissing(outcome.missing());
    if (missing != null) {
      getLogger().warn(missing);
    }
    List<String> problems = outcome.problems().stream().map(positions::prefixed).toList();
    problems.forEach(getLogger()::error);
    if (!problems.isEmpty()) {
      String others = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
      throw new GradleException(
          "Weaving failed, and no class was written: " + problems.get(0) + others);
    }
    getLogger().info("{} classes woven, into {}", outcome.woven(), getDestination().get());
  }

  private WeavingRules rules() {
    try {
      return new WeavingRules(
          Monitors.of(getMonitors().get()), Compatibility.of(getCompat().get()));
    } catch (IllegalArgumentException e) {
      throw new InvalidUserDataException("Weft: " + e.getMessage(), e);
    }
  }

  private static List<Path> paths(FileCollection files) {
    return files.getFiles().stream().map(File::toPath).toList();
  }

  private Map<String, Path> declarations() {
    var declarations = new HashMap<String, Path>();
    getDeclarations()
        .getAsFileTree()
        .visit(
            file -> {
              if (!file.isDirectory()) {
                declarations.putIfAbsent(file.getPath(), file.getFile().toPath());
              }
            });
    return declarations;
  }
}
