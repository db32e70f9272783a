package dev.weft.tests.docs;

import dev.weft.tests.docs.Snippet.Kind;
import dev.weft.tests.docs.Snippet.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Java snippets of a page of Markdown, and what invisible comments say of them.
 *
 * <p>A comment {@code <!-- snippet KIND ... -->} speaks of the next snippet; its further lines are
 * the {@linkplain SnippetSource hidden} ones. What a snippet prints is shown either by comments
 * behind its calls of {@code System.out.println}, or by the block after a comment {@code <!--
 * output -->}, which then is all of it.
 */
final class SnippetParser {

  private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+)\\s*(\\w*).*");
  private static final Pattern DIRECTIVE = Pattern.compile("\\s*<!--\\s*snippet\\b\\s*(.*)");
  private static final Pattern OUTPUT = Pattern.compile("\\s*<!--\\s*output\\s*-->\\s*");
  private static final Pattern PRINTED =
      Pattern.compile(".*\\bSystem\\.out\\.println\\(.*\\);\\s*// ?(.*)");

  private final String page;
  private final List<String> lines;
  private final List<Snippet> found = new ArrayList<>();

  /** What the last comment has said; the line is 0 if there was none since the last snippet. */
  private int directiveLine;

  private @Nullable Kind kind;
  private List<Line> hidden = List.of();
  private int at;

  private SnippetParser(String page, String text) {
    this.page = page;
    lines = text.lines().toList();
  }

  /** The snippets of {@code page}, in order. */
  static List<Snippet> parse(String page, String text) {
    return new SnippetParser(page, text).parse();
  }

  private List<Snippet> parse() {
    for (; at < lines.size(); at++) {
      Matcher directive = DIRECTIVE.matcher(lines.get(at));
      Matcher fence = FENCE.matcher(lines.get(at));
      if (directive.matches()) {
        readDirective(directive.group(1));
      } else if (OUTPUT.matcher(lines.get(at)).matches()) {
        readOutput();
      } else if (fence.matches()) {
        readBlock(fence.group(1), fence.group(2));
      }
    }
    if (directiveLine != 0) {
      throw wrong(directiveLine, "no snippet follows this comment");
    }
    return found;
  }

  private AssertionError wrong(int line, String what) {
    return new AssertionError(page + ":" + line + ": " + what);
  }

  private void readDirective(String rest) {
    if (directiveLine != 0) {
      throw wrong(directiveLine, "no snippet follows this comment");
    }
    directiveLine = at + 1;
    boolean ended = rest.contains("-->");
    String name = rest.replaceFirst("-->.*", "").trim();
    try {
      kind = Kind.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw wrong(at + 1, "no kind of snippet is called '" + name + "'");
    }
    hidden = ended ? List.of() : readUntil(Pattern.compile("(.*?)\\s*-->\\s*"), "-->");
  }

  private void readOutput() {
    int comment = at + 1;
    if (found.isEmpty()) {
      throw wrong(comment, "no snippet stands before this output");
    }
    at++;
    while (at < lines.size() && lines.get(at).isBlank()) {
      at++;
    }
    Matcher fence = FENCE.matcher(at < lines.size() ? lines.get(at) : "");
    if (!fence.matches()) {
      throw wrong(comment, "no block follows this comment");
    }
    var text = new StringBuilder();
    for (Line each :
        readUntil(Pattern.compile("()\\s*" + fence.group(1) + "\\s*"), fence.group(1))) {
      text.append(each.text()).append('\n');
    }
    Snippet last = found.remove(found.size() - 1);
    found.add(
        new Snippet(
            last.page(), last.line(), last.kind(), last.code(), last.hidden(), text.toString()));
  }

  private void readBlock(String fence, String language) {
    int first = at + 2;
    List<Line> code = readUntil(Pattern.compile("()\\s*" + fence + "\\s*"), fence);
    if (!language.equals("java")) {
      if (directiveLine != 0) {
        throw wrong(directiveLine, "what follows this comment is not marked as java");
      }
      return;
    }
    found.add(new Snippet(page, first, kind, code, hidden, printed(code)));
    directiveLine = 0;
    kind = null;
    hidden = List.of();
  }

  /** What comments say that is printed. */
  private static @Nullable String printed(List<Line> code) {
    var text = new StringBuilder();
    for (Line each : code) {
      Matcher printed = PRINTED.matcher(each.text());
      if (printed.matches()) {
        text.append(printed.group(1)).append('\n');
      }
    }
    return text.isEmpty() ? null : text.toString();
  }

  /** The lines after this one, up to that which matches; what stands before the end in it, too. */
  private List<Line> readUntil(Pattern end, String name) {
    int begun = at + 1;
    List<Line> read = new ArrayList<>();
    for (at++; at < lines.size(); at++) {
      Matcher last = end.matcher(lines.get(at));
      if (last.matches()) {
        if (!last.group(1).isEmpty()) {
          read.add(new Line(at + 1, last.group(1)));
        }
        return read;
      }
      read.add(new Line(at + 1, lines.get(at)));
    }
    throw wrong(begun, "what begins here has no end: " + name);
  }
}
