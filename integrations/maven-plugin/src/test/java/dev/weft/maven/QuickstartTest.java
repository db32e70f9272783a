package dev.weft.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Maven builds a project that has added Weft as the guide says. */
class QuickstartTest {

  @TempDir private Path temp;

  @Test
  void isWovenTestedAndRunWithoutAnAgent() throws Exception {
    var project = new SampleProject("quickstart", temp, TestRepository.create());
    SampleProject.Built built = project.maven("verify");
    assertThat(built.log()).contains("BUILD SUCCESS", "Tests run: 1, Failures: 0", "no problems");
    assertThat(built.status()).isZero();
    assertThat(project.names("target/classes/com/example"))
        .containsExactly(
            "App$greet$Frame.class",
            "App$lambda$main$0$Frame.class",
            "App.class",
            "Name$of$Frame.class",
            "Name.class");

    Path runtime = Path.of(TestRepository.property("weft.root"), "runtime/target/weft-runtime.jar");
    Path annotations =
        Path.of(TestRepository.property("weft.root"), "annotations/target/weft-annotations.jar");
    Path jar = project.path("target/quickstart-1.0-SNAPSHOT.jar");
    SampleProject.Built ran = project.java("com.example.App", jar, runtime, annotations);
    assertThat(ran.log()).isEqualToIgnoringNewLines("hello WORLD");
  }
}
