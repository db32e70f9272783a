package dev.weft.io;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One call that reads into a buffer until what was asked for is there. */
@FrameLayout(
    owner = "dev.weft.io.BufferedInput",
    method = "readLine",
    descriptor = "()Ljava/lang/String;",
    file = "BufferedInput.java",
    points = {})
class BufferedRead extends ChannelOperation {

  /** Takes something out of the buffer. */
  @FunctionalInterface
  interface Parser {
    /**
     * Takes it if it is there.
     *
     * @param ended whether the peer has ended, so that no more will come
     */
    Parsed parse(boolean ended) throws IOException;
  }

  /** What a parser found. */
  record Parsed(boolean complete, @Nullable Object value) {
    static final Parsed INCOMPLETE = new Parsed(false, null);

    static Parsed of(@Nullable Object value) {
      return new Parsed(true, value);
    }
  }

  private final Connection connection;
  private final BufferedInput input;
  private final Parser parser;
  private final String what;
  private @Nullable Object result;

  /**
   * One call.
   *
   * @param what it does, for messages: {@code read a line from }
   */
  BufferedRead(Connection connection, BufferedInput input, Parser parser, String what) {
    super(connection.loop(), connection.watch());
    this.connection = connection;
    this.input = input;
    this.parser = parser;
    this.what = what;
  }

  /** The same with the name that it has in stack traces. */
  @FrameLayout(
      owner = "dev.weft.io.BufferedInput",
      method = "readMessage",
      descriptor = "(I)Ljava/nio/ByteBuffer;",
      file = "BufferedInput.java",
      points = {})
  static final class ForMessage extends BufferedRead {
    ForMessage(Connection connection, BufferedInput input, Parser parser, String what) {
      super(connection, input, parser, what);
    }
  }

  final @Nullable Object begin(Carrier carrier) throws IOException {
    connection.reads(this, what);
    begin(carrier, connection.timeout());
    return result;
  }

  @Override
  final boolean attempt() throws IOException {
    for (int i = 0; i < PIECES && (i == 0 || !isSpent()); i++) {
      if (isParsed(false)) {
        return true;
      }
      int count = input.tryFill();
      if (count < 0) {
        return isParsed(true);
      }
      if (count == 0) {
        return false;
      }
    }
    giveWay();
    return false;
  }

  private boolean isParsed(boolean ended) throws IOException {
    Parsed parsed = parser.parse(ended);
    result = parsed.value;
    return parsed.complete;
  }

  @Override
  public final int interest() {
    return connection.readInterest();
  }

  @Override
  void await() {
    connection.await(this, false);
  }

  @Override
  void stopWaiting() {
    connection.forget(this);
  }

  @Override
  final void leaveResult(Carrier carrier) {
    carrier.putObject(result);
  }

  /** Once it is cancelled, another may have begun, perhaps on another thread. */
  @Override
  final void clear() {
    if (!isGone()) {
      connection.hasRead(this);
    }
  }

  @Override
  final String what() {
    return what + connection.peer();
  }
}
