package dev.weft.io;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines, length-prefixed messages and bytes from a connection through a buffer. For one
 * coroutine at a time; the connection is read through this alone from then on.
 *
 * <p>A call that is cancelled, or whose time is over, has taken nothing, except that of a {@link
 * #readFully} the position of the caller's buffer tells what it has got. So the next call, of
 * whatever sort, goes on where the last one that ended well has stopped. The same holds for a line
 * or a message that is refused because it is too long.
 *
 * <p>How that is done: lines stay in the buffer until they are whole. Messages may be larger than
 * the buffer, so a {@link MessageParser} takes them part by part; {@code unfinished} is the last
 * one, and the next call gives back what that has kept, if it has. The call that was cancelled does
 * not do so itself: by the time that its coroutine runs again another may have begun.
 */
public final class BufferedInput {

  private static final int SIZE = 8 * 1024;
  private static final int LINE_END = 2;

  private final Connection connection;
  private final int longestLine;
  private final Charset charset;

  /** What was read and not yet taken: between position and limit. */
  private ByteBuffer buffer;

  private @Nullable MessageParser unfinished;

  /** Lines in UTF-8, and of 8 KB at most. */
  public BufferedInput(Connection connection) {
    this(connection, SIZE, StandardCharsets.UTF_8);
  }

  /**
   * A buffer of a size of one's own.
   *
   * @param size in bytes, at least 1; also the longest line, its end not counted
   * @param charset of lines; one in which no character but the line feed has its byte
   * @throws IllegalArgumentException if {@code size} is less than 1
   */
  public BufferedInput(Connection connection, int size, Charset charset) {
    if (size < 1) {
      throw new IllegalArgumentException("a buffer of " + size + " bytes; it needs one at least");
    }
    this.connection = Objects.requireNonNull(connection, "connection");
    this.charset = Objects.requireNonNull(charset, "charset");
    longestLine = size;
    buffer = ByteBuffer.allocate(capacity()).limit(0);
  }

  /** Room for the longest line with its end, and for the length of a message. */
  private int capacity() {
    return Math.max(MessageParser.LENGTH, Math.max(longestLine, longestLine + LINE_END));
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
    WovenCarrier carrier = WovenCarrier.current();
    String line = readLine(Carrier.MAX_DEPTH, carrier);
    return (String) (carrier.isUnwinding() ? carrier.blockObject() : line);
  }

  /**
   * See {@link #readLine()}.
   *
   * @hidden
   */
  public @Nullable String readLine(int room, WovenCarrier carrier) throws IOException {
    begin("read a line from ");
    return (String)
        new BufferedRead(connection, this, new Line(), "read a line from ").begin(carrier);
  }

  /**
   * Suspends until a message has come: its length in four bytes, the highest first, then that many.
   *
   * @param longest the longest message to be accepted, in bytes
   * @return the message, to be read; null if the peer has ended between two messages
   * @throws IllegalArgumentException if {@code longest} is negative
   * @throws IOException if the connection is broken, or the message too long
   */
  @Async
  public @Nullable ByteBuffer readMessage(int longest) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    ByteBuffer message = readMessage(longest, Carrier.MAX_DEPTH, carrier);
    return (ByteBuffer) (carrier.isUnwinding() ? carrier.blockObject() : message);
  }

  /**
   * See {@link #readMessage(int)}.
   *
   * @hidden
   */
  public @Nullable ByteBuffer readMessage(int longest, int room, WovenCarrier carrier)
      throws IOException {
    if (longest < 0) {
      throw new IllegalArgumentException("messages of at most " + longest + " bytes");
    }
    begin("read a message from ");
    var message = new MessageParser(this, longest);
    unfinished = message;
    return (ByteBuffer)
        new BufferedRead.ForMessage(connection, this, message, "read a message from ")
            .begin(carrier);
  }

  /**
   * Suspends until {@code into} is full.
   *
   * @throws java.io.EOFException if the peer ends before
   * @throws IOException if the connection is broken
   */
  @Async
  public void readFully(ByteBuffer into) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    readFully(into, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * See {@link #readFully(ByteBuffer)}.
   *
   * @hidden
   */
  public void readFully(ByteBuffer into, int room, WovenCarrier carrier) throws IOException {
    begin("read from ");
    int unused = ByteBuffers.move(buffer, into);
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
    WovenCarrier carrier = WovenCarrier.current();
    int count = read(into, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockInt() : count;
  }

  /**
   * See {@link #read(ByteBuffer)}.
   *
   * @hidden
   */
  public int read(ByteBuffer into, int room, WovenCarrier carrier) throws IOException {
    begin("read from ");
    int taken = ByteBuffers.move(buffer, into);
    return taken > 0 ? taken : connection.read(into, room, carrier);
  }

  /**
   * How many bytes have been read and not yet handed out, those of a line or a message included
   * that has begun and is not whole.
   */
  public int buffered() {
    MessageParser last = unfinished;
    return buffer.remaining() + (last == null ? 0 : last.taken());
  }

  /** Before a call takes anything: it is the only one, and finds all that others have left. */
  private void begin(String what) {
    connection.checkMayRead(what);
    MessageParser last = unfinished;
    if (last != null) {
      unfinished = null;
      ByteBuffer part = last.giveBack();
      if (part != null) {
        int total = part.remaining() + buffer.remaining();
        buffer = ByteBuffer.allocate(Math.max(total, capacity())).put(part).put(buffer).flip();
      }
    }
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /** A message as {@link #readMessage} takes it: what to hand to {@code write}, with its length. */
  public static ByteBuffer[] message(ByteBuffer content) {
    return new ByteBuffer[] {
      ByteBuffer.allocate(MessageParser.LENGTH).putInt(0, content.remaining()), content.duplicate()
    };
  }

  /** Reads more; as {@link Connection#tryRead}. */
  int tryFill() throws IOException {
    makeRoom();
    try {
      return connection.tryRead(buffer);
    } finally {
      buffer.flip();
    }
  }

  /** Moves what there is to the front only if it is not there; a long line comes byte by byte. */
  private void makeRoom() {
    if (!buffer.hasRemaining() && buffer.capacity() > capacity()) {
      buffer = ByteBuffer.allocate(capacity());
    } else if (buffer.position() > 0) {
      buffer.compact();
    } else {
      buffer.position(buffer.limit()).limit(buffer.capacity());
    }
  }

  /** Takes one line, looking at each byte once. */
  private final class Line implements BufferedRead.Parser {
    private int seen;

    @Override
    public BufferedRead.Parsed parse(boolean ended) throws IOException {
      int start = buffer.position();
      int end = start + seen;
      while (end < buffer.limit() && buffer.get(end) != '\n') {
        end++;
      }
      seen = end - start;
      boolean whole = end < buffer.limit();
      int length = end > start && buffer.get(end - 1) == '\r' ? seen - 1 : seen;
      if (length > longestLine) {
        throw new IOException("a line is longer than " + longestLine + " bytes");
      }
      if (!whole && !ended) {
        return BufferedRead.Parsed.INCOMPLETE;
      }
      return BufferedRead.Parsed.of(
          whole || seen > 0 ? take(length, whole ? seen + 1 : seen) : null);
    }

    private String take(int length, int all) {
      int start = buffer.position();
      buffer.position(start + all);
      return new String(buffer.array(), buffer.arrayOffset() + start, length, charset);
    }
  }
}
