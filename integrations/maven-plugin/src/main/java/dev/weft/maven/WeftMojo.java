package dev.weft.maven;

import dev.weft.maven.incremental.FolderSettings;
import dev.weft.transformer.cli.SourcePositions;
import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.WeavingRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What all goals share: their parameters, and which classes of the project they are about. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class WeftMojo extends AbstractMojo {

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /** Does nothing, and leaves all classes as they are. */
  @Parameter(property = "weft.skip", defaultValue = "false")
  private boolean skip;

  /**
   * Patterns of the binary names of classes to weave, such as {@code com.acme.*}; {@code *} stands
   * for any characters, dots too, and {@code ?} for one. None means all.
   */
  @Parameter(property = "weft.includes")
  private List<String> includes = new ArrayList<>();

  /** Patterns of the binary names of classes to leave as they are. */
  @Parameter(property = "weft.excludes")
  private List<String> excludes = new ArrayList<>();

  /**
   * What is done with methods that suspend while they hold a monitor: {@code refuse} fails the
   * build, {@code release} weaves them so that they give it up meanwhile.
   */
  @Parameter(property = "weft.monitors", defaultValue = "refuse")
  private String monitors = "refuse";

  /**
   * Which other library's calls are woven, too: {@code ea-async} weaves its {@code await} in
   * methods that return futures.
   */
  @Parameter(property = "weft.compat", defaultValue = "none")
  private String compat = "none";

  /** The two sets of classes of a project. */
  enum Classes {
    MAIN("classes"),
    TEST("test-classes");

    private final String memory;

    Classes(String memory) {
      this.memory = memory;
    }
  }

  /** What the goal does, if it is not to be skipped and there are classes. */
  abstract void run() throws Exception;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Weft is skipped");
      return;
    }
    try {
      run();
    } catch (MojoExecutionException | MojoFailureException e) {
      throw e;
    } catch (Exception e) {
      throw new MojoExecutionException("Weft: " + e.getMessage(), e);
    }
  }

  /** Warns if the project has a runtime of another version than the plugin's. */
  void warnOfOtherVersion() {
    for (Artifact each : project.getArtifacts()) {
      boolean runtime =
          each.getGroupId().equals(execution.getGroupId())
              && each.getArtifactId().equals("weft-runtime");
      if (runtime && !each.getBaseVersion().equals(execution.getVersion())) {
        getLog()
            .warn(
                "weft-runtime "
                    + each.getBaseVersion()
                    + " is among the dependencies, but weft-maven-plugin is "
                    + execution.getVersion()
                    + "; give both one version, by the property that weft-bom is imported with");
      }
    }
  }

  /** Whether the project has such classes at all. */
  boolean has(Classes classes) {
    boolean has = Files.isDirectory(folder(classes));
    if (!has) {
      getLog().debug("no classes in " + folder(classes));
    }
    return has;
  }

  Path folder(Classes classes) {
    return Path.of(
        classes == Classes.MAIN
            ? project.getBuild().getOutputDirectory()
            : project.getBuild().getTestOutputDirectory());
  }

  /** Where in the sources of such classes messages are about. */
  SourcePositions positions(Classes classes) {
    boolean main = classes == Classes.MAIN;
    List<String> roots =
        main ? project.getCompileSourceRoots() : project.getTestCompileSourceRoots();
    // Kotlin's plugin compiles this folder without making it known
    Path kotlin =
        project.getBasedir().toPath().resolve(main ? "src/main/kotlin" : "src/test/kotlin");
    List<Path> all =
        Stream.concat(roots.stream().map(Path::of), Stream.of(kotlin)).distinct().toList();
    return new SourcePositions(all, SourcePositions.Style.MAVEN);
  }

  /** Settings for what needs neither class path nor options. */
  FolderSettings folders(Classes classes) {
    return new FolderSettings(
        folder(classes), memory(classes), List.of(), ClassSelection.ALL, WeavingRules.DEFAULT, "");
  }

  private Path memory(Classes classes) {
    return Path.of(project.getBuild().getDirectory(), "weft", classes.memory);
  }

  FolderSettings settings(Classes classes) throws MojoExecutionException {
    return new FolderSettings(
        folder(classes),
        memory(classes),
        classPath(classes),
        new ClassSelection(includes, excludes),
        rules(),
        WeaverVersion.get());
  }

  private WeavingRules rules() throws MojoExecutionException {
    try {
      return new WeavingRules(Monitors.of(monitors), Compatibility.of(compat));
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException("Weft: " + e.getMessage(), e);
    }
  }

  /** What the classes were compiled against, without themselves. */
  private List<Path> classPath(Classes classes) throws MojoExecutionException {
    try {
      List<String> elements =
          classes == Classes.MAIN
              ? project.getCompileClasspathElements()
              : project.getTestClasspathElements();
      Path own = folder(classes);
      return elements.stream().map(Path::of).filter(each -> !each.equals(own)).toList();
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("Weft: the dependencies are not resolved", e);
    }
  }
}
