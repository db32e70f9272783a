package dev.weft.transformer.site;

/**
 * What keeps sources from being shown as they are now.
 *
 * @param file where it is; empty if that is not known
 * @param line in that file, from 1; 0 if it is not known
 * @param message what is wrong, possibly in several lines
 * @param excerpt the line and a mark below it, to be shown as they are; empty if not known
 */
public record Problem(String file, long line, String message, String excerpt) {

  /** A problem that is in no line of a file. */
  public static Problem of(String message) {
    return new Problem("", 0, message, "");
  }

  String place() {
    return line > 0 ? file + ":" + line : file;
  }
}
