package dev.weft.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Weft's plugin beside others in real builds; run by the profile maven-builds. */
@EnabledIfSystemProperty(named = "weft.it.all", matches = "true")
class OtherPluginsTest {

  private static final Pattern COVERED_LINE = Pattern.compile("<line nr=\"(\\d+)\" mi=\"0\"");
  private static final Pattern MISSED_LINE = Pattern.compile("<line nr=\"(\\d+)\" mi=\"[1-9]");

  @TempDir private Path temp;

  private SampleProject build(String name, String... arguments) throws Exception {
    var project = new SampleProject(name, temp, TestRepository.create());
    build(project, arguments);
    return project;
  }

  private static String build(SampleProject project, String... arguments) throws Exception {
    SampleProject.Built built = project.maven(arguments);
    assertThat(built.log()).contains("BUILD SUCCESS");
    assertThat(built.status()).isZero();
    return built.log();
  }

  @Test
  void coverageOfJacocosOfflineInstrumentationIsExactAndTheJarIsWoven() throws Exception {
    SampleProject project = build("jacoco", "verify");
    assertIsExact(project);
    Files.delete(project.path("target/jacoco.exec"));
    build(project, "verify"); // with classes that are woven already
    assertIsExact(project);
  }

  @Test
  void shadedJarsAreWoven() throws Exception {
    var project = new SampleProject("quickstart", temp, TestRepository.create());
    project.addPlugin(
        """
        <plugin>
          <artifactId>maven-shade-plugin</artifactId>
          <version>@maven-shade-plugin@</version>
          <executions>
            <execution>
              <goals>
                <goal>shade</goal>
              </goals>
              <configuration>
                <createDependencyReducedPom>false</createDependencyReducedPom>
              </configuration>
            </execution>
          </executions>
        </plugin>
        """);
    build(project, "verify");
    Path jar = project.path("target/quickstart-1.0-SNAPSHOT.jar");
    SampleProject.Built ran = project.java("com.example.App", jar);
    assertThat(ran.log()).isEqualToIgnoringNewLines("hello WORLD");
  }

  @Test
  void springBootsJarsAreWoven() throws Exception {
    var project = new SampleProject("quickstart", temp, TestRepository.create());
    project.addPlugin(
        """
        <plugin>
          <groupId>org.springframework.boot</groupId>
          <artifactId>spring-boot-maven-plugin</artifactId>
          <version>@spring-boot@</version>
          <executions>
            <execution>
              <goals>
                <goal>repackage</goal>
              </goals>
            </execution>
          </executions>
        </plugin>
        """);
    build(project, "verify");
    Path jar = project.path("target/quickstart-1.0-SNAPSHOT.jar");
    SampleProject.Built ran =
        project.java("org.springframework.boot.loader.launch.JarLauncher", jar);
    assertThat(ran.log()).isEqualToIgnoringNewLines("hello WORLD");
  }

  @Test
  void kotlinAndJavaAreWovenTogetherAndRefusalsNameKotlinSources() throws Exception {
    SampleProject project = build("mixed", "verify");
    assertThat(project.names("target/classes/com/example"))
        .contains("Caller$call$Frame.class", "GreetingKt$greeting$Frame.class");
    project.edit("src/main/kotlin/Greeting.kt", "fun greeting", "@Synchronized fun greeting");
    SampleProject.Built failed = project.maven("process-classes");
    assertThat(failed.log())
        .contains("[ERROR] " + project.path("src/main/kotlin/Greeting.kt") + ":[8,1] ");
  }

  private static void assertIsExact(SampleProject project) throws IOException {
    String report = Files.readString(project.path("target/site/jacoco/jacoco.xml"));
    String covered = report.substring(report.indexOf("<sourcefile name=\"Covered.java\""));
    assertThat(lines(covered, COVERED_LINE)).containsExactly("9", "10", "11", "15");
    assertThat(lines(covered, MISSED_LINE)).containsExactly("6", "12", "13");
    assertThat(project.names("target/classes/com/example"))
        .containsExactly("Covered$half$Frame.class", "Covered.class");
  }

  private static List<String> lines(String report, Pattern line) {
    return line.matcher(report).results().map((MatchResult each) -> each.group(1)).toList();
  }
}
