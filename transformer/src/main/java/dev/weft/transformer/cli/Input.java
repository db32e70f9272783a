package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a folder, of a jar, or a single class file, by their names with slashes. */
interface Input extends AutoCloseable {

  /** Opens a folder, jar or class file. */
  static Input open(Path path) throws IOException {
    requireExists(path);
    if (Files.isDirectory(path)) {
      return FolderInput.of(path);
    }
    return path.toString().endsWith(".class") ? FolderInput.ofClass(path) : Archive.open(path);
  }

  /** Says what is wrong if there is nothing to open. */
  static void requireExists(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(path + " does not exist; name a folder, a jar or a class file");
    }
  }

  /** The names of all files, in the order in which they are to be written. */
  List<String> files();

  /** The bytes of a file, or null if there is none of that name. */
  byte @Nullable [] read(String name) throws IOException;

  /** How a person would name one of the files. */
  String placeOf(String name);

  @Override
  void close() throws IOException;
}
