package dev.weft.io;

import dev.weft.internal.engine.FrameLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;

/** One call of {@code transferFrom}. */
@FrameLayout(
    owner = "dev.weft.io.TcpChannel",
    method = "transferFrom",
    descriptor = "(Ljava/nio/channels/FileChannel;JJ)J",
    file = "TcpChannel.java",
    points = {})
final class FileSend extends FileTransfer {

  static final String WHAT = "send a file to ";

  FileSend(TcpChannel channel, FileChannel file, long position, long count) {
    super(channel, file, position, count);
  }

  @Override
  long move(long at, long most) throws IOException {
    long sent = file.transferTo(at, most, channel.socket());
    watch().moved(sent);
    return sent == 0 && at >= file.size() ? -1 : sent;
  }

  @Override
  public int interest() {
    return SelectionKey.OP_WRITE;
  }

  @Override
  void clear() {
    if (!isGone()) {
      channel.hasWritten(this);
    }
  }

  @Override
  String what() {
    return WHAT + channel.peer();
  }
}
