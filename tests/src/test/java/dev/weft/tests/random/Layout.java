package dev.weft.tests.random;

/** Indents a program by its braces, which never stand in its strings. */
final class Layout {

  private Layout() {}

  static String indent(String source) {
    var out = new StringBuilder();
    int depth = 0;
    for (String each : source.lines().toList()) {
      String line = each.strip();
      if (!line.isEmpty()) {
        int here = depth - (line.startsWith("}") ? 1 : 0);
        out.append("  ".repeat(Math.max(0, here))).append(line).append('\n');
        depth += count(line, '{') - count(line, '}');
      }
    }
    return out.toString();
  }

  private static int count(String line, char brace) {
    return (int) line.chars().filter(each -> each == brace).count();
  }
}
