package dev.weft.io;

import dev.weft.internal.engine.Carrier;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;

/**
 * One call that moves bytes between a connection and a file. It is a reader, or a writer, of the
 * connection like any other; what it has moved when it fails stays moved.
 */
abstract class FileTransfer extends ChannelOperation {

  /** So many bytes at a time. */
  static final int PIECE = 256 * 1024;

  /** After so many others run. */
  private static final int MOST = 1 << 20;

  final TcpChannel channel;
  final FileChannel file;
  private final long position;
  private final long count;
  private long done;

  FileTransfer(TcpChannel channel, FileChannel file, long position, long count) {
    super(channel.loop(), channel.watch());
    this.channel = channel;
    this.file = file;
    this.position = notNegative("position", position);
    this.count = notNegative("count", count);
  }

  private static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("the " + name + " " + value + " is negative");
    }
    return value;
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
      long moved = moveNext();
      if (moved <= 0) {
        return moved < 0;
      }
      done += moved;
      inARow += moved;
      if (done < count && (inARow >= MOST || isSpent())) {
        giveWay();
        return false;
      }
    }
    return true;
  }

  private long moveNext() throws IOException {
    try {
      return move(position + done, Math.min(PIECE, count - done));
    } catch (ClosedChannelException closed) {
      throw file.isOpen() ? closed : IoFailures.fileClosed(what(), closed);
    } catch (NonReadableChannelException | NonWritableChannelException failure) {
      throw IoFailures.wrongMode(what(), failure);
    }
  }

  @Override
  final void leaveResult(Carrier carrier) {
    carrier.putLong(done);
  }
}
