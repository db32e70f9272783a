package dev.weft.io;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The reading side of a connection, one call after the other. */
@FrameLayout(
    owner = "dev.weft.io.Connection",
    method = "read",
    descriptor = "(Ljava/nio/ByteBuffer;)I",
    file = "Connection.java",
    points = {})
final class ReadOperation extends ChannelOperation {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Connection connection;
  private ByteBuffer into = NOTHING;
  private boolean fully;
  private int count;

  ReadOperation(Connection connection) {
    super(connection.loop(), connection.watch());
    this.connection = connection;
  }

  int read(ByteBuffer buffer, boolean untilFull, Carrier carrier, @Nullable Duration limit)
      throws IOException {
    into = buffer;
    fully = untilFull;
    begin(carrier, limit);
    return count;
  }

  @Override
  boolean attempt() throws IOException {
    if (!into.hasRemaining()) {
      count = 0;
      return true;
    }
    if (!fully) {
      count = connection.tryRead(into);
      return count != 0;
    }
    for (int i = 0; i < PIECES && (i == 0 || !isSpent()); i++) {
      int piece = connection.tryRead(into);
      if (piece < 0) {
        throw new EOFException("the peer has ended, and " + into.remaining() + " bytes lack");
      }
      if (piece == 0 || !into.hasRemaining()) {
        return !into.hasRemaining();
      }
    }
    giveWay();
    return false;
  }

  @Override
  public int interest() {
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
  void leaveResult(Carrier carrier) {
    if (fully) {
      carrier.putVoid();
    } else {
      carrier.putInt(count);
    }
  }

  @Override
  void clear() {
    into = NOTHING;
  }

  @Override
  String what() {
    return "read from " + connection.peer();
  }
}
