package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** A folder or jar to write files to. */
interface Output extends AutoCloseable {

  /** Opens a jar, if it is called so, or else a folder. */
  static Output open(Path in, Path out) throws IOException {
    Input.requireExists(in);
    String name = out.toString().toLowerCase(Locale.ROOT);
    boolean archive =
        name.endsWith(".jar")
            || name.endsWith(".war")
            || name.endsWith(".ear")
            || name.endsWith(".zip");
    return archive ? ArchiveOutput.open(in, out) : FolderOutput.open(in, out);
  }

  /** A folder, if the input has an entry for it. */
  void folder(ZipEntry entry) throws IOException;

  /**
   * Writes a file.
   *
   * @param like the entry whose time and compression it shall have; null if the input has none
   * @param changed whether it differs from the input's
   */
  void write(String name, byte[] bytes, @Nullable ZipEntry like, boolean changed)
      throws IOException;

  /** All is written: what was there before is replaced now. */
  void commit() throws IOException;

  @Override
  void close() throws IOException;
}
