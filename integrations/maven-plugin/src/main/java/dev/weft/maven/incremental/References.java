package dev.weft.maven.incremental;

import dev.weft.transformer.model.ClassNames;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which classes name which others. What becomes of a class depends on no others than it names, they
 * name, and so on; and on those of its own source file, whose names what weaving adds must not
 * have.
 */
final class References {

  private static final Pattern VERSION = Pattern.compile("META-INF/versions/\\d+/");

  /** The files of the classes that name a class, by its internal name. */
  private final Map<String, Set<String>> users = new HashMap<>();

  /** The files of the classes of one source file, by the outermost one's name. */
  private final Map<String, Set<String>> siblings = new HashMap<>();

  /**
   * Adds a class.
   *
   * @throws IOException if it cannot be read as a class; then it names nothing
   */
  void add(String file, byte[] classFile) throws IOException {
    String outermost = ClassNames.outermost(nameOf(file));
    siblings.computeIfAbsent(outermost, unused -> new HashSet<>()).add(file);
    for (String name : namesIn(classFile)) {
      users.computeIfAbsent(name, unused -> new HashSet<>()).add(file);
    }
  }

  /** The classes that have changed and all that depend on them, by their files. */
  Set<String> affectedBy(Collection<String> changed) {
    var affected = new HashSet<>(changed);
    var next = new ArrayDeque<>(changed);
    for (String file = next.poll(); file != null; file = next.poll()) {
      String name = nameOf(file);
      var dependents = new HashSet<>(users.getOrDefault(name, Set.of()));
      dependents.addAll(siblings.getOrDefault(ClassNames.outermost(name), Set.of()));
      for (String each : dependents) {
        if (affected.add(each)) {
          next.add(each);
        }
      }
    }
    return affected;
  }

  private static String nameOf(String file) {
    String name = file.substring(0, file.length() - ".class".length());
    return VERSION.matcher(name).replaceFirst("");
  }

  /** All that may be the name of a class in the constants, and so more than there are. */
  private static Set<String> namesIn(byte[] classFile) throws IOException {
    var names = new HashSet<String>();
    try (var in = new DataInputStream(new ByteArrayInputStream(classFile))) {
      in.skipNBytes(8); // magic and version
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> addNames(in.readUTF(), names);
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // takes two places
          }
          default -> throw new IOException("a constant of the unknown kind " + tag);
        }
      }
    }
    return names;
  }

  /** A name itself, and those in descriptors and signatures. */
  private static void addNames(String text, Set<String> names) {
    names.add(text);
    for (int at = text.indexOf('L'); at >= 0; at = text.indexOf('L', at + 1)) {
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != ';' && text.charAt(end) != '<') {
        end++;
      }
      if (end < text.length()) {
        names.add(text.substring(at + 1, end));
      }
    }
  }
}
