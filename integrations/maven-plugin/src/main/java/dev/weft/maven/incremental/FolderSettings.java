package dev.weft.maven.incremental;

import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.WeavingRules;
import java.nio.file.Path;
import java.util.List;

/**
 * What is woven, and how.
 *
 * @param folder the classes, which are woven in place
 * @param memory a folder for what has to be known the next time, on the same disk
 * @param classPath folders and jars that the classes were compiled against
 * @param selection which classes are woven
 * @param rules what is done where one thing or another could be
 * @param version of the weaver; another one weaves everything anew
 */
public record FolderSettings(
    Path folder,
    Path memory,
    List<Path> classPath,
    ClassSelection selection,
    WeavingRules rules,
    String version) {

  public FolderSettings {
    classPath = List.copyOf(classPath);
  }

  /** Where class files are kept as they were before they were woven. */
  Path originals() {
    return memory.resolve("originals");
  }

  Path state() {
    return memory.resolve("state");
  }
}
