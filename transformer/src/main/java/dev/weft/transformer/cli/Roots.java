package dev.weft.transformer.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where packages begin in an input: at its top, in the folders in which applications keep their
 * classes, and in those of a multi-release jar, which shadow the top from a version of Java on.
 */
final class Roots {

  private static final List<String> APPLICATIONS = List.of("BOOT-INF/classes/", "WEB-INF/classes/");
  private static final Pattern NESTED =
      Pattern.compile("(?:BOOT-INF/lib|WEB-INF/lib(?:-provided)?)/[^/]+\\.jar");
  private static final Pattern VERSION = Pattern.compile("META-INF/versions/(\\d{1,9})/.*");

  /** Newest first. */
  private final TreeSet<Integer> versions = new TreeSet<>((a, b) -> b.compareTo(a));

  Roots(Collection<String> files) {
    for (String file : files) {
      Matcher version = VERSION.matcher(file);
      if (version.matches()) {
        versions.add(Integer.valueOf(version.group(1)));
      }
    }
  }

  /** Whether a file is a jar that belongs to an application's class path. */
  static boolean isNestedJar(String file) {
    return NESTED.matcher(file).matches();
  }

  /** The folder in which a file's package begins; empty for the top. */
  static String of(String file) {
    for (String root : APPLICATIONS) {
      if (file.startsWith(root)) {
        return root;
      }
    }
    Matcher version = VERSION.matcher(file);
    return version.matches() ? folder(Integer.parseInt(version.group(1))) : "";
  }

  /** The version of Java from which on a file of a multi-release jar counts; 0 for all. */
  static int versionOf(String file) {
    Matcher version = VERSION.matcher(file);
    return version.matches() ? Integer.parseInt(version.group(1)) : 0;
  }

  private static String folder(int version) {
    return "META-INF/versions/" + version + "/";
  }

  /** Where classes of a root look for others, in this order. */
  List<String> seenFrom(String root) {
    var roots = new ArrayList<String>();
    roots.add(root);
    Matcher own = VERSION.matcher(root);
    if (own.matches()) {
      int newest = Integer.parseInt(own.group(1));
      for (int version : versions) {
        if (version < newest) {
          roots.add(folder(version));
        }
      }
    }
    if (!root.isEmpty()) {
      roots.add("");
    } else {
      roots.addAll(APPLICATIONS);
    }
    return roots;
  }

  /** Where the classes of a library are found: its top, or where only newer Java looks. */
  List<String> ofLibrary() {
    var roots = new ArrayList<>(seenFrom(""));
    for (int version : versions) {
      roots.add(folder(version));
    }
    return roots;
  }
}
