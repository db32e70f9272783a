package dev.weft.maven.incremental;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content of a file in so few characters that two files have the same only if they are. */
final class Hash {

  private Hash() {}

  /** An empty SHA-256, which every JDK has. */
  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String of(byte[] bytes) {
    return text(begin().digest(bytes));
  }

  static String end(MessageDigest digest) {
    return text(digest.digest());
  }

  private static String text(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
