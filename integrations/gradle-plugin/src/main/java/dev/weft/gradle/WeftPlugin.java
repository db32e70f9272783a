package dev.weft.gradle;

import org.gradle.api.Plugin;
import org.gradle.api.Project;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.plugins.JavaBasePlugin;
import org.gradle.api.plugins.JavaPluginExtension;
import org.gradle.api.tasks.SourceSet;
import org.gradle.api.tasks.SourceSetOutput;
import org.gradle.api.tasks.TaskProvider;

/**
 * Gives each source set of a project a task that weaves what its compilers write, and makes the
 * woven classes those that the source set consists of: they are packaged, tested, and what other
 * projects compile against.
 */
public class WeftPlugin implements Plugin<Project> {

  /** For Gradle. */
  public WeftPlugin() {}

  @Override
  public void apply(Project project) {
    WeftExtension weft = project.getExtensions().create("weft", WeftExtension.class);
    weft.getMonitors().convention("refuse");
    weft.getCompat().convention("none");
    project
        .getPlugins()
        .withType(
            JavaBasePlugin.class,
            unused ->
                project
                    .getExtensions()
                    .getByType(JavaPluginExtension.class)
                    .getSourceSets()
                    .all(sourceSet -> add(project, sourceSet, weft)));
  }

  private static void add(Project project, SourceSet sourceSet, WeftExtension weft) {
    TaskProvider<WeaveTask> weave =
        project
            .getTasks()
            .register(
                sourceSet.getTaskName("weave", "classes"),
                WeaveTask.class,
                task -> configure(task, project, sourceSet, weft));
    // when all plugins have said what they compile, Kotlin's for instance
    if (project.getState().getExecuted()) {
      putInPlaceOfCompiled(project, sourceSet, weave);
    } else {
      project.afterEvaluate(unused -> putInPlaceOfCompiled(project, sourceSet, weave));
    }
    project.getTasks().named(sourceSet.getClassesTaskName(), classes -> classes.dependsOn(weave));
  }

  private static void configure(
      WeaveTask task, Project project, SourceSet sourceSet, WeftExtension weft) {
    task.setGroup("build");
    task.setDescription("Weaves the classes of the source set " + sourceSet.getName() + ".");
    task.getClassPath().from(sourceSet.getCompileClasspath());
    task.getDeclarations()
        .from(sourceSet.getResources().matching(files -> files.include("META-INF/weft/**")));
    task.getSources().from(sourceSet.getAllSource().getSourceDirectories());
    task.getMonitors().set(weft.getMonitors());
    task.getCompat().set(weft.getCompat());
    task.getIncludes().set(weft.getIncludes());
    task.getExcludes().set(weft.getExcludes());
    task.getDestination()
        .set(project.getLayout().getBuildDirectory().dir("classes/weft/" + sourceSet.getName()));
  }

  private static void putInPlaceOfCompiled(
      Project project, SourceSet sourceSet, TaskProvider<WeaveTask> weave) {
    ConfigurableFileCollection classes = classesOf(sourceSet.getOutput());
    ConfigurableFileCollection compiled =
        project.getObjects().fileCollection().from(classes.getFrom().toArray());
    compiled.builtBy(classes.getBuiltBy().toArray());
    weave.configure(task -> task.getCompiled().from(compiled));
    classes.setFrom(weave.flatMap(WeaveTask::getDestination));
  }

  /** Gradle has no other way to say of which folders an output consists; all plugins do it so. */
  private static ConfigurableFileCollection classesOf(SourceSetOutput output) {
    if (output.getClassesDirs() instanceof ConfigurableFileCollection classes) {
      return classes;
    }
    throw new IllegalStateException(
        "Weft: this Gradle does not let plugins change the classes of a source set; weave them by"
            + " the script of Weft's guide, building-with-gradle, instead");
  }
}
