package dev.weft.samples;

import dev.weft.FrameView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Suspended calls as text, from the innermost out. */
final class FrameTable {

  private static final int COLUMN = 45;

  private FrameTable() {}

  /** One coroutine in full. */
  static List<String> full(List<FrameView> frames) {
    var lines = new ArrayList<String>();
    for (FrameView frame : frames) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-16s at %s:%d, waits for %s",
              frame.method(),
              frame.file(),
              frame.line(),
              simple(frame.callee())));
      for (FrameView.Saved saved : frame.saved()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "    %-9s = %-20s in field %s",
                saved.variable(),
                value(saved.value()),
                saved.field()));
      }
      lines.add(
          "    "
              + (frame.saved().isEmpty() ? "nothing but its place " : "")
              + "in "
              + simple(frame.frameClass()));
    }
    return lines;
  }

  /** Two coroutines beside each other, one frame a line. */
  static List<String> beside(List<FrameView> left, List<FrameView> right) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String first = i < left.size() ? brief(left.get(i)) : "";
      String second = i < right.size() ? brief(right.get(i)) : "";
      lines.add(
          String.format(Locale.ROOT, "%-" + COLUMN + "s  | %s", first, second).stripTrailing());
    }
    return lines;
  }

  /** Whether any frame keeps a variable of that name. */
  static boolean keeps(List<FrameView> frames, String variable) {
    return frames.stream()
        .flatMap(frame -> frame.saved().stream())
        .anyMatch(saved -> saved.variable().equals(variable));
  }

  private static String brief(FrameView frame) {
    var text = new StringBuilder(frame.method());
    String separator = ": ";
    for (FrameView.Saved saved : frame.saved()) {
      if (!saved.variable().equals("this")) {
        text.append(separator).append(saved.variable()).append('=').append(value(saved.value()));
        separator = ", ";
      }
    }
    return text.toString();
  }

  private static String value(@Nullable Object value) {
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  private static String simple(String name) {
    return name.startsWith("dev.weft.") ? name.replaceFirst("^[a-z.]+\\.(?=[A-Z])", "") : name;
  }
}
