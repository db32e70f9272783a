package dev.weft.transformer.model;

import org.jspecify.annotations.Nullable;

/** Tells which classes the modules that they are in keep to themselves. */
@FunctionalInterface
public interface ModuleBoundaries {

  /** No module keeps anything. */
  ModuleBoundaries NONE = packageName -> null;

  /**
   * Why the classes that are being looked at may not name classes of a package.
   *
   * @param packageName the package with slashes
   * @return which module keeps it, as the end of a sentence; null if none does
   */
  @Nullable String obstacle(String packageName);
}
