package dev.weft.io;

import dev.weft.annotations.Async;
import dev.weft.runtime.Carrier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines, length-prefixed messages and bytes from a connection through a buffer. For one
 * coroutine at a time; the connection is read through this alone from then on.
 */
public final class BufferedInput {

  private static final int SIZE = 8 * 1024;
  private static final int LENGTH = 4;

  private final Connection connection;
  private final ByteBuffer buffer; // what was read and not yet taken: between position and limit
  private final Charset charset;

  /** Lines in UTF-8, and of 8 KB at most. */
  public BufferedInput(Connection connection) {
    this(connection, SIZE, StandardCharsets.UTF_8);
  }

  /**
   * A buffer of a size of one's own.
   *
   * @param size in bytes; also the longest line
   * @param charset of lines; one in which no character but the line feed has its byte
   */
  public BufferedInput(Connection connection, int size, Charset charset) {
    this.connection = connection;
    this.charset = charset;
    buffer = ByteBuffer.allocate(size).limit(0);
  }

  /**
   * Suspends until a line has come.
   *
   * @return the line without its end, which is a line feed, with or without a carriage return; null
   *     if the peer has ended; what comes before the end without a line feed is a line, too
   * @throws IOException if the connection is broken, or the line too long
   */
  @Async
  public @Nullable String readLine() throws IOException {
    Carrier carrier = Carrier.current();
    String line = readLine(Carrier.MAX_DEPTH, carrier);
    return (String) (carrier.isUnwinding() ? carrier.blockObject() : line);
  }

  /** See {@link #readLine()}. */
  public @Nullable String readLine(int room, Carrier carrier) throws IOException {
    return (String) new BufferedCall(connection, this, this::takeLine).begin(carrier);
  }

  /**
   * Suspends until a message has come: its length in four bytes, the highest first, then that many.
   *
   * @param longest the longest message to be accepted, in bytes
   * @return the message, to be read; null if the peer has ended between two messages
   * @throws IOException if the connection is broken, or the message too long
   */
  @Async
  public @Nullable ByteBuffer readMessage(int longest) throws IOException {
    Carrier carrier = Carrier.current();
    ByteBuffer message = readMessage(longest, Carrier.MAX_DEPTH, carrier);
    return (ByteBuffer) (carrier.isUnwinding() ? carrier.blockObject() : message);
  }

  /** See {@link #readMessage(int)}. */
  public @Nullable ByteBuffer readMessage(int longest, int room, Carrier carrier)
      throws IOException {
    var message = new MessageParser(buffer, longest);
    return (ByteBuffer) new BufferedCall(connection, this, message).begin(carrier);
  }

  /**
   * Suspends until {@code into} is full.
   *
   * @throws java.io.EOFException if the peer ends before
   * @throws IOException if the connection is broken
   */
  @Async
  public void readFully(ByteBuffer into) throws IOException {
    Carrier carrier = Carrier.current();
    readFully(into, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /** See {@link #readFully(ByteBuffer)}. */
  public void readFully(ByteBuffer into, int room, Carrier carrier) throws IOException {
    int unused = Buffers.move(buffer, into);
    connection.readFully(into, room, carrier);
  }

  /**
   * Suspends until there is something to read, and reads it.
   *
   * @return how many bytes; -1 if the peer has ended
   * @throws IOException if the connection is broken
   */
  @Async
  public int read(ByteBuffer into) throws IOException {
    Carrier carrier = Carrier.current();
    int count = read(into, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockInt() : count;
  }

  /** See {@link #read(ByteBuffer)}. */
  public int read(ByteBuffer into, int room, Carrier carrier) throws IOException {
    int taken = Buffers.move(buffer, into);
    return taken > 0 ? taken : connection.read(into, room, carrier);
  }

  /** How many bytes are in the buffer. */
  public int buffered() {
    return buffer.remaining();
  }

  /** A message as {@link #readMessage} takes it: what to hand to {@code write}, with its length. */
  public static ByteBuffer[] message(ByteBuffer content) {
    return new ByteBuffer[] {
      ByteBuffer.allocate(LENGTH).putInt(0, content.remaining()), content.duplicate()
    };
  }

  /** Reads more; as {@link Connection#tryRead}. */
  int tryFill() throws IOException {
    buffer.compact();
    try {
      return connection.tryRead(buffer);
    } finally {
      buffer.flip();
    }
  }

  private BufferedCall.Parsed takeLine(boolean ended) throws IOException {
    int end = buffer.position();
    while (end < buffer.limit() && buffer.get(end) != '\n') {
      end++;
    }
    if (end == buffer.limit()) {
      if (buffer.remaining() == buffer.capacity()) {
        throw new IOException("a line is longer than " + buffer.capacity() + " bytes");
      }
      if (!ended) {
        return BufferedCall.Parsed.INCOMPLETE;
      }
      return BufferedCall.Parsed.of(buffer.hasRemaining() ? line(end, end) : null);
    }
    return BufferedCall.Parsed.of(line(end, end + 1));
  }

  private String line(int end, int next) {
    int last = end > buffer.position() && buffer.get(end - 1) == '\r' ? end - 1 : end;
    var line =
        new String(
            buffer.array(),
            buffer.arrayOffset() + buffer.position(),
            last - buffer.position(),
            charset);
    buffer.position(next);
    return line;
  }
}
