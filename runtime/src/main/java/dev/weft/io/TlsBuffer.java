package dev.weft.io;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Bytes on their way through a TLS connection, at most {@value #ROOM}, which take memory only while
 * there are any: a large buffer is borrowed to be filled, and given back, or changed for one of the
 * size of what is left, by {@link #settle}.
 *
 * <p>For one thread at a time; the borrowed ones are shared by all.
 */
final class TlsBuffer {

  /** Two records as they commonly are, or one of those that the JDK takes at most. */
  static final int ROOM = 40 * 1024;

  private static final int KEPT = 16;
  private static final ArrayDeque<ByteBuffer> FREE = new ArrayDeque<>();
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private ByteBuffer bytes = NONE; // between position and limit
  private int start = -1; // while it is being filled: where the bytes begin

  boolean isEmpty() {
    return size() == 0;
  }

  int size() {
    return bytes.remaining();
  }

  /** How many bytes more it takes. */
  int room() {
    return ROOM - size();
  }

  /** How much memory it holds. */
  int held() {
    return bytes.capacity();
  }

  /** The bytes, to be taken out. */
  ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Room behind the bytes, to be put into; {@link #filled} must follow.
   *
   * @param atLeast how much of it, no more than there is
   */
  ByteBuffer fill(int atLeast) {
    if (bytes.capacity() < ROOM) {
      bytes = borrow().put(bytes).flip();
    } else if (bytes.capacity() - bytes.limit() < atLeast) {
      bytes.compact().flip();
    }
    start = bytes.position();
    return bytes.position(bytes.limit()).limit(ROOM);
  }

  void filled() {
    bytes.limit(bytes.position()).position(start);
    start = -1;
  }

  /** Gives back what is not needed to keep the bytes. */
  void settle() {
    if (bytes.capacity() == ROOM) {
      ByteBuffer borrowed = bytes;
      bytes = isEmpty() ? NONE : ByteBuffer.allocate(size()).put(borrowed).flip();
      giveBack(borrowed);
    } else if (isEmpty()) {
      bytes = NONE;
    }
  }

  /** Drops the bytes. */
  void clear() {
    bytes.position(bytes.limit());
    settle();
  }

  private static ByteBuffer borrow() {
    synchronized (FREE) {
      ByteBuffer free = FREE.pollLast();
      return free == null ? ByteBuffer.allocate(ROOM) : free;
    }
  }

  private static void giveBack(ByteBuffer borrowed) {
    borrowed.clear();
    synchronized (FREE) {
      if (FREE.size() < KEPT) {
        FREE.addLast(borrowed);
      }
    }
  }
}
