package dev.weft.transformer.dump;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;

/** How many bytes of code each method of a class file has, read off its Code attributes. */
final class CodeSizes {

  private final ClassReader reader;
  private final char[] buffer;
  private final Map<String, Integer> sizes = new HashMap<>();
  private int at;

  private CodeSizes(ClassReader reader) {
    this.reader = reader;
    this.buffer = new char[reader.getMaxStringLength()];
  }

  /** Sizes by name and descriptor. */
  static Map<String, Integer> of(byte[] classFile) {
    return new CodeSizes(new ClassReader(classFile)).read();
  }

  private Map<String, Integer> read() {
    at = reader.header + 6;
    at += 2 + 2 * reader.readUnsignedShort(at); // interfaces
    members(false);
    members(true);
    return sizes;
  }

  private void members(boolean methods) {
    int count = u2();
    for (int i = 0; i < count; i++) {
      u2(); // access
      String member = reader.readUTF8(at, buffer) + reader.readUTF8(at + 2, buffer);
      at += 4;
      int attributes = u2();
      for (int j = 0; j < attributes; j++) {
        String attribute = reader.readUTF8(at, buffer);
        int length = reader.readInt(at + 2);
        at += 6;
        if (methods && attribute.equals("Code")) {
          sizes.put(member, reader.readInt(at + 4)); // behind max_stack and max_locals
        }
        at += length;
      }
    }
  }

  private int u2() {
    int value = reader.readUnsignedShort(at);
    at += 2;
    return value;
  }
}
