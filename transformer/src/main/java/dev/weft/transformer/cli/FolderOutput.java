package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** A folder to write files to, which may be the one they come from. */
final class FolderOutput implements Output {

  private final Path folder;
  private final boolean inPlace;

  private FolderOutput(Path folder, boolean inPlace) {
    this.folder = folder;
    this.inPlace = inPlace;
  }

  static Output open(Path in, Path out) throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new IOException(
          out + " is a file; name a folder for OUT, or a jar, with .jar (.war, .ear, .zip)");
    }
    boolean inPlace = Files.exists(out) && Files.isSameFile(in, out);
    Path from = in.toAbsolutePath().normalize();
    if (!inPlace && Files.isDirectory(in) && out.toAbsolutePath().normalize().startsWith(from)) {
      throw new IOException(
          out
              + " lies in "
              + in
              + ", and would be woven with it the next time; name a folder"
              + " outside, or the same");
    }
    return new FolderOutput(out, inPlace);
  }

  @Override
  public void folder(ZipEntry entry) throws IOException {
    Files.createDirectories(inside(entry.getName()));
  }

  @Override
  public void write(String name, byte[] bytes, @Nullable ZipEntry like, boolean changed)
      throws IOException {
    if (changed || !inPlace) {
      Path file = inside(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
  }

  private Path inside(String name) throws IOException {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new IOException("the entry " + name + " would lie outside of " + folder);
    }
    return file;
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
