package dev.weft.agent;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The jar by which the agent gets into a JVM that runs.
 *
 * <p>The agent's own would do, but for the {@code Boot-Class-Path} by which it starts sooner: where
 * the JVM runs already, it complains of that on the standard error of a program that has not asked
 * for it. This one only names the agent's. It lies in the same place each time, so that a JVM that
 * is asked often opens it once: in a folder that nobody else can write to, or what they put there
 * would run in that JVM; others can read it, since a JVM may be another user's.
 */
final class AttachJar {

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path temporary;
  private final String user;

  /**
   * Below the folder for temporary files, for the user that owns {@code file}. The JVM may know no
   * name of the user, as in a container, where a file's owner is a number then.
   */
  AttachJar(Path temporary, Path file) throws IOException {
    this.temporary = temporary;
    this.user = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
  }

  /** The agent's own jar, which this class is from. */
  static Path own() {
    String file = AttachJar.class.getSimpleName() + ".class";
    URL found = Objects.requireNonNull(AttachJar.class.getResource(file), file);
    String place = found.getPath(); // file:/folder/agent.jar!/dev/weft/...
    try {
      return Path.of(new URI(place.substring(0, place.indexOf("!/"))));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jar for an agent's; that itself, where no safe place is found. */
  Path of(Path agent) throws IOException {
    Path folder = temporary.resolve("weft-attach-" + user);
    if (!isSafe(folder)) {
      return agent;
    }
    String place = agent.toUri().toString();
    UUID name = UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
    Path jar = folder.resolve(name + ".jar");
    if (!Files.exists(jar)) {
      Path made = Files.createTempFile(folder, "", ".tmp");
      write(made, place);
      Files.setPosixFilePermissions(made, READABLE);
      Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return jar;
  }

  /** Whether the folder is there, is the user's, and is nobody else's to write to. */
  private boolean isSafe(Path folder) throws IOException {
    if (!temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return false;
    }
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      make(folder);
    }
    Set<PosixFilePermission> allowed =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(user)
        && !allowed.contains(PosixFilePermission.GROUP_WRITE)
        && !allowed.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** At no time for others to write to; another command may be as quick. */
  private static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(READABLE));
      Files.setPosixFilePermissions(folder, READABLE); // the user's mask may have kept some back
    } catch (FileAlreadyExistsException made) {
      return; // whoever has made it, it is looked at next
    }
  }

  private static void write(Path jar, String agent) throws IOException {
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.CLASS_PATH, agent);
    attributes.putValue("Agent-Class", WeftAgent.class.getName());
    attributes.putValue("Can-Redefine-Classes", "true");
    attributes.putValue("Can-Retransform-Classes", "true");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }
}
