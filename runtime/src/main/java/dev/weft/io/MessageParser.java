package dev.weft.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes one length-prefixed message out of a buffer, which it may be larger than. */
final class MessageParser implements BufferedCall.Parser {

  private static final int LENGTH = 4;

  /** Memory is taken as bytes come, not as the peer announces them. */
  private static final int FIRST = 64 * 1024;

  private final ByteBuffer buffer;
  private final int longest;
  private int length = -1;
  private @Nullable ByteBuffer message;

  MessageParser(ByteBuffer buffer, int longest) {
    this.buffer = buffer;
    this.longest = longest;
  }

  @Override
  public BufferedCall.Parsed parse(boolean ended) throws IOException {
    ByteBuffer into = message;
    if (into == null) {
      if (buffer.remaining() < LENGTH) {
        return lengthLacks(ended);
      }
      into = begin(buffer.getInt());
    }
    into = move(into);
    if (into.position() == length) {
      return BufferedCall.Parsed.of(into.flip());
    }
    if (ended) {
      throw new EOFException(
          "the peer has ended after " + into.position() + " of " + length + " bytes of a message");
    }
    return BufferedCall.Parsed.INCOMPLETE;
  }

  private BufferedCall.Parsed lengthLacks(boolean ended) throws EOFException {
    if (ended && buffer.hasRemaining()) {
      throw new EOFException("the peer has ended in the middle of a message's length");
    }
    return ended ? BufferedCall.Parsed.of(null) : BufferedCall.Parsed.INCOMPLETE;
  }

  private ByteBuffer begin(int announced) throws IOException {
    if (announced < 0 || announced > longest) {
      throw new IOException(
          "a message of " + Integer.toUnsignedString(announced) + " bytes, more than " + longest);
    }
    length = announced;
    return ByteBuffer.allocate(Math.min(announced, FIRST));
  }

  private ByteBuffer move(ByteBuffer into) {
    ByteBuffer target = into;
    int count = Math.min(buffer.remaining(), length - into.position());
    if (count > into.remaining()) {
      int wanted = Math.max(into.position() + count, into.capacity() * 2);
      target = ByteBuffer.allocate(Math.min(length, wanted)).put(into.flip());
    }
    int unused = Buffers.move(buffer, target); // which has no room for more than the message
    message = target;
    return target;
  }
}
