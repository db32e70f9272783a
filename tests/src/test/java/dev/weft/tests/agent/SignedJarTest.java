package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed jar, whose classes no longer are what was signed when they are woven. */
class SignedJarTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Signed {
        @Async static int slow(int x) { Weft.yieldNow(); return x; }
        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> slow(42)));
          }
        }
      }
      """;

  @TempDir Path folder;

  private void tool(String name, Object... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = folder.resolve(name + ".txt");
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(exit).as(Files.readString(output)).isZero();
  }

  private Path signed(List<String> classes, Path from) throws Exception {
    Path jar = folder.resolve("signed.jar");
    var manifest = new Manifest();
    manifest.getMainAttributes().put(java.util.jar.Attributes.Name.MANIFEST_VERSION, "1.0");
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (String each : classes) {
        out.putNextEntry(new JarEntry(each));
        out.write(Files.readAllBytes(from.resolve(each)));
        out.closeEntry();
      }
    }
    Path keys = folder.resolve("keys.p12");
    tool(
        "keytool",
        "-genkeypair",
        "-alias",
        "weft",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-keystore",
        keys,
        "-storepass",
        "secret",
        "-storetype",
        "PKCS12");
    tool("jarsigner", "-keystore", keys, "-storepass", "secret", jar, "weft");
    return jar;
  }

  @Test
  void signaturesAreTakenOffWhatIsWoven() throws Exception {
    Path app = Compiler.compile(folder.resolve("app"), PROGRAM);
    Path jar = signed(List.of("Signed.class"), app);
    Path woven = folder.resolve("woven.jar");

    var weaving = new ChildJvm(folder).weave(jar, woven);

    assertThat(weaving.exit()).isZero();
    assertThat(weaving.err().lines()).hasSize(1);
    assertThat(weaving.err()).startsWith("weft: warning: " + jar).contains("is signed");
    var result = new ChildJvm(folder).classPath(woven).run("Signed");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
    try (var file = new JarFile(woven.toFile())) {
      assertThat(file.stream().map(JarEntry::getName))
          .containsExactlyInAnyOrder(
              "META-INF/MANIFEST.MF",
              "Signed.class",
              "Signed$slow$Frame.class",
              "Signed$lambda$main$0$Frame.class");
      assertThat(file.getManifest().getEntries()).isEmpty();
    }
  }

  @Test
  void aSignedJarWithNothingToWeaveStaysSigned() throws Exception {
    Path app =
        Compiler.compile(
            folder.resolve("app"),
            "public class Plain { public static void main(String[] a) { System.out.println(1); } }");
    Path woven = folder.resolve("woven.jar");

    var weaving = new ChildJvm(folder).weave(signed(List.of("Plain.class"), app), woven);

    assertThat(weaving.err()).isEmpty();
    try (var file = new JarFile(woven.toFile())) {
      JarEntry entry = file.getJarEntry("Plain.class");
      file.getInputStream(entry).readAllBytes();
      assertThat(entry.getCodeSigners()).hasSize(1);
    }
  }
}
