package dev.weft.checker.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The list of methods that block, by name: those of a resource beside this class, and what options
 * add and take away.
 */
public final class BlockingMethods {

  private static final String NAME = "[\\w$.]+";
  private static final Pattern ENTRY =
      Pattern.compile(
          "(-?)\\s*(" + NAME + ")#(<init>|[\\w$]+)\\s*(?:\\(([^)]*)\\))?\\s*(?:=\\s*(.+))?");

  private final Map<String, List<Entry>> byMethod = new HashMap<>();

  /**
   * Methods that block.
   *
   * @param owner qualified name of the type that declares them
   * @param method their name, {@code <init>} for constructors
   * @param parameters erased types of their parameters; null for any
   * @param instead what to write instead; empty if only {@code Weft.blocking} helps
   */
  record Entry(String owner, String method, @Nullable List<String> parameters, String instead) {}

  private BlockingMethods() {}

  /** Those that everybody has. */
  public static BlockingMethods known() {
    var methods = new BlockingMethods();
    try (InputStream in = BlockingMethods.class.getResourceAsStream("blocking-methods.txt")) {
      if (in == null) {
        throw new IllegalStateException(
            "blocking-methods.txt is missing in weft-checker's jar; build it anew");
      }
      List<String> wrong = methods.addLines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (!wrong.isEmpty()) {
        throw new IllegalStateException("blocking-methods.txt has wrong lines: " + wrong);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return methods;
  }

  /**
   * Adds what a file says, one method on a line, with comments after {@code # } at the beginning of
   * a line.
   *
   * @return the lines that say nothing
   */
  public List<String> addLines(String text) {
    var wrong = new ArrayList<String>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .filter(line -> !add(line))
        .forEach(wrong::add);
    return wrong;
  }

  /**
   * Adds one, {@code owner#method}, {@code owner#method(types)} or {@code owner#method = advice};
   * or takes it away, if it begins with a minus.
   *
   * @return whether the text is one of these
   */
  public boolean add(String text) {
    Matcher parts = ENTRY.matcher(text.strip());
    if (!parts.matches()) {
      return false;
    }
    String types = parts.group(4);
    List<String> parameters =
        types == null
            ? null
            : types.isBlank() ? List.of() : List.of(types.strip().split("\\s*,\\s*"));
    String instead = parts.group(5) == null ? "" : parts.group(5).strip();
    var entry = new Entry(parts.group(2), parts.group(3), parameters, instead);
    List<Entry> same = byMethod.computeIfAbsent(entry.method, each -> new ArrayList<>());
    if (parts.group(1).isEmpty()) {
      same.add(entry);
    } else {
      same.removeIf(
          each ->
              each.owner.equals(entry.owner)
                  && (parameters == null || parameters.equals(each.parameters)));
    }
    return true;
  }

  /** Those of a name. */
  List<Entry> named(String method) {
    return byMethod.getOrDefault(method, List.of());
  }
}
