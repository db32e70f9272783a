package dev.weft.transformer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the path of the source before messages, as a build tool's compiler does and editors
 * understand: {@code /path/to/Some.java:[12,1] ...} in Maven, {@code /path/to/Some.java:12: ...} in
 * Gradle.
 */
public final class SourcePositions {

  /** How a place is written. */
  public enum Style {
    MAVEN("%s:[%s,1] %s"),
    JAVAC("%s:%s: error: %s");

    private final String format;

    Style(String format) {
      this.format = format;
    }
  }

  /** As in stack traces: {@code a.b.Some$Nested.method(Some.java:12)}. */
  private static final Pattern POSITION =
      Pattern.compile("(?<method>[^\\s()]+)\\((?<file>[^():]+)(?::(?<line>\\d+))?\\)");

  private final List<Path> roots;
  private final Style style;

  /** Looks for sources below these folders. */
  public SourcePositions(List<Path> roots, Style style) {
    this.roots = List.copyOf(roots);
    this.style = style;
  }

  /** The message, behind the place that it names, if that is a file of the project. */
  public String prefixed(String message) {
    Matcher position = POSITION.matcher(message);
    if (!position.lookingAt()) {
      return message;
    }
    Path source = find(position.group("method"), position.group("file"));
    if (source == null) {
      return message;
    }
    String line = position.group("line");
    return style.format.formatted(source, line == null ? "1" : line, message);
  }

  /** Where the package says, or, as in Kotlin, anywhere, if only one file is called so. */
  private @Nullable Path find(String method, String file) {
    String type = method.substring(0, Math.max(0, method.lastIndexOf('.')));
    String inPackage = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/') + file;
    for (Path root : roots) {
      Path source = root.resolve(inPackage);
      if (Files.isRegularFile(source)) {
        return source;
      }
    }
    List<Path> named = roots.stream().flatMap(root -> named(root, file).stream()).toList();
    return named.size() == 1 ? named.get(0) : null;
  }

  private static List<Path> named(Path root, String file) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(each -> each.endsWith(file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
