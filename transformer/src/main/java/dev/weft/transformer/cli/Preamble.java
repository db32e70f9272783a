package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What stands before the first entry of a jar: the script that starts it, in executable ones. */
final class Preamble {

  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int MOST_COMMENT = 0xFFFF;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int FIRST = 0x04034b50;

  private Preamble() {}

  /** Those bytes; mostly none. */
  static byte[] of(Path jar) throws IOException {
    try (FileChannel file = FileChannel.open(jar)) {
      ByteBuffer start = read(file, 0, 4);
      if (start.remaining() < 4 || start.getInt() == FIRST) {
        return new byte[0];
      }
      return read(file, 0, (int) length(file)).array();
    }
  }

  private static long length(FileChannel file) throws IOException {
    int size = (int) Math.min(file.size(), END_SIZE + MOST_COMMENT);
    long from = file.size() - size;
    ByteBuffer tail = read(file, from, size);
    int end = size - END_SIZE;
    while (end > 0 && tail.getInt(end) != END) {
      end--;
    }
    long directorySize = Integer.toUnsignedLong(tail.getInt(end + 12));
    long directory = Integer.toUnsignedLong(tail.getInt(end + 16));
    long shift = from + end - directorySize - directory; // 0 if offsets count from the file's start
    if (directory == 0xFFFFFFFFL || shift < 0) {
      return 0; // none that could be told apart
    }
    ByteBuffer entries = read(file, shift + directory, (int) directorySize);
    long first = directory;
    for (int at = 0; at + ENTRY_SIZE <= entries.limit() && entries.getInt(at) == ENTRY; ) {
      first = Math.min(first, Integer.toUnsignedLong(entries.getInt(at + 42)));
      at +=
          ENTRY_SIZE
              + Short.toUnsignedInt(entries.getShort(at + 28))
              + Short.toUnsignedInt(entries.getShort(at + 30))
              + Short.toUnsignedInt(entries.getShort(at + 32));
    }
    return shift + first;
  }

  private static ByteBuffer read(FileChannel file, long from, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.flip();
  }
}
