package dev.weft.transformer.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where class files are found: a class loader's resources, a folder, a jar. Never loads a class.
 */
@FunctionalInterface
public interface ClassFiles {

  /** The bytes of a class by its internal name, or null if there is no such class file. */
  byte @Nullable [] find(String internalName);

  /** The same for a class that nobody misses if it is not there. */
  default byte @Nullable [] findIfAny(String internalName) {
    return find(internalName);
  }

  /** Whether classes may be there, and be loaded, though no file of them is found. */
  default boolean mayHideClasses() {
    return false;
  }

  /**
   * Whether these are the files of the classes that the program loads; those of a build may be
   * others than it runs with.
   */
  default boolean areLoaded() {
    return false;
  }

  /**
   * Whether a class that is being defined, or has been, was made while the program runs: no file of
   * it is found where those of written classes are.
   */
  default boolean isMadeAtRunTime(String internalName) {
    return false;
  }

  /**
   * All resources of a name, nearest first; none where only class files are known.
   *
   * @param seenBy only those that are also seen from where the class of this internal name is
   *     defined, so that everybody who can name the class finds the same; null for all
   */
  default List<Resource> resources(String name, @Nullable String seenBy) {
    return List.of();
  }
}
