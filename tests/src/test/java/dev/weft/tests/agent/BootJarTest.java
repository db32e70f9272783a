package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** An application in jars inside a jar, started by Spring Boot's own launcher and class loader. */
class BootJarTest {

  private static final String APP =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Boot {
        interface Doubling { @Async int apply(int x); }

        @Async
        static int slow(Doubling doubling) {
          Weft.delay(java.time.Duration.ofMillis(5));
          return doubling.apply(20) + lib.Library.two();
        }

        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> slow(x -> { Weft.yieldNow(); return 2 * x; })));
          }
        }
      }
      """;

  private static final String LIBRARY =
      """
      package lib;

      public class Library {
        @dev.weft.annotations.Async
        public static int two() {
          dev.weft.Weft.yieldNow();
          return 2;
        }
      }
      """;

  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Main-Class: org.springframework.boot.loader.launch.JarLauncher
      Start-Class: Boot
      Spring-Boot-Classes: BOOT-INF/classes/
      Spring-Boot-Lib: BOOT-INF/lib/

      """;

  @TempDir Path folder;

  private Path bootJar() throws Exception {
    Path library = Compiler.compile(folder.resolve("library"), LIBRARY);
    Path classes = Compiler.compile(folder.resolve("app"), APP, library);
    Path inside = folder.resolve("library.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(inside))) {
      out.putNextEntry(new ZipEntry("lib/Library.class"));
      out.write(Files.readAllBytes(library.resolve("lib/Library.class")));
      out.closeEntry();
    }
    Path jar = folder.resolve("boot.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      store(out, "META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.UTF_8));
      copyLauncher(out);
      for (String directory : new String[] {"BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/"}) {
        store(out, directory, new byte[0]); // Spring Boot looks for these
      }
      try (var files = Files.list(classes)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          store(out, "BOOT-INF/classes/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
      for (Path each : new Path[] {Jars.RUNTIME, Jars.ANNOTATIONS, inside}) {
        store(out, "BOOT-INF/lib/" + each.getFileName(), Files.readAllBytes(each));
      }
    }
    return jar;
  }

  @Test
  void nestedJarsAreWoven() throws Exception {
    var result = new ChildJvm(folder).agent("verify").run("-jar", bootJar().toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
  }

  @Test
  void aJarThatIsWovenWhenItIsBuiltStarts() throws Exception {
    Path jar = bootJar();
    Path woven = folder.resolve("woven.jar");
    var weaving =
        new ChildJvm(folder)
            .run("-jar", Jars.TRANSFORMER.toString(), "weave", jar.toString(), woven.toString());
    assertThat(weaving.err()).isEmpty();
    assertThat(weaving.out()).contains(" 0 methods refused");
    assertThat(weaving.exit()).isZero();
    var result = new ChildJvm(folder).run("-jar", woven.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
    try (var before = new JarFile(jar.toFile());
        var after = new JarFile(woven.toFile())) {
      String runtime = "BOOT-INF/lib/" + Jars.RUNTIME.getFileName();
      assertThat(after.getEntry(runtime).getCrc()).isEqualTo(before.getEntry(runtime).getCrc());
      assertThat(after.getEntry("BOOT-INF/lib/library.jar").getMethod()).isEqualTo(ZipEntry.STORED);
    }
  }

  private static void copyLauncher(ZipOutputStream out) throws Exception {
    Path loader =
        Path.of(JarLauncher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var jar = new JarFile(loader.toFile())) {
      for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
          try (InputStream in = jar.getInputStream(entry)) {
            store(out, entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  /** Spring Boot reads nested jars where they lie, so they must not be compressed. */
  private static void store(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    var crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
