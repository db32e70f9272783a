package dev.weft.transformer.model;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What the beginning of a class file says: its constants and its supertypes.
 *
 * <p>Most classes have nothing to do with coroutines, and the constants tell. An agent looks at
 * them while the program waits for the class, so this is one pass over the bytes that makes no
 * strings. It also keeps away from what makes the JVM load more at its start, such as the charsets.
 */
public final class ClassHeader {

  /** The newest version of class files that the transformer reads beyond the header. */
  public static final int NEWEST = Opcodes.V27;

  private static final byte[] ASYNC = ascii(RuntimeNames.ASYNC_DESC);
  private static final byte[] COROUTINE = ascii(RuntimeNames.COROUTINE_DESC);
  private static final byte[] WOVEN = ascii(RuntimeNames.WOVEN_DESC);
  private static final byte[] OLD_WOVEN = ascii(RuntimeNames.OLD_WOVEN_DESC);
  private static final byte[] WEFT = ascii(RuntimeNames.WEFT);
  private static final byte[] EA_ASYNC = ascii(RuntimeNames.EA_ASYNC);
  private static final byte[] METAFACTORY = ascii("java/lang/invoke/LambdaMetafactory");

  /** The lengths of these, a bit for each. */
  private static final long LENGTHS =
      1L << ASYNC.length
          | 1L << COROUTINE.length
          | 1L << WOVEN.length
          | 1L << OLD_WOVEN.length
          | 1L << WEFT.length
          | 1L << EA_ASYNC.length
          | 1L << METAFACTORY.length;

  private static final int MAJOR = 6;
  private static final int COUNT = 8;
  private static final int FIRST = 10;

  private static final int UTF8 = 1;

  /** The bytes of a constant behind its tag, by tag; 0 for tags that there are not. */
  private static final byte[] SIZES = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  private final byte[] file;

  /** Where the constants are, behind their tags. */
  private final int[] constants;

  /** The first byte behind the constants. */
  private final int end;

  private boolean async;
  private boolean woven;
  private boolean weft;
  private boolean eaAsync;
  private boolean lambdas;

  /**
   * Reads a header.
   *
   * @throws IllegalArgumentException if there is a constant of an unknown kind
   * @throws IndexOutOfBoundsException if the file ends too early
   */
  public ClassHeader(byte[] classFile) {
    file = classFile;
    constants = new int[unsignedShort(COUNT)];
    end = readConstants();
  }

  private static byte[] ascii(String text) {
    var bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  /** Most often run by the interpreter: it calls little and keeps what it needs in locals. */
  private int readConstants() {
    byte[] bytes = file;
    int[] places = constants;
    int count = places.length;
    int at = FIRST;
    for (int i = 1; i < count; i++) {
      int tag = bytes[at++];
      places[i] = at;
      if (tag == UTF8) {
        int length = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
        if (length < Long.SIZE && (LENGTHS >>> length & 1) != 0) {
          lookAt(at + 2, length);
        }
        at += 2 + length;
      } else {
        int size = size(tag);
        at += size;
        i += size == 8 ? 1 : 0; // longs and doubles count twice
      }
    }
    return at;
  }

  private static int size(int tag) {
    int size = tag < 0 || tag >= SIZES.length ? 0 : SIZES[tag];
    if (size == 0) {
      throw new IllegalArgumentException("there is no constant of kind " + tag);
    }
    return size;
  }

  private void lookAt(int from, int length) {
    async |= is(ASYNC, from, length) || is(COROUTINE, from, length);
    woven |= is(WOVEN, from, length) || is(OLD_WOVEN, from, length);
    weft |= is(WEFT, from, length);
    eaAsync |= is(EA_ASYNC, from, length);
    lambdas |= is(METAFACTORY, from, length);
  }

  private boolean is(byte[] text, int from, int length) {
    return text.length == length && Arrays.equals(file, from, from + length, text, 0, length);
  }

  /** The major version. */
  public int major() {
    return unsignedShort(MAJOR);
  }

  /** Whether {@code @Async} is named: a method may be marked. */
  public boolean namesAsync() {
    return async;
  }

  /** Whether the mark of a woven class is named. */
  public boolean namesWoven() {
    return woven;
  }

  /** Whether {@code Weft} is named: the class may await. */
  public boolean namesWeft() {
    return weft;
  }

  /** Whether ea-async's {@code Async} is named: the class may await by that. */
  public boolean namesEaAsync() {
    return eaAsync;
  }

  /** Whether the bootstrap methods of lambdas are named. */
  public boolean makesLambdas() {
    return lambdas;
  }

  /** Internal name of the class. */
  public String name() {
    return className(unsignedShort(end + 2));
  }

  /** Internal name of the superclass, or null. */
  public @Nullable String superName() {
    int index = unsignedShort(end + 4);
    return index == 0 ? null : className(index);
  }

  /** Internal names of the interfaces. */
  public List<String> interfaces() {
    int count = unsignedShort(end + 6);
    if (count == 0) {
      return List.of();
    }
    var names = new ArrayList<String>(count);
    for (int i = 1; i <= count; i++) {
      names.add(className(unsignedShort(end + 6 + 2 * i)));
    }
    return names;
  }

  /**
   * The classes that methods of the constants' descriptors return. (Any string of the form {@code
   * (...)L...;} is taken for one.)
   */
  public List<String> returnedClasses() {
    var names = new ArrayList<String>();
    for (int at : constants) {
      if (at > 0 && file[at - 1] == UTF8 && looksLikeDescriptor(at)) {
        String text = text(at);
        int result = text.indexOf(')') + 1;
        if (text.charAt(result) == 'L' && text.indexOf('<') < 0) { // with it, a generic signature
          names.add(text.substring(result + 1, text.length() - 1));
        }
      }
    }
    return names;
  }

  private boolean looksLikeDescriptor(int at) {
    int length = unsignedShort(at);
    return length > 0 && file[at + 2] == '(' && file[at + 1 + length] == ';';
  }

  private String className(int index) {
    return text(constants[unsignedShort(constants[index])]);
  }

  private String text(int at) {
    int length = unsignedShort(at);
    var chars = new char[length];
    for (int i = 0; i < length; i++) {
      byte next = file[at + 2 + i];
      if (next < 0) {
        return decoded(at, length);
      }
      chars[i] = (char) next;
    }
    return new String(chars);
  }

  private String decoded(int at, int length) {
    try (var in = new DataInputStream(new ByteArrayInputStream(file, at, length + 2))) {
      return in.readUTF();
    } catch (IOException malformed) {
      throw new IllegalArgumentException("a constant is no text: " + malformed, malformed);
    }
  }

  private int unsignedShort(int at) {
    return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
  }
}
