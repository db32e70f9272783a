package dev.weft.transformer.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder or jar to write files to; a jar's entries carry a fixed time, so that it is
 * reproducible.
 */
final class Output implements AutoCloseable {

  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Path path;
  private final @Nullable ZipOutputStream jar;

  private Output(Path path, @Nullable ZipOutputStream jar) {
    this.path = path;
    this.jar = jar;
  }

  static Output open(Path path) throws IOException {
    if (!path.toString().endsWith(".jar")) {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new IOException(path + " is a file; name a folder for OUT, or a jar, with .jar");
      }
      return new Output(path, null);
    }
    Path parent = path.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    OutputStream stream = Files.newOutputStream(path);
    return new Output(path, new ZipOutputStream(stream));
  }

  void write(String name, byte[] bytes) throws IOException {
    if (jar == null) {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return;
    }
    var entry = new ZipEntry(name);
    entry.setTimeLocal(ENTRY_TIME);
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }

  @Override
  public void close() throws IOException {
    if (jar != null) {
      jar.close();
    }
  }
}
