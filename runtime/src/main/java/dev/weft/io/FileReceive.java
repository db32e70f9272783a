package dev.weft.io;

import dev.weft.internal.engine.FrameLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** One call of {@code transferTo}. */
@FrameLayout(
    owner = "dev.weft.io.TcpChannel",
    method = "transferTo",
    descriptor = "(Ljava/nio/channels/FileChannel;JJ)J",
    file = "TcpChannel.java",
    points = {})
final class FileReceive extends FileTransfer {

  static final String WHAT = "receive a file from ";

  private static final int BUFFER = 64 * 1024;

  private @Nullable ByteBuffer buffer;

  FileReceive(TcpChannel channel, FileChannel file, long position, long count) {
    super(channel, file, position, count);
  }

  @Override
  long move(long at, long most) throws IOException {
    ByteBuffer piece = buffer == null ? ByteBuffer.allocate(BUFFER) : buffer;
    buffer = piece;
    piece.clear().limit((int) Math.min(BUFFER, most));
    int received = channel.tryRead(piece);
    if (received <= 0) {
      return received;
    }
    piece.flip();
    long to = at;
    while (piece.hasRemaining()) {
      to += file.write(piece, to);
    }
    return received;
  }

  @Override
  void clear() {
    if (!isGone()) {
      channel.hasRead(this);
    }
  }

  @Override
  String what() {
    return WHAT + channel.peer();
  }
}
