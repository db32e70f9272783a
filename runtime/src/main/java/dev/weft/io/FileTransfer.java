package dev.weft.io;

import dev.weft.runtime.Carrier;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** One call that moves bytes between a connection and a file. */
abstract class FileTransfer extends Attempt {

  /** So many bytes at a time; then others run. */
  static final int PIECE = 1 << 20;

  final TcpChannel channel;
  final FileChannel file;
  private final long position;
  private final long count;
  private long done;

  FileTransfer(TcpChannel channel, FileChannel file, long position, long count) {
    super(channel.loop(), channel.watch());
    this.channel = channel;
    this.file = file;
    this.position = position;
    this.count = count;
  }

  final long transfer(Carrier carrier) throws IOException {
    begin(carrier, channel.timeout());
    return done;
  }

  /** Moves at most {@code most} bytes: how many, 0 if none can be moved now, -1 at the end. */
  abstract long move(long at, long most) throws IOException;

  @Override
  final boolean attempt() throws IOException {
    long inARow = 0;
    while (done < count) {
      long moved = move(position + done, Math.min(PIECE, count - done));
      if (moved <= 0) {
        return moved < 0;
      }
      done += moved;
      inARow += moved;
      if (inARow >= PIECE && done < count) {
        giveWay();
        return false;
      }
    }
    return true;
  }

  @Override
  final void leaveResult(Carrier carrier) {
    carrier.putLong(done);
  }
}
