package dev.weft.gradle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.gradle.api.GradleException;
import org.gradle.api.InvalidUserDataException;
import org.gradle.api.Project;
import org.gradle.api.Task;
import org.gradle.api.internal.project.ProjectInternal;
import org.gradle.api.plugins.JavaPluginExtension;
import org.gradle.api.tasks.CacheableTask;
import org.gradle.api.tasks.SourceSet;
import org.gradle.testfixtures.ProjectBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin in a project of Gradle's test fixture, which has all of a build but its execution.
 * This Gradle knows no newer JDK.
 */
@EnabledForJreRange(max = JRE.JAVA_23)
class WeftPluginTest {

  private static final String CALLED =
      "public class Called { @Async static int called() {\n Weft.yieldNow(); return 1; } }";

  @TempDir private Path temp;
  private Project project;

  @BeforeEach
  void evaluate() throws IOException {
    project =
        ProjectBuilder.builder()
            .withProjectDir(Files.createDirectories(temp.resolve("project")).toFile())
            .withGradleUserHomeDir(temp.resolve("home").toFile())
            .build();
    project.getPluginManager().apply("dev.weft");
    project.getPluginManager().apply("java");
    project.getDependencies().add("implementation", project.files(Sources.RUNTIME.toArray()));
    // evaluating it would look for an installation of Gradle
    var evaluated = (ProjectInternal) project;
    evaluated.getProjectEvaluationBroadcaster().afterEvaluate(project, project.getState());
  }

  private SourceSet sourceSet(String name) {
    return project
        .getExtensions()
        .getByType(JavaPluginExtension.class)
        .getSourceSets()
        .getByName(name);
  }

  private WeaveTask task(String name) {
    return (WeaveTask) project.getTasks().getByName(name);
  }

  private Path path(String name) {
    return project.getProjectDir().toPath().resolve(name);
  }

  private void compileMain(String name, String text) throws IOException {
    Sources.write(path("src/main/java"), name, text);
    Sources.compile(path("src/main/java"), path("build/classes/java/main"));
  }

  @Test
  void wovenClassesStandForTheCompiledOnes() {
    assertThat(sourceSet("main").getOutput().getClassesDirs().getFiles())
        .containsExactly(path("build/classes/weft/main").toFile());
    assertThat(task("weaveClasses").getCompiled().getFiles())
        .containsExactly(path("build/classes/java/main").toFile());
    assertThat(task("weaveTestClasses").getCompiled().getFiles())
        .containsExactly(path("build/classes/java/test").toFile());
    assertThat(sourceSet("test").getRuntimeClasspath().getFiles())
        .contains(
            path("build/classes/weft/main").toFile(), path("build/classes/weft/test").toFile())
        .doesNotContain(path("build/classes/java/main").toFile());
  }

  @Test
  void tasksRunInTheRightOrder() {
    assertThat(needed("jar")).contains("weaveClasses");
    assertThat(needed("classes")).contains("weaveClasses");
    assertThat(needed("weaveClasses")).contains("compileJava");
    assertThat(needed("compileTestJava")).contains("weaveClasses");
    assertThat(needed("test")).contains("weaveClasses", "weaveTestClasses");
  }

  private Stream<String> needed(String task) {
    Task of = project.getTasks().getByName(task);
    return of.getTaskDependencies().getDependencies(of).stream().map(Task::getName);
  }

  @Test
  void inputsAndOutputsAreDeclaredAndTheTaskIsCacheable() {
    WeaveTask task = task("weaveClasses");
    assertThat(task.getInputs().getProperties())
        .containsEntry("monitors", "refuse")
        .containsKeys("includes", "excludes", "jdk")
        .doesNotContainKey("sources");
    assertThat(task.getInputs().getFiles().getFiles())
        .contains(path("build/classes/java/main").toFile())
        .containsAll(Sources.RUNTIME.stream().map(Path::toFile).toList());
    assertThat(task.getOutputs().getFiles().getFiles())
        .containsExactly(path("build/classes/weft/main").toFile());
    assertThat(WeaveTask.class).hasAnnotation(CacheableTask.class);
  }

  @Test
  void theTaskWeaves() throws IOException {
    compileMain("Called", CALLED);
    task("weaveClasses").weave();
    assertThat(Sources.names(path("build/classes/weft/main")))
        .containsExactly("p/Called$called$Frame.class", "p/Called.class");
  }

  @Test
  void aRefusalNamesFileAndLine() throws IOException {
    compileMain("Called", CALLED.replace("static", "synchronized"));
    File source = path("src/main/java/p/Called.java").toFile();
    assertThatThrownBy(task("weaveClasses")::weave)
        .isInstanceOf(GradleException.class)
        .hasMessageStartingWith(
            "Weaving failed, and no class was written: "
                + source
                + ":3: error: p.Called.called(Called.java:3) was not woven: ");
    task("weaveClasses").getMonitors().set("release");
    task("weaveClasses").weave();
  }

  /** As Kotlin's plugin does, which compiles src/main/kotlin and says so to the source set. */
  @Test
  void aRefusalNamesFilesInFoldersThatAnotherPluginAddsWhenTheTaskIsThere() throws IOException {
    WeaveTask weave = task("weaveClasses");
    Path kotlin = path("src/main/kotlin");
    Callable<Path> later = () -> kotlin;
    sourceSet("main").getAllSource().srcDir(later);
    Sources.write(kotlin, "Called", CALLED.replace("static", "synchronized"));
    Sources.compile(kotlin, path("build/classes/java/main"));
    assertThatThrownBy(weave::weave)
        .isInstanceOf(GradleException.class)
        .hasMessageStartingWith(
            "Weaving failed, and no class was written: "
                + kotlin.resolve("p/Called.java")
                + ":3: error: ");
  }

  @Test
  void optionsComeFromTheExtension() throws IOException {
    compileMain("Called", CALLED);
    WeftExtension weft = project.getExtensions().getByType(WeftExtension.class);
    weft.getExcludes().add("p.C*");
    task("weaveClasses").weave();
    assertThat(Sources.names(path("build/classes/weft/main"))).containsExactly("p/Called.class");
    weft.getMonitors().set("none");
    assertThatThrownBy(task("weaveClasses")::weave)
        .isInstanceOf(InvalidUserDataException.class)
        .hasMessage("Weft: option 'monitors' is refuse or release, not 'none'");
    weft.getMonitors().set("refuse");
    weft.getCompat().set("quasar");
    assertThatThrownBy(task("weaveClasses")::weave)
        .isInstanceOf(InvalidUserDataException.class)
        .hasMessage("Weft: option 'compat' is ea-async or none, not 'quasar'");
  }
}
