package dev.weft.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Real Maven builds again and again, rightly and wrongly; run by the profile maven-builds. */
@EnabledIfSystemProperty(named = "weft.it.all", matches = "true")
class LongBuildsTest {

  private static final String APP = "src/main/java/com/example/App.java";
  private static final String NAME = "src/main/java/com/example/Name.java";
  private static final String NAME_FRAME = "target/classes/com/example/Name$of$Frame.class";

  @TempDir private Path temp;
  private SampleProject project;

  @BeforeEach
  void copy() throws Exception {
    project = new SampleProject("quickstart", temp, TestRepository.create());
  }

  private String succeeds(String... arguments) throws Exception {
    SampleProject.Built built = project.maven(arguments);
    assertThat(built.log()).contains("BUILD SUCCESS");
    assertThat(built.status()).isZero();
    return built.log();
  }

  private String fails(String... arguments) throws Exception {
    SampleProject.Built built = project.maven(arguments);
    assertThat(built.log()).contains("BUILD FAILURE");
    assertThat(built.status()).isEqualTo(1);
    return built.log();
  }

  @Test
  void aSecondBuildHasNothingToWeave() throws Exception {
    assertThat(succeeds("process-test-classes")).contains("Woven 2 of 2 changed classes");
    assertThat(succeeds("process-test-classes"))
        .contains("Nothing to weave - all classes are up to date");
  }

  @Test
  void changedRemovedAndDependentClasses() throws Exception {
    succeeds("process-classes");
    project.edit(APP, "hello ", "goodbye ");
    succeeds("process-classes");
    assertThat(project.path(NAME_FRAME)).exists();

    Files.delete(project.path(NAME));
    project.edit(APP, "Name.of(name)", "name");
    succeeds("process-classes");
    assertThat(project.names("target/classes/com/example"))
        .containsExactly("App$greet$Frame.class", "App$lambda$main$0$Frame.class", "App.class");
  }

  @Test
  void aRefusalFailsAtFileAndLineAndLeavesNothingHalfWoven() throws Exception {
    project.edit(NAME, "static String of", "static synchronized String of");
    for (int i = 0; i < 2; i++) {
      assertThat(fails("process-classes"))
          .contains(
              "[ERROR] "
                  + project.path(NAME)
                  + ":[9,1] com.example.Name.of(Name.java:9) was not woven: ")
          .contains("Weaving failed, and no class was written");
      assertThat(project.names("target/classes/com/example"))
          .containsExactly("App.class", "Name.class");
    }
    succeeds("test", "-Dweft.monitors=release");
  }

  @Test
  void skippedAndExcluded() throws Exception {
    assertThat(succeeds("process-classes", "-Dweft.skip=true")).contains("Weft is skipped");
    assertThat(project.path(NAME_FRAME)).doesNotExist();
    succeeds("process-classes", "-Dweft.excludes=com.example.N*");
    assertThat(project.path(NAME_FRAME)).doesNotExist();
    assertThat(project.path("target/classes/com/example/App$greet$Frame.class")).exists();
  }

  @Test
  void explainShowsWovenClassesAndVerifyNoticesUnwovenOnes() throws Exception {
    succeeds("process-classes");
    assertThat(succeeds("weft:explain", "-Dweft.class=*Name")).contains("com.example.Name");
    assertThat(succeeds("weft:verify")).contains("5 classes checked", "no problems");
    succeeds("weft:restore");
    assertThat(project.path(NAME_FRAME)).doesNotExist();
    assertThat(fails("weft:verify")).contains("com.example.App is not woven, though");
    assertThat(fails("process-classes", "-Dweft.monitors=none"))
        .contains("option 'monitors' is refuse or release, not 'none'");
  }

  @Test
  void aMissingRuntimeIsToldOnce() throws Exception {
    project.edit(
        "pom.xml",
        "<artifactId>weft-runtime</artifactId>",
        "<artifactId>weft-annotations</artifactId>");
    Files.writeString(
        project.path(APP),
        "package com.example; interface App { @dev.weft.annotations.Async int m(); }");
    Files.writeString(
        project.path(NAME),
        "package com.example; class Name { @dev.weft.annotations.Async int m() { return 1; } }");
    assertThat(fails("process-classes"))
        .contains("dev.weft:weft-runtime is not on the class path that they are compiled against");
  }

  @Test
  void modulesInParallel() throws Exception {
    project = new SampleProject("parallel", temp.resolve("modules"), TestRepository.create());
    succeeds("-T", "4", "verify");
    assertThat(succeeds("-T", "4", "process-test-classes")).contains("Nothing to weave");
    assertThat(project.path("c/target/classes/c/C$c$Frame.class")).exists();
    project.edit("a/src/main/java/a/A.java", "@Async", "");
    succeeds("-T", "4", "process-classes");
    assertThat(project.path("a/target/classes/a/A$a$Frame.class")).doesNotExist();
  }
}
