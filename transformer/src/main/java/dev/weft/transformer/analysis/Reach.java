package dev.weft.transformer.analysis;

import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Names;
import org.objectweb.asm.ClassReader;

/**
 * Tells from a class file's constant pool, without reading its methods, whether weaving it could
 * change anything.
 */
public final class Reach {

  private static final int UTF8 = 1;

  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

  private final ClassReader reader;
  private final char[] buffer;

  private Reach(ClassReader reader) {
    this.reader = reader;
    this.buffer = new char[reader.getMaxStringLength()];
  }

  /** What is to be done with a class. */
  public enum Verdict {
    /** Nothing in it has to do with coroutines. */
    UNTOUCHED,
    /** It has been woven before. */
    WOVEN,
    /** It may hold coroutines. */
    CANDIDATE
  }

  /** Looks at a class. */
  public static Verdict of(ClassReader reader, Hierarchy hierarchy) {
    var reach = new Reach(reader);
    if (reach.holds(Names.WOVEN_DESC)) {
      return Verdict.WOVEN;
    }
    boolean candidate =
        reach.holds(Names.ASYNC_DESC)
            || reach.holds(Names.WEFT)
            || inheritsAsync(reader, hierarchy)
            || (reach.holds(METAFACTORY) && reach.makesAsyncLambdas(hierarchy));
    return candidate ? Verdict.CANDIDATE : Verdict.UNTOUCHED;
  }

  /** Whether a class inherits {@code @Async} methods. */
  public static boolean inheritsAsync(ClassReader reader, Hierarchy hierarchy) {
    if (hierarchy.hasAsync(reader.getSuperName())) {
      return true;
    }
    for (String face : reader.getInterfaces()) {
      if (hierarchy.hasAsync(face)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a string is among the constants; compares lengths first and makes no strings. */
  private boolean holds(String wanted) {
    for (int i = 1; i < reader.getItemCount(); i++) {
      int offset = utf8(i);
      if (offset > 0 && equals(offset, wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Lambdas name their interface only as the return type of a descriptor. */
  private boolean makesAsyncLambdas(Hierarchy hierarchy) {
    for (int i = 1; i < reader.getItemCount(); i++) {
      int offset = utf8(i);
      if (offset > 0 && looksLikeDescriptor(offset)) {
        String text = text(offset);
        int result = text.indexOf(')') + 1;
        if (text.charAt(result) == 'L'
            && hierarchy.hasAsync(text.substring(result + 1, text.length() - 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Where the string constant of an index is, or 0 if the constant is no string. */
  private int utf8(int index) {
    int offset = reader.getItem(index);
    return offset > 0 && reader.readByte(offset - 1) == UTF8 ? offset : 0;
  }

  private boolean equals(int offset, String wanted) {
    int length = reader.readUnsignedShort(offset);
    if (length != wanted.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (reader.readByte(offset + 2 + i) != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** {@code (...)L...;}, as far as its ends tell. */
  private boolean looksLikeDescriptor(int offset) {
    int length = reader.readUnsignedShort(offset);
    return length > 0
        && reader.readByte(offset + 2) == '('
        && reader.readByte(offset + 1 + length) == ';';
  }

  /** Only what looks like a name is compared, and names are ASCII: other bytes need no decoding. */
  private String text(int offset) {
    int length = reader.readUnsignedShort(offset);
    for (int i = 0; i < length; i++) {
      buffer[i] = (char) reader.readByte(offset + 2 + i);
    }
    return new String(buffer, 0, length);
  }
}
