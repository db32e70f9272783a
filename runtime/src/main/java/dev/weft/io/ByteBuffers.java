package dev.weft.io;

import java.nio.ByteBuffer;

/** What buffers lack. */
final class ByteBuffers {

  private ByteBuffers() {}

  /** Moves as many bytes as {@code from} has and {@code into} has room for: how many. */
  static int move(ByteBuffer from, ByteBuffer into) {
    int count = Math.min(into.remaining(), from.remaining());
    into.put(into.position(), from, from.position(), count);
    into.position(into.position() + count);
    from.position(from.position() + count);
    return count;
  }

  /** Whether something remains in any of them. */
  static boolean anyRemain(ByteBuffer[] buffers) {
    return firstThatRemains(buffers) < buffers.length;
  }

  /** The index of the first in which something remains; how many there are if in none. */
  static int firstThatRemains(ByteBuffer[] buffers) {
    int index = 0;
    while (index < buffers.length && !buffers[index].hasRemaining()) {
      index++;
    }
    return index;
  }
}
