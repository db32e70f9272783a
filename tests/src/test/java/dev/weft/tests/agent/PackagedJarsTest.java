package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jars that are shipped, and what their manifests say. */
class PackagedJarsTest {

  private static List<String> classes(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();
    }
  }

  private static Attributes manifest(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }

  @Test
  void agentCarriesEverythingRelocatedAndNothingElse() throws Exception {
    assertThat(classes(Jars.AGENT))
        .allSatisfy(
            name ->
                assertThat(name)
                    .matches("dev/weft/(agent|transformer)/.*|META-INF/.*module-info.*"))
        .anySatisfy(name -> assertThat(name).startsWith("dev/weft/agent/shaded/asm/ClassReader"))
        .anySatisfy(name -> assertThat(name).startsWith("dev/weft/agent/shaded/bytebuddy/"))
        .anySatisfy(name -> assertThat(name).startsWith("dev/weft/agent/shaded/picocli/"))
        .anySatisfy(name -> assertThat(name).startsWith("dev/weft/agent/shaded/graphper/"))
        .noneSatisfy(name -> assertThat(name).contains("/AWT"));
  }

  @Test
  void agentManifestNamesTheAgent() throws Exception {
    Attributes manifest = manifest(Jars.AGENT);
    assertThat(manifest.getValue("Premain-Class")).isEqualTo("dev.weft.agent.WeftAgent");
    assertThat(manifest.getValue("Agent-Class")).isEqualTo("dev.weft.agent.WeftAgent");
    assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
  }

  @Test
  void runtimeAndAnnotationsHaveNoThirdPartyClasses() throws Exception {
    for (Path jar : List.of(Jars.RUNTIME, Jars.ANNOTATIONS)) {
      assertThat(classes(jar))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(name).matches("dev/weft/.*|module-info.class"));
    }
  }
}
