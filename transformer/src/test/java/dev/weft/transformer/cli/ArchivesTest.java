package dev.weft.transformer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What {@code weave} makes of jars: entries, roots, signatures, and what is no jar. */
class ArchivesTest extends CommandLineTest {

  private static final byte[] EXTRA = {(byte) 0xFE, (byte) 0xCA, 0, 0};

  private Path archive(String name, ZipEntry[] entries, byte[]... contents) throws IOException {
    Path file = temp.resolve(name);
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.setComment("of the whole");
      for (int i = 0; i < entries.length; i++) {
        out.putNextEntry(entries[i]);
        out.write(contents[i]);
        out.closeEntry();
      }
    }
    return file;
  }

  private static ZipEntry entry(String name, byte[] stored) {
    var entry = new ZipEntry(name);
    entry.setTime(1_600_000_000_000L);
    if (stored.length > 0 || name.endsWith("/")) {
      entry.setMethod(ZipEntry.STORED);
      var crc = new CRC32();
      crc.update(stored);
      entry.setCrc(crc.getValue());
      entry.setSize(stored.length);
    }
    return entry;
  }

  private static String describe(ZipEntry entry) {
    return entry.getName()
        + " "
        + entry.getMethod()
        + " "
        + entry.getTime()
        + " "
        + entry.getCrc()
        + " "
        + entry.getComment()
        + " "
        + Arrays.toString(entry.getExtra());
  }

  private static List<String> entries(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      var all = new ArrayList<String>();
      zip.entries().asIterator().forEachRemaining(entry -> all.add(describe(entry)));
      return all;
    }
  }

  private static byte[] read(Path jar, String name) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.getInputStream(zip.getEntry(name)).readAllBytes();
    }
  }

  @Test
  void entriesStayAsTheyWere() throws Exception {
    byte[] text = "some text, some text, some text".getBytes(UTF_8);
    ZipEntry last = entry("a/last.txt", new byte[0]);
    last.setComment("of the last");
    last.setExtra(EXTRA);
    Path in =
        archive(
            "in.jar",
            new ZipEntry[] {
              entry("z/", new byte[0]),
              entry("z/stored.txt", text),
              entry("p/Good.class", GOOD.get("p/Good")),
              entry("p/Plain.class", new byte[0]),
              last
            },
            new byte[0],
            text,
            GOOD.get("p/Good"),
            GOOD.get("p/Plain"),
            text);
    Path out = temp.resolve("out.jar");

    Ran ran = run("weave", "-cp", CLASS_PATH, in, out);

    assertThat(ran.err()).isEmpty();
    List<String> before = entries(in);
    List<String> after = entries(out);
    String good = after.remove(2);
    String frame = after.remove(2);
    assertThat(good).startsWith("p/Good.class 0 1600000000000 ");
    assertThat(frame).startsWith("p/Good$m$Frame.class 0 1600000000000 ");
    before.remove(2);
    assertThat(after).isEqualTo(before);
    try (var zip = new ZipFile(out.toFile())) {
      assertThat(zip.getComment()).isEqualTo("of the whole");
    }
  }

  @Test
  void aWarIsWrittenAsAFileAndItsClassesAreWovenInTheirFolder() throws Exception {
    Map<String, byte[]> classes = new TreeMap<>();
    GOOD.forEach((name, bytes) -> classes.put("WEB-INF/classes/" + name, bytes));
    Path out = temp.resolve("out.war");

    Ran ran = run("weave", "-cp", CLASS_PATH, jar("in.war", classes, 0), out);

    assertThat(ran.err()).isEmpty();
    assertThat(entries(out).stream().map(each -> each.substring(0, each.indexOf(' '))))
        .contains("WEB-INF/classes/p/Good$m$Frame.class");
  }

  @Test
  void classesOfAVersionKnowThoseOfTheirVersion() throws Exception {
    String api = "package p; public interface Api { MARK int f(); }";
    String impl =
        """
        package p;
        class Impl implements Api {
          public int f() { dev.weft.Weft.yieldNow(); return 1; }
        }
        """;
    Map<String, byte[]> plain = Sources.compile(api.replace("MARK", ""), impl);
    Map<String, byte[]> marked =
        Sources.compile(api.replace("MARK", "@dev.weft.annotations.Async"), impl);
    Map<String, byte[]> classes = new TreeMap<>(plain);
    classes.put("META-INF/versions/11/p/Api", marked.get("p/Api"));
    classes.put("META-INF/versions/17/p/Impl", marked.get("p/Impl"));
    classes.put("META-INF/versions/9/p/Impl", marked.get("p/Impl"));
    Path out = temp.resolve("out.jar");

    Ran ran = run("weave", "-cp", CLASS_PATH, jar("in.jar", classes, 0), out);

    assertThat(ran.err()).isEmpty();
    assertThat(entries(out).stream().map(each -> each.substring(0, each.indexOf(' '))))
        .contains("META-INF/versions/17/p/Impl$f$Frame.class")
        .doesNotContain("META-INF/versions/9/p/Impl$f$Frame.class", "p/Impl$f$Frame.class");
  }

  @Test
  void aScriptBeforeTheJarAndItsPermissionsStay() throws Exception {
    byte[] script = "#!/bin/sh\nexec java -jar $0\n".getBytes(UTF_8);
    Path plain = jar("plain.jar", GOOD, 0);
    Path in = temp.resolve("in.jar");
    Files.write(in, script);
    Files.write(in, Files.readAllBytes(plain), java.nio.file.StandardOpenOption.APPEND);
    assertThat(in.toFile().setExecutable(true)).isTrue();
    Path out = temp.resolve("out.jar");

    assertThat(run("weave", "-cp", CLASS_PATH, in, out).err()).isEmpty();
    Path again = temp.resolve("again.jar");
    assertThat(run("weave", "-cp", CLASS_PATH, out, again).err()).isEmpty();

    for (Path each : new Path[] {out, again}) {
      assertThat(Arrays.copyOf(Files.readAllBytes(each), script.length)).isEqualTo(script);
      assertThat(Files.isExecutable(each)).isTrue();
      assertThat(read(each, "p/Plain.class")).isEqualTo(GOOD.get("p/Plain"));
    }
  }

  @Test
  void digestsAreTakenOutOfAManifestAndNothingElse() {
    String manifest =
        """
        Manifest-Version: 1.0
        Multi-Release: true

        Name: p/Good.class
        SHA-256-Digest: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
         BBBB

        Name: p/
        Sealed: true
        SHA-256-Digest-Manifest: CCCC
        Specification-Title: A long
          title

        """
            .replace("\n", "\r\n");

    assertThat(new String(Signatures.withoutDigests(manifest.getBytes(UTF_8)), UTF_8))
        .isEqualTo(
            """
            Manifest-Version: 1.0
            Multi-Release: true

            Name: p/
            Sealed: true
            Specification-Title: A long
              title

            """
                .replace("\n", "\r\n"));
  }

  @Test
  void anEntryThatWouldLieOutsideIsRefused() throws Exception {
    byte[] text = "text".getBytes(UTF_8);
    Path in = archive("in.jar", new ZipEntry[] {entry("../../evil.txt", text)}, text);

    Ran ran = run("weave", "-cp", CLASS_PATH, in, temp.resolve("out"));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).startsWith("weft: error: the entry ../../evil.txt would lie outside of");
    assertThat(temp.resolve("../evil.txt")).doesNotExist();
  }

  @Test
  void wrongInputGivesOneLineAndNoHalfJar() throws Exception {
    Path in = folder("in", GOOD);
    Path jar = jar("in.jar", GOOD, 0);
    Path cut = temp.resolve("cut.jar");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(jar), 200));
    Path damaged = temp.resolve("damaged.jar");
    byte[] bytes = Files.readAllBytes(jar);
    Arrays.fill(bytes, 100, 160, (byte) 0x55);
    Files.write(damaged, bytes);
    Path file = Files.writeString(temp.resolve("file"), "text");
    Path folderJar = Files.createDirectory(temp.resolve("folder.jar"));
    Path before = Files.writeString(temp.resolve("before.jar"), "before");

    Object[][] all = {
      {"weave", cut, before},
      {"weave", damaged, before},
      {"weave", in, in.resolve("woven")},
      {"weave", in, folderJar},
      {"weave", in, file.resolve("out.jar")},
      {"weave", in, file.resolve("out")},
      {"weave", file, before},
      {"explain", file},
      {"verify", temp.resolve("gone")},
      {"weave", "-cp", cut, in, before},
      {"explain", "-cp", file, in},
      {"weave", in},
      {"weave", "--monitors=sometimes", in, before},
      {"weave", "-cp"},
      {"unravel", in},
    };
    for (Object[] each : all) {
      Ran ran = run(each);
      assertThat(ran.status()).as(Arrays.toString(each)).isNotZero();
      assertThat(ran.err().lines()).as(ran.err()).hasSize(1);
      assertThat(ran.err()).startsWith("weft: error: ").doesNotContain("Exception:", "null");
    }
    assertThat(before).hasContent("before");
    try (var files = Files.list(temp)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void aStarStandsForTheJarsOfAFolder() throws Exception {
    Map<String, byte[]> api =
        Sources.compile(
            """
            package p;
            public interface Api { @dev.weft.annotations.Async int f(); }
            class Impl implements Api { public int f() { dev.weft.Weft.yieldNow(); return 1; } }
            """);
    Path libraries = Files.createDirectory(temp.resolve("libraries"));
    jar("libraries/api.jar", Map.of("p/Api", api.get("p/Api")), 0);

    Ran ran =
        run(
            "weave",
            "-cp",
            libraries + "/*" + File.pathSeparator + CLASS_PATH,
            folder("in", Map.of("p/Impl", api.get("p/Impl"))),
            temp.resolve("out"));

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("1 classes woven");
  }
}
