package dev.weft.io;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The writing side of a connection, one call after the other. */
@FrameLayout(
    owner = "dev.weft.io.Connection",
    method = "write",
    descriptor = "(Ljava/nio/ByteBuffer;)V",
    file = "Connection.java",
    points = {})
final class WriteOperation extends ChannelOperation {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final ByteBuffer[] NONE = {};

  private final Connection connection;
  private final ByteBuffer[] single = {NOTHING};
  private ByteBuffer[] from = NONE;
  private boolean finishes;

  WriteOperation(Connection connection) {
    super(connection.loop(), connection.watch());
    this.connection = connection;
  }

  void write(ByteBuffer buffer, Carrier carrier, @Nullable Duration limit) throws IOException {
    single[0] = buffer;
    write(single, carrier, limit);
  }

  void write(ByteBuffer[] buffers, Carrier carrier, @Nullable Duration limit) throws IOException {
    from = buffers;
    finishes = false;
    begin(carrier, limit);
  }

  void finish(Carrier carrier, @Nullable Duration limit) throws IOException {
    finishes = true;
    begin(carrier, limit);
  }

  @Override
  boolean attempt() throws IOException {
    return finishes ? connection.tryFinish() : connection.tryWrite(from);
  }

  @Override
  public int interest() {
    return connection.writeInterest();
  }

  @Override
  void await() {
    connection.await(this, true);
  }

  @Override
  void stopWaiting() {
    connection.forget(this);
  }

  @Override
  void leaveResult(Carrier carrier) {
    carrier.putVoid();
  }

  @Override
  void clear() {
    from = NONE;
    single[0] = NOTHING;
  }

  @Override
  String what() {
    return does() + connection.peer();
  }

  private String does() {
    if (finishes) {
      return "shut down output to ";
    }
    return from.length == 0 ? "shake hands over TLS with " : "write to ";
  }
}
