package dev.weft.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A local Maven repository of the tests' own, with what this build has packaged. All else comes
 * from the repository that this build itself uses, so that nothing is downloaded.
 */
final class TestRepository {

  static final String VERSION = property("weft.version");

  private final Path root = Path.of(property("weft.root"));
  private final Path folder;
  private final Path settings;

  private TestRepository(Path folder) {
    this.folder = folder;
    settings = folder.resolveSibling("settings.xml");
  }

  /** Lays the artifacts out anew. */
  static TestRepository create() throws IOException {
    var repository = new TestRepository(Path.of(property("weft.it.repository")));
    repository.put("weft-parent", "pom.xml", null);
    repository.put("weft-bom", "bom/pom.xml", null);
    repository.put("weft-annotations", "annotations/pom.xml", "weft-annotations");
    repository.put("weft-runtime", "runtime/pom.xml", "weft-runtime");
    repository.put("weft-transformer", "transformer/pom.xml", "weft-transformer-plain");
    repository.put("weft-maven-plugin", "integrations/maven-plugin/pom.xml", "weft-maven-plugin");
    repository.writeSettings();
    return repository;
  }

  static String property(String name) {
    return Objects.requireNonNull(
        System.getProperty(name), name + " is set by the build; run this with Maven");
  }

  /** The settings that name this repository. */
  Path settings() {
    return settings;
  }

  private void put(String artifact, String pom, String jar) throws IOException {
    Path target = folder.resolve("dev/weft").resolve(artifact).resolve(VERSION);
    Files.createDirectories(target);
    String name = artifact + "-" + VERSION;
    copy(root.resolve(pom), target.resolve(name + ".pom"));
    if (jar != null) {
      Path module = root.resolve(pom).getParent();
      copy(module.resolve("target").resolve(jar + ".jar"), target.resolve(name + ".jar"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private void writeSettings() throws IOException {
    String online = System.getProperty("weft.it.online", "false");
    String mirrored = online.equals("true") ? "outer" : "*";
    String outer = Path.of(property("weft.outer.repository")).toUri().toString();
    String text =
        """
        <settings>
          <localRepository>%s</localRepository>
          <interactiveMode>false</interactiveMode>
          <mirrors>
            <mirror><id>outer-mirror</id><mirrorOf>%s</mirrorOf><url>%s</url></mirror>
          </mirrors>
          <profiles>
            <profile>
              <id>outer</id>
              <repositories>
                <repository><id>outer</id><url>%s</url></repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository><id>outer</id><url>%s</url></pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>outer</activeProfile></activeProfiles>
        </settings>
        """;
    Files.writeString(settings, text.formatted(folder, mirrored, outer, outer, outer), UTF_8);
  }
}
