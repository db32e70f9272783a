package dev.weft.transformer.site;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives each class a file of its own, whatever it is called, on file systems that tell upper from
 * lower case and on those that do not.
 */
final class FileNames {

  private static final int LONGEST = 120;
  private static final Pattern RESERVED =
      Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

  private final Set<String> taken = new HashSet<>();

  /** A file name, without its ending, for a class that had none. */
  String of(String className) {
    var name = new StringBuilder(encoded(className));
    if (RESERVED.matcher(name).matches()) {
      name.insert(0, '_');
    }
    if (name.length() > LONGEST) {
      name.setLength(LONGEST);
      name.append('~').append(Integer.toHexString(className.hashCode()));
    }
    return free(name.toString());
  }

  /** The id, and so the fragment, of a package in the index. */
  static String id(String packageName) {
    return "p-" + encoded(packageName);
  }

  /** The same in characters that mean nothing to file systems and in addresses. */
  private static String encoded(String className) {
    var name = new StringBuilder();
    for (byte each : className.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '$';
      if (plain || c == '_' || c == '-' || (c == '.' && !name.isEmpty() && !endsWithDot(name))) {
        name.append(c);
      } else {
        name.append(String.format(Locale.ROOT, "~%02x", (int) c));
      }
    }
    return name.toString();
  }

  private static boolean endsWithDot(StringBuilder name) {
    return name.charAt(name.length() - 1) == '.';
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + "~" + i;
    }
    return free;
  }
}
