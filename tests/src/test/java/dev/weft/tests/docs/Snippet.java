package dev.weft.tests.docs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Java snippet of a page.
 *
 * @param page the page's path from the root of the repository
 * @param line the line of the page on which the code begins
 * @param kind how it becomes a program; null if the page does not say
 * @param code the lines that readers see
 * @param hidden the lines that only this test bed sees
 * @param output what the page says that it prints; null if it does not say
 */
record Snippet(
    String page,
    int line,
    @Nullable Kind kind,
    List<Line> code,
    List<Line> hidden,
    @Nullable String output) {

  /** A line of a page. */
  record Line(int number, String text) {}

  /** How a snippet becomes a program. */
  enum Kind {
    /** It is one: a class with a main method. */
    PROGRAM,

    /** Members of a class. */
    MEMBERS,

    /** Statements of a coroutine on an event loop. */
    STATEMENTS,

    /** Statements of ordinary code. */
    PLAIN
  }

  /** Where it stands, for messages. */
  String where() {
    return page + ":" + line;
  }
}
