package dev.weft.transformer.site;

import java.io.IOException;

/** Where the files of a site go. Any thread. */
@FunctionalInterface
public interface SiteOutput {

  /**
   * Finds out whether files can be written at all.
   *
   * @throws IOException if they cannot
   */
  default void begin() throws IOException {}

  /**
   * Writes a file, in place of one of the same name.
   *
   * @param name with slashes, from the top of the site
   */
  void write(String name, byte[] content) throws IOException;
}
