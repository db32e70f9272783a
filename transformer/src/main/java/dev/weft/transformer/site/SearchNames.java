package dev.weft.transformer.site;

import java.util.List;
import java.util.Locale;

/** Writes the names that the search of the index looks through, as a script. */
final class SearchNames {

  private SearchNames() {}

  /** {@code weftNames([["a.b.C","classes/a.b.C.html",["m","n"]],...])}. */
  static String of(List<Site.Entry> entries) {
    var script = new StringBuilder("weftNames([\n");
    for (Site.Entry entry : entries) {
      script.append('[');
      string(script, entry.className());
      script.append(',');
      string(script, entry.file());
      script.append(",[");
      String separator = "";
      for (String method : entry.methods()) {
        script.append(separator);
        string(script, method);
        separator = ",";
      }
      script.append("]],\n");
    }
    return script.append("]);\n").toString();
  }

  /** A string literal in ASCII, which ends no script element either. */
  private static void string(StringBuilder script, String text) {
    script.append('"');
    String shown = Markup.shown(text);
    for (int i = 0; i < shown.length(); i++) {
      char each = shown.charAt(i);
      boolean plain = each >= ' ' && each < 0x7F && "\"\\<>&".indexOf(each) < 0;
      script.append(
          plain ? String.valueOf(each) : String.format(Locale.ROOT, "\\u%04x", (int) each));
    }
    script.append('"');
  }
}
