package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar by which the agent gets into a JVM that runs: where it lies, and where it does not. */
class AttachJarTest {

  @TempDir private Path temporary;

  private String user;
  private Path folder;
  private Path agent;

  @BeforeEach
  void places() throws IOException {
    user = Files.getOwner(temporary).getName();
    folder = temporary.resolve("weft-attach-" + user);
    agent = temporary.resolve("an agent.jar");
  }

  private Path made() throws IOException {
    return new AttachJar(temporary, user).of(agent);
  }

  @Test
  void itNamesTheAgent() throws IOException {
    try (var jar = new JarFile(made().toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Agent-Class")).isEqualTo(WeftAgent.class.getName());
      assertThat(attributes.getValue("Class-Path")).isEqualTo(agent.toUri().toString());
      assertThat(attributes.getValue("Boot-Class-Path")).isNull();
    }
  }

  @Test
  void itIsTheSameEachTime() throws IOException {
    Path first = made();
    FileTime written = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(first, written);

    assertThat(made()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(written);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(first);
    }
  }

  @Test
  void anotherAgentHasAnother() throws IOException {
    Path other = new AttachJar(temporary, user).of(temporary.resolve("other.jar"));

    assertThat(made()).isNotEqualTo(other);
  }

  @Test
  void othersReadItAndDoNotWriteIt() throws IOException {
    assertThat(Files.getPosixFilePermissions(made()))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void whereOthersCanWriteItIsNotPut() throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(made()).isEqualTo(agent);
  }

  @Test
  void whereAnotherUserHasMadeTheFolderItIsNotPut() throws IOException {
    Files.createDirectory(temporary.resolve("weft-attach-nobody-that-is"));

    assertThat(new AttachJar(temporary, "nobody-that-is").of(agent)).isEqualTo(agent);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(folder, elsewhere);

    assertThat(made()).isEqualTo(agent);
    assertThat(elsewhere).isEmptyDirectory();
  }
}
