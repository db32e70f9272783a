package dev.weft.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes one length-prefixed message out of the buffer of an input, which it may be larger than.
 *
 * <p>What it has taken so far is its own until the message is whole; if the call is cancelled
 * before that, the next one puts it back into the buffer by {@link #giveBack}.
 */
final class MessageParser implements BufferedRead.Parser {

  static final int LENGTH = 4;

  /** Memory is taken as bytes come, not as the peer announces them. */
  private static final int FIRST = 64 * 1024;

  private final BufferedInput input;
  private final int longest;
  private int length = -1;
  private @Nullable ByteBuffer message;

  MessageParser(BufferedInput input, int longest) {
    this.input = input;
    this.longest = longest;
  }

  @Override
  public BufferedRead.Parsed parse(boolean ended) throws IOException {
    ByteBuffer buffer = input.buffer();
    ByteBuffer into = message;
    if (into == null) {
      if (buffer.remaining() < LENGTH) {
        return lengthLacks(buffer, ended);
      }
      into = begin(buffer);
    }
    into = move(buffer, into);
    if (into.position() == length) {
      message = null;
      return BufferedRead.Parsed.of(into.flip());
    }
    if (ended) {
      throw new EOFException(
          "the peer has ended after " + into.position() + " of " + length + " bytes of a message");
    }
    return BufferedRead.Parsed.INCOMPLETE;
  }

  private static BufferedRead.Parsed lengthLacks(ByteBuffer buffer, boolean ended)
      throws EOFException {
    if (ended && buffer.hasRemaining()) {
      throw new EOFException("the peer has ended in the middle of a message's length");
    }
    return ended ? BufferedRead.Parsed.of(null) : BufferedRead.Parsed.INCOMPLETE;
  }

  private ByteBuffer begin(ByteBuffer buffer) throws IOException {
    int announced = buffer.getInt(buffer.position());
    if (announced < 0 || announced > longest) {
      throw new IOException(
          "a message of " + Integer.toUnsignedString(announced) + " bytes, more than " + longest);
    }
    var first = ByteBuffer.allocate(Math.min(announced, FIRST));
    buffer.position(buffer.position() + LENGTH);
    length = announced;
    message = first;
    return first;
  }

  private ByteBuffer move(ByteBuffer buffer, ByteBuffer into) {
    ByteBuffer target = into;
    int count = Math.min(buffer.remaining(), length - into.position());
    if (count > into.remaining()) {
      int wanted = Math.max(into.position() + count, doubled(into.capacity()));
      target = ByteBuffer.allocate(Math.min(length, wanted)).put(into.duplicate().flip());
      message = target;
    }
    int unused = ByteBuffers.move(buffer, target); // which has no room for more than the message
    return target;
  }

  private static int doubled(int capacity) {
    return (int) Math.min(Integer.MAX_VALUE, capacity * 2L);
  }

  /** How many bytes of a message that is not whole have been taken, its length included. */
  int taken() {
    ByteBuffer part = message;
    return part == null ? 0 : LENGTH + part.position();
  }

  /** What was taken for a message that never became whole, its length included; null if nothing. */
  @Nullable ByteBuffer giveBack() {
    ByteBuffer part = message;
    message = null;
    return part == null
        ? null
        : ByteBuffer.allocate(LENGTH + part.position()).putInt(length).put(part.flip()).flip();
  }
}
