package dev.weft.transformer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.transformer.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** {@code weave IN OUT}: folders and jars. */
class WeaveCommandTest extends CommandLineTest {

  private static Map<String, byte[]> classesIn(Path folder) throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        classes.put(name.substring(0, name.length() - 6), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  @Test
  void aFolderIsWovenIntoAnother() throws Exception {
    Path in = folder("in", GOOD);
    Path out = temp.resolve("deep/out");

    Ran ran = run("weave", "-cp", CLASS_PATH, in, out);

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0, "1 classes woven, 0 methods refused, into " + out + System.lineSeparator(), ""));
    Map<String, byte[]> woven = classesIn(out);
    assertThat(woven).containsOnlyKeys("p/Good", "p/Good$m$Frame", "p/Plain");
    assertThat(woven.get("p/Plain")).isEqualTo(GOOD.get("p/Plain"));
    assertThat(out.resolve("META-INF/notes.txt")).hasContent("notes");
    Object result =
        Sources.load(woven, "p.Good").getMethod("m", Task.class).invoke(null, Task.completed("x"));
    assertThat(result).isEqualTo("x!");
  }

  @Test
  void weavingTheResultAgainCopiesIt() throws Exception {
    Path in = folder("in", GOOD);
    Path once = temp.resolve("once");
    Path twice = temp.resolve("twice");
    assertThat(run("weave", "-cp", CLASS_PATH, in, once).status()).isZero();

    Ran ran = run("weave", "-cp", CLASS_PATH, once, twice);

    assertThat(ran.out()).startsWith("0 classes woven, 0 methods refused");
    Map<String, byte[]> expected = classesIn(once);
    Map<String, byte[]> copied = classesIn(twice);
    assertThat(copied).containsOnlyKeys(expected.keySet());
    copied.forEach((name, bytes) -> assertThat(bytes).isEqualTo(expected.get(name)));
  }

  @Test
  void aJarIsWovenIntoAJar() throws Exception {
    Path in = jar("in.jar", GOOD, 1_700_000_000_000L);
    Path out = temp.resolve("deep/out.jar");

    Ran ran = run("weave", "--class-path", CLASS_PATH, in, out);

    assertThat(ran.status()).isZero();
    try (var jar = new ZipFile(out.toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .containsExactlyInAnyOrder(
              "META-INF/notes.txt", "p/Good.class", "p/Good$m$Frame.class", "p/Plain.class");
    }
  }

  @Test
  void classesOfAMultiReleaseJarHaveTheirFramesBesideThem() throws Exception {
    Map<String, byte[]> classes = new TreeMap<>(GOOD);
    classes.put("META-INF/versions/21/p/Good", GOOD.get("p/Good"));
    Path out = temp.resolve("out.jar");

    Ran ran = run("weave", "-cp", CLASS_PATH, jar("in.jar", classes, 0), out);

    assertThat(ran.err()).isEmpty();
    try (var jar = new ZipFile(out.toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .contains("p/Good$m$Frame.class", "META-INF/versions/21/p/Good$m$Frame.class");
    }
  }

  @Test
  void theSameInputGivesTheSameJar() throws Exception {
    Path in = jar("first.jar", GOOD, 1_700_000_000_000L);
    Path folder = folder("in", GOOD);
    Path a = temp.resolve("a.jar");
    Path b = temp.resolve("b.jar");
    Path c = temp.resolve("c.jar");
    Path d = temp.resolve("d.jar");

    assertThat(run("weave", "-cp", CLASS_PATH, in, a).status()).isZero();
    assertThat(run("weave", "-cp", CLASS_PATH, in, b).status()).isZero();
    assertThat(run("weave", "-cp", CLASS_PATH, folder, c).status()).isZero();
    Files.setLastModifiedTime(
        folder.resolve("p/Good.class"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    assertThat(run("weave", "-cp", CLASS_PATH, folder, d).status()).isZero();

    assertThat(b).hasSameBinaryContentAs(a);
    assertThat(d).hasSameBinaryContentAs(c);
  }

  @Test
  void aFolderMayBecomeAJarAndAJarAFolder() throws Exception {
    Path jar = temp.resolve("out.jar");
    Path folder = temp.resolve("out");

    assertThat(run("weave", "-cp", CLASS_PATH, folder("in", GOOD), jar).status()).isZero();
    assertThat(run("weave", "-cp", CLASS_PATH, jar, folder).status()).isZero();

    assertThat(classesIn(folder)).containsOnlyKeys("p/Good", "p/Good$m$Frame", "p/Plain");
  }

  @Test
  void aRefusedMethodFailsTheRunAndTheRestIsWritten() throws Exception {
    Map<String, byte[]> both = new TreeMap<>(GOOD);
    both.putAll(BAD);
    Path out = temp.resolve("out");

    Ran ran = run("weave", "-cp", CLASS_PATH, folder("in", both), out);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).startsWith("2 classes woven, 1 methods refused");
    assertThat(ran.err()).startsWith("weft: error: p.Bad.m(Bad.java:6) was not woven: it is");
    assertThat(classesIn(out)).containsKeys("p/Bad", "p/Good$m$Frame");
  }

  @Test
  void aBrokenClassFileIsNamedAndCopiedAndTheRestIsWoven() throws Exception {
    Map<String, byte[]> classes = new TreeMap<>(GOOD);
    byte[] cut = Arrays.copyOf(GOOD.get("p/Good"), 100);
    classes.put("p/Cut", cut);
    Path in = folder("in", classes);
    Path jar = jar("in.jar", Map.of("p/Empty", new byte[0]), 0);
    Path out = temp.resolve("out");

    Ran ran = run("weave", "-cp", CLASS_PATH, in, out);
    Ran ofJar = run("weave", "-cp", CLASS_PATH, jar, temp.resolve("out.jar"));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("weft: error: " + in.resolve("p/Cut.class") + ": cannot weave")
        .contains("it is left as it is");
    assertThat(ran.out()).startsWith("1 classes woven, 0 methods refused, 1 classes failed, into");
    assertThat(classesIn(out).get("p/Cut")).isEqualTo(cut);
    assertThat(ofJar.err()).startsWith("weft: error: " + jar + "!/p/Empty.class: not a class file");
  }

  @Test
  void whatIsMissingOnTheClassPathIsWarnedOf() throws Exception {
    Map<String, byte[]> starts =
        Sources.compile(
            """
            package p;
            import dev.weft.Task;
            import dev.weft.Weft;
            class Starts {
              Task<String> twice(Task<String> t) { return Weft.start(() -> Weft.await(t) + "!"); }
            }
            """);

    Ran ran = run("weave", folder("in", starts), temp.resolve("out"));

    assertThat(ran.status()).isZero();
    assertThat(ran.err())
        .startsWith("weft: warning: not found, so nothing is known of @Async methods there: ")
        .contains("dev.weft.AsyncCallable")
        .contains("Name with -cp what the input was compiled against");
  }

  @Test
  void anInterfaceThatIsMissingIsWarnedOfEvenIfNothingElseIsToBeWoven() throws Exception {
    Map<String, byte[]> both =
        Sources.compile(
            """
            package p;
            import dev.weft.annotations.Async;
            interface Api { @Async int f(); }
            class Impl implements Api { public int f() { return 1; } }
            """);

    Ran ran = run("weave", folder("in", Map.of("p/Impl", both.get("p/Impl"))), temp.resolve("out"));

    assertThat(ran.err()).contains("@Async methods there: p.Api;");
  }

  @Test
  void anOutputThatIsAFileIsNamed() throws Exception {
    Path file = temp.resolve("file");
    Files.writeString(file, "text");

    Ran ran = run("weave", "-cp", CLASS_PATH, folder("in", GOOD), file);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).startsWith("weft: error: " + file + " is a file; name a folder");
  }

  @Test
  void aFolderIsWovenInPlace() throws Exception {
    Path in = folder("in", GOOD);

    Ran ran = run("weave", "-cp", CLASS_PATH, in, temp.resolve("./in"));
    Ran again = run("weave", "-cp", CLASS_PATH, in, in);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("1 classes woven");
    assertThat(again.out()).startsWith("0 classes woven");
    assertThat(classesIn(in)).containsOnlyKeys("p/Good", "p/Good$m$Frame", "p/Plain");
    assertThat(in.resolve("p/Plain.class")).hasBinaryContent(GOOD.get("p/Plain"));
    write(in.resolve("p/Good.class"), GOOD.get("p/Good")); // compiled again
    assertThat(run("weave", "-cp", CLASS_PATH, in, in).out()).startsWith("1 classes woven");
  }

  @Test
  void aJarIsWovenInPlaceAndAgainOverItsFrames() throws Exception {
    Path in = jar("in.jar", GOOD, 0);

    assertThat(run("weave", "-cp", CLASS_PATH, in, in).err()).isEmpty();

    Map<String, byte[]> classes = new TreeMap<>(GOOD);
    try (var jar = new ZipFile(in.toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .containsExactly(
              "META-INF/notes.txt", "p/Good.class", "p/Good$m$Frame.class", "p/Plain.class");
      var frame = jar.getInputStream(jar.getEntry("p/Good$m$Frame.class"));
      classes.put("p/Good$m$Frame", frame.readAllBytes());
    }
    Path again = jar("again.jar", classes, 0); // the class as compiled beside an old frame
    assertThat(run("weave", "-cp", CLASS_PATH, again, again).err()).isEmpty();
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("in.jar", "again.jar");
    }
  }

  @Test
  void anInputThatIsNotThereIsNamed() {
    Path gone = temp.resolve("gone.jar");

    Ran ran = run("weave", gone, temp.resolve("out"));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("weft: error: " + gone + " does not exist; name a folder, a jar or a class");
  }

  @Test
  void aClassPathThatIsNotThereIsWarnedOf() throws Exception {
    Path gone = temp.resolve("gone.jar");

    Ran ran =
        run(
            "weave",
            "-cp",
            gone + java.io.File.pathSeparator + CLASS_PATH,
            folder("in", GOOD),
            temp.resolve("out"));

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("1 classes woven");
    assertThat(ran.err().lines())
        .containsExactly("weft: warning: " + gone + " on the class path does not exist");
  }

  @Test
  void aFileThatIsNeitherJarNorClassIsNamed() throws Exception {
    Path text = temp.resolve("notes.txt");
    Files.writeString(text, "notes");

    Ran ran = run("weave", text, temp.resolve("out"));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).startsWith("weft: error: " + text + " is neither a folder, a jar nor");
  }
}
