package dev.weft.tests.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of programs in one language. {@code -Dweft.programs=TEXT} takes only those whose path
 * holds the text.
 *
 * @param path the folder
 * @param extension how the names of source files end
 */
record ProgramFolder(Path path, String extension) {

  static final ProgramFolder JAVA = of("programs", ".java");

  private static final String ONLY = System.getProperty("weft.programs", "");
  private static final String REFUSED = "refused/";

  static ProgramFolder of(String name, String extension) {
    return new ProgramFolder(Path.of("src/test").resolve(name), extension);
  }

  /** The source texts by binary name, without those that are there to be refused. */
  Map<String, String> sources() {
    var sources = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(each -> each.toString().endsWith(extension)).toList()) {
        String name = path.relativize(file).toString().replace('\\', '/');
        if (!name.startsWith(REFUSED) && name.contains(ONLY)) {
          sources.put(binaryName(name), Files.readString(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private String binaryName(String file) {
    return file.substring(0, file.length() - extension.length()).replace('/', '.');
  }
}
