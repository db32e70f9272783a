package dev.weft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.benchmarks.common.Corpus;
import java.io.File;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured was woven while this was built; the agent makes the same bytes of it. */
class WovenAsByTheAgentTest {

  /** A main that loads classes by name, in a JVM with the agent. */
  static final class Loading {
    private Loading() {}

    public static void main(String[] names) throws ClassNotFoundException {
      for (String name : names) {
        Class<?> unused = Class.forName(name.replace('/', '.'));
      }
    }
  }

  private static final Path AGENT = Path.of(System.getProperty("weft.agent.jar"));
  private static final Path UNWOVEN = Path.of(System.getProperty("unwoven.classes"));

  @Test
  void sameBytes(@TempDir Path dump) throws Exception {
    List<String> names = List.copyOf(Corpus.read().keySet());
    load(names, dump);
    Path woven = dump.resolve("woven");
    List<Path> files;
    try (Stream<Path> all = Files.walk(woven)) {
      files = all.filter(WovenAsByTheAgentTest::isOfItsOwn).toList();
    }
    assertThat(files).hasSizeGreaterThan(names.size());
    for (Path file : files) {
      String name = woven.relativize(file).toString().replace('\\', '/');
      assertThat(built(name)).as(name).isEqualTo(Files.readAllBytes(file));
    }
  }

  /** The interfaces of lambdas travel inside the classes that use them. */
  private static boolean isOfItsOwn(Path file) {
    return file.toString().endsWith(".class") && !file.toString().endsWith("$Woven.class");
  }

  private static byte[] built(String name) throws Exception {
    URL resource = Corpus.class.getResource("/" + name);
    assertThat(resource).as(name).isNotNull();
    try (InputStream in = resource.openStream()) {
      return in.readAllBytes();
    }
  }

  /** Loads the classes as they were compiled, under the agent. */
  private static void load(List<String> names, Path dump) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + AGENT + "=dump=" + dump);
    command.add("-cp");
    command.add(unwovenClassPath());
    command.add(Loading.class.getName());
    command.addAll(names);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static String unwovenClassPath() {
    String others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.endsWith("woven"))
            .collect(Collectors.joining(File.pathSeparator));
    return UNWOVEN + File.pathSeparator + others;
  }
}
