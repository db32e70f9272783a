package dev.weft.tests.docs;

import dev.weft.tests.docs.Snippet.Kind;
import dev.weft.tests.docs.Snippet.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program that a snippet becomes, and which line of it stands on which line of the page.
 *
 * <p>Lines that begin with {@code import} stand before the class. Of the hidden ones, those that
 * begin with {@code before:} and {@code after:} stand around the statements, or, where the snippet
 * is members, are the statements; all others are members. Statements are run as a coroutine on an
 * event loop, or, if they are plain, by the main thread.
 */
final class SnippetSource {

  private static final Pattern CLASS =
      Pattern.compile("^(?:public |final |abstract )*(?:class|record|interface|enum) (\\w+)");

  /** What the guide says that it leaves out. */
  private static final List<String> IMPORTS =
      List.of(
          "import static dev.weft.Weft.await;",
          "import dev.weft.*;",
          "import dev.weft.annotations.Async;",
          "import dev.weft.io.*;",
          "import dev.weft.spi.*;",
          "import java.io.*;",
          "import java.nio.*;",
          "import java.nio.file.*;",
          "import java.time.*;",
          "import java.util.*;",
          "import java.util.concurrent.*;",
          "import java.util.stream.*;");

  private final List<String> lines = new ArrayList<>();

  /** The line of the page for each, or 0. */
  private final List<Integer> places = new ArrayList<>();

  private final Snippet snippet;
  private final String className;

  SnippetSource(Snippet snippet) {
    this.snippet = snippet;
    if (kind() == Kind.PROGRAM) {
      className = programName();
      snippet.hidden().forEach(this::add);
      snippet.code().forEach(this::add);
    } else {
      className = "Snippet";
      wrap();
    }
  }

  private Kind kind() {
    if (snippet.kind() != null) {
      return snippet.kind();
    }
    if (isProgram()) {
      return Kind.PROGRAM;
    }
    throw new AssertionError(
        snippet.where()
            + ": this is no program; put a comment before it that says how it becomes one, such as"
            + " <!-- snippet statements -->");
  }

  private boolean isProgram() {
    return snippet.code().stream().anyMatch(line -> line.text().contains("static void main("));
  }

  private String programName() {
    for (Line each : snippet.code()) {
      Matcher name = CLASS.matcher(each.text());
      if (name.find() && isProgram()) {
        return name.group(1);
      }
    }
    throw new AssertionError(snippet.where() + ": a program has a class and a main method");
  }

  private void wrap() {
    IMPORTS.forEach(this::add);
    snippet.hidden().stream().filter(SnippetSource::isImport).forEach(this::add);
    snippet.code().stream().filter(SnippetSource::isImport).forEach(this::add);
    add("@SuppressWarnings(\"all\")");
    add("public class Snippet {");
    snippet.hidden().stream().filter(SnippetSource::isMember).forEach(this::add);
    if (kind() == Kind.MEMBERS) {
      addCode();
    }
    add((kind() == Kind.PLAIN ? "" : "@Async ") + "static void statements() throws Exception {");
    addHidden("before:");
    if (kind() != Kind.MEMBERS) {
      addCode();
    }
    addHidden("after:");
    add("}");
    add("public static void main(String[] args) throws Exception {");
    add(
        kind() == Kind.PLAIN
            ? "statements();"
            : "try (EventLoop loop = Schedulers.eventLoop()) { Weft.run(loop, () -> statements()); }");
    add("}");
    add("}");
  }

  private void addCode() {
    snippet.code().stream().filter(line -> !isImport(line)).forEach(this::add);
  }

  private void addHidden(String mark) {
    for (Line each : snippet.hidden()) {
      if (each.text().strip().startsWith(mark)) {
        add(new Line(each.number(), each.text().replaceFirst(mark, "")));
      }
    }
  }

  private static boolean isImport(Line line) {
    return line.text().startsWith("import ");
  }

  private static boolean isMember(Line line) {
    String text = line.text().strip();
    return !isImport(line) && !text.startsWith("before:") && !text.startsWith("after:");
  }

  private void add(String generated) {
    lines.add(generated);
    places.add(0);
  }

  private void add(Line line) {
    lines.add(line.text());
    places.add(line.number());
  }

  /** The name of the class that has the main method. */
  String className() {
    return className;
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** The line of the page that a line of the program comes from, or where the snippet begins. */
  int pageLine(long line) {
    int place = line >= 1 && line <= places.size() ? places.get((int) line - 1) : 0;
    return place == 0 ? snippet.line() : place;
  }
}
