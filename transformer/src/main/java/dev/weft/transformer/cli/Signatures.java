package dev.weft.transformer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Locale;

/**
 * The signatures of a jar: files beside the manifest, and digests in it.
 *
 * <p>A jar with woven classes keeps none. If only some classes lost theirs, the JVM would refuse
 * the packages in which others still have one.
 */
final class Signatures {

  static final String MANIFEST = "META-INF/MANIFEST.MF";

  private Signatures() {}

  /** Whether an entry is part of a signature. */
  static boolean isPart(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (!upper.startsWith("META-INF/") || upper.indexOf('/', "META-INF/".length()) >= 0) {
      return false;
    }
    return upper.endsWith(".SF")
        || upper.endsWith(".RSA")
        || upper.endsWith(".DSA")
        || upper.endsWith(".EC")
        || upper.startsWith("META-INF/SIG-");
  }

  static boolean areIn(Collection<String> files) {
    return files.stream().anyMatch(Signatures::isPart);
  }

  /** A manifest without digests, and without the sections that held nothing else. */
  static byte[] withoutDigests(byte[] manifest) {
    String text = new String(manifest, UTF_8).replace("\r\n", "\n").replace('\r', '\n');
    var kept = new StringBuilder();
    for (String section : text.split("\n{2,}", -1)) {
      String rest = withoutDigests(section);
      boolean onlyName = rest.startsWith("Name:") && attributes(rest) == 1;
      if (!rest.isBlank() && !(onlyName && attributes(section) > 1)) {
        kept.append(rest).append('\n');
      }
    }
    return kept.toString().replace("\n", "\r\n").getBytes(UTF_8);
  }

  /** A line that begins with a space goes on with the one before. */
  private static String withoutDigests(String section) {
    var kept = new StringBuilder();
    boolean dropping = false;
    for (String line : section.split("\n", -1)) {
      if (!line.startsWith(" ")) {
        String attribute = line.substring(0, Math.max(0, line.indexOf(':')));
        dropping = attribute.toUpperCase(Locale.ROOT).matches(".+-DIGEST(-.+)?");
      }
      if (!dropping && !line.isEmpty()) {
        kept.append(line).append('\n');
      }
    }
    return kept.toString();
  }

  private static long attributes(String section) {
    return section.lines().filter(line -> !line.isEmpty() && !line.startsWith(" ")).count();
  }
}
