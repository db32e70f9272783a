package dev.weft.transformer.model;

import java.util.Set;
import org.objectweb.asm.ClassReader;

/**
 * Cuts the ranges of type annotations of local variables to the code that they are in.
 *
 * <p>Compilers write ranges that end at 65,535, which the JVM does not look at and ASM does not
 * read.
 */
public final class AnnotationRanges {

  private static final Set<String> ATTRIBUTES =
      Set.of("RuntimeVisibleTypeAnnotations", "RuntimeInvisibleTypeAnnotations");

  private final byte[] classFile;
  private final ClassReader reader;
  private final char[] buffer;
  private int at;

  private AnnotationRanges(byte[] classFile) {
    this.classFile = classFile;
    reader = new ClassReader(classFile);
    buffer = new char[reader.getMaxStringLength()];
  }

  /** The same class file with all ranges within the code; the array itself stays as it is. */
  public static byte[] cut(byte[] classFile) {
    var ranges = new AnnotationRanges(classFile.clone());
    ranges.members();
    return ranges.classFile;
  }

  private int u1() {
    return classFile[at++] & 0xFF;
  }

  private int u2() {
    return u1() << 8 | u1();
  }

  private int u4() {
    return u2() << 16 | u2();
  }

  private void skip(int count, int bytes) {
    at += count * bytes;
  }

  private void members() {
    at = reader.header + 6;
    skip(u2(), 2); // interfaces
    for (int fieldsThenMethods = 0; fieldsThenMethods < 2; fieldsThenMethods++) {
      for (int count = u2(); count > 0; count--) {
        at += 6;
        attributes(-1);
      }
    }
  }

  /**
   * Goes through the attributes of a member, or of code.
   *
   * @param codeLength how long that code is; negative for a member
   */
  private void attributes(int codeLength) {
    for (int count = u2(); count > 0; count--) {
      String name = reader.readUTF8(at, buffer);
      at += 2;
      int length = u4();
      int end = at + length;
      if (codeLength < 0 && "Code".equals(name)) {
        code();
      } else if (codeLength >= 0 && ATTRIBUTES.contains(name)) {
        annotations(codeLength);
      }
      at = end;
    }
  }

  private void code() {
    at += 4;
    int length = u4();
    at += length;
    skip(u2(), 8); // exception table
    attributes(length);
  }

  private void annotations(int codeLength) {
    for (int count = u2(); count > 0; count--) {
      target(codeLength);
      skip(u1(), 2); // path
      annotation();
    }
  }

  /** Those that stand in code. */
  private void target(int codeLength) {
    int type = u1();
    if (type == 0x40 || type == 0x41) {
      for (int ranges = u2(); ranges > 0; ranges--) {
        cutRange(codeLength);
      }
    } else {
      at += type >= 0x47 ? 3 : 2; // casts and type arguments have an index
    }
  }

  private void cutRange(int codeLength) {
    int start = u2();
    int length = u2();
    if (start + length > codeLength) {
      int from = Math.min(start, codeLength);
      put(at - 4, from);
      put(at - 2, codeLength - from);
    }
    at += 2;
  }

  private void put(int where, int value) {
    classFile[where] = (byte) (value >> 8);
    classFile[where + 1] = (byte) value;
  }

  private void annotation() {
    at += 2;
    for (int pairs = u2(); pairs > 0; pairs--) {
      at += 2;
      value();
    }
  }

  private void value() {
    switch (u1()) {
      case 'e' -> at += 4;
      case '@' -> annotation();
      case '[' -> {
        for (int values = u2(); values > 0; values--) {
          value();
        }
      }
      default -> at += 2;
    }
  }
}
