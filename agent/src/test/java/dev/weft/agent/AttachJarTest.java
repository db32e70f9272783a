package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The jar by which the agent gets into a JVM that runs: where it lies, and where it does not. */
class AttachJarTest {

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

  @TempDir private Path temporary;

  private Path folder;
  private Path agent;

  @BeforeEach
  void places() throws IOException {
    folder = temporary.resolve("weft-attach-" + Files.getOwner(temporary).getName());
    agent = temporary.resolve("an agent.jar");
  }

  private Path made() throws IOException {
    return new AttachJar(temporary, temporary).of(agent);
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
    Path other = new AttachJar(temporary, temporary).of(temporary.resolve("other.jar"));

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
  @EnabledIfSystemProperty(named = "user.name", matches = "root")
  void whereAnotherUserHasMadeTheFolderItIsNotPut() throws IOException {
    Files.createDirectory(folder);
    var users = folder.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(folder, users.lookupPrincipalByName("nobody"));

    assertThat(made()).isEqualTo(agent);
  }

  /** Of a user that has no name on this machine. */
  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root")
  void theUserNeedsNoName() throws IOException {
    Path temporaryOfUser = Files.createDirectory(temporary.resolve("of user"));
    Files.setAttribute(temporaryOfUser, "unix:uid", 1_000_640_000);
    Path there = temporaryOfUser.resolve("weft-attach-1000640000");
    Files.createDirectory(there, PosixFilePermissions.asFileAttribute(OWN));
    Files.setAttribute(there, "unix:uid", 1_000_640_000);

    assertThat(new AttachJar(temporaryOfUser, temporaryOfUser).of(agent)).hasParent(there);
  }

  /** Several commands may be the first. */
  @Test
  void itIsMadeByManyAtOnce() throws Exception {
    for (int round = 0; round < 200; round++) {
      Path place = Files.createDirectory(temporary.resolve("round " + round));
      var made = new ArrayList<CompletableFuture<Path>>();
      var begin = new CountDownLatch(1);
      for (int i = 0; i < 4; i++) {
        made.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    begin.await();
                    return new AttachJar(place, place).of(agent);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                },
                each -> new Thread(each).start()));
      }
      begin.countDown();
      Path first = made.get(0).get();
      assertThat(first).startsWith(place);
      for (CompletableFuture<Path> each : made) {
        assertThat(each.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(folder, elsewhere);

    assertThat(made()).isEqualTo(agent);
    assertThat(elsewhere).isEmptyDirectory();
  }
}
