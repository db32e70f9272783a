package dev.weft.transformer.analysis;

import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Names;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/**
 * Tells from a class file's constant pool, without reading its methods, whether weaving it could
 * change anything.
 */
public final class Reach {

  private static final int UTF8 = 1;

  private final Set<String> strings = new HashSet<>();

  private Reach(ClassReader reader) {
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int offset = reader.getItem(i);
      if (offset > 0 && reader.readByte(offset - 1) == UTF8) {
        strings.add(utf8(reader, offset, buffer));
      }
    }
  }

  /** Only what looks like a name is compared, and names are ASCII: other bytes need no decoding. */
  private static String utf8(ClassReader reader, int offset, char[] buffer) {
    int length = reader.readUnsignedShort(offset);
    for (int i = 0; i < length; i++) {
      buffer[i] = (char) reader.readByte(offset + 2 + i);
    }
    return new String(buffer, 0, length);
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
    if (reach.strings.contains(Names.WOVEN_DESC)) {
      return Verdict.WOVEN;
    }
    boolean candidate =
        reach.strings.contains(Names.ASYNC_DESC)
            || reach.strings.contains(Names.WEFT)
            || inheritsAsync(reader, hierarchy)
            || reach.makesAsyncLambdas(hierarchy);
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

  /** Lambdas name their interface only as the return type of a descriptor. */
  private boolean makesAsyncLambdas(Hierarchy hierarchy) {
    return strings.contains("java/lang/invoke/LambdaMetafactory")
        && strings.stream()
            .filter(text -> text.startsWith("(") && text.endsWith(";"))
            .map(text -> text.substring(text.indexOf(')') + 1))
            .filter(result -> result.startsWith("L"))
            .map(result -> result.substring(1, result.length() - 1))
            .distinct()
            .anyMatch(hierarchy::hasAsync);
  }
}
