package dev.weft.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.samples.FailingSample;
import dev.weft.junit.samples.LeavingSample;
import dev.weft.junit.samples.LifeCycleSample;
import dev.weft.junit.samples.UnwovenSample;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that were woven when they were built, and one that was not, in a JVM without the agent. */
class BuildTimeWovenTest {

  private static final List<Class<?>> WOVEN =
      List.of(LifeCycleSample.class, FailingSample.class, LeavingSample.class);

  @TempDir Path folder;

  @Test
  void needsNoAgent() throws Exception {
    Path woven = folder.resolve("woven");
    java("-jar", System.getProperty("weft.transformer"), "weave", "-cp", classPath(), in(), woven);
    String found =
        java(
            "-cp",
            woven + File.pathSeparator + classPath(),
            Outcomes.class.getName(),
            LifeCycleSample.class.getName(),
            FailingSample.class.getName(),
            LeavingSample.class.getName(),
            UnwovenSample.class.getName());
    assertThat(found)
        .contains("plain(): SUCCESSFUL", "nested(): SUCCESSFUL", "allowed(): SUCCESSFUL")
        .contains("checkedAfterSuspension(): FAILED java.io.IOException: no such host")
        .contains("onLoop(): FAILED java.lang.AssertionError: LeavingSample.onLoop() is over")
        .contains(UnwovenSample.class.getName() + " has not been woven")
        .doesNotContain("first():", "second():");
  }

  /** A folder with the samples that are to be woven. */
  private Path in() throws IOException, URISyntaxException {
    Path classes = Path.of(LifeCycleSample.class.getResource("LifeCycleSample.class").toURI());
    Path in = folder.resolve("in/dev/weft/junit/samples");
    Files.createDirectories(in);
    try (Stream<Path> all = Files.list(classes.getParent())) {
      for (Path each : all.filter(BuildTimeWovenTest::isToBeWoven).toList()) {
        Files.copy(each, in.resolve(each.getFileName()));
      }
    }
    return folder.resolve("in");
  }

  private static boolean isToBeWoven(Path file) {
    return WOVEN.stream()
        .anyMatch(each -> file.getFileName().toString().startsWith(each.getSimpleName()));
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private String java(Object... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int exit = process.waitFor();
    String text = Files.readString(out, UTF_8);
    assertThat(exit).as(text).isZero();
    return text;
  }
}
