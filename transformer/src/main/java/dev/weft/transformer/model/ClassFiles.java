package dev.weft.transformer.model;

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
}
