package dev.weft.transformer.site;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A folder that a site is written to; it is made when needed.
 *
 * @param folder its top
 */
public record SiteFolder(Path folder) implements SiteOutput {

  @Override
  public void begin() throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "is a file where a folder is needed");
    }
    try {
      Files.createDirectories(folder);
    } catch (NoSuchFileException nowhere) { // it would be said that the folder does not exist
      var failure = new FileSystemException(folder.toString(), null, "cannot be made there");
      failure.initCause(nowhere);
      throw failure;
    }
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
