package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.FrameLayout;
import dev.weft.runtime.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One read or write of a file: done on a thread that may block, taken over by the coroutine. */
@FrameLayout(
    owner = "dev.weft.io.AsyncFile",
    method = "read",
    descriptor = "(Ljava/nio/ByteBuffer;J)I",
    file = "AsyncFile.java",
    points = {})
final class FileCall extends Operation implements Runnable {

  private final EventLoop loop;
  private final FileChannel channel;
  private final Path path;
  private final ByteBuffer buffer;
  private final boolean reads;
  private final ByteBuffer piece;
  private long position;
  private int count;
  private @Nullable IOException failure;

  FileCall(
      EventLoop loop,
      FileChannel channel,
      Path path,
      ByteBuffer buffer,
      long position,
      boolean reads) {
    this.loop = loop;
    this.channel = channel;
    this.path = path;
    this.buffer = buffer;
    this.position = position;
    this.reads = reads;
    piece = ByteBuffer.allocate(Math.min(buffer.remaining(), AsyncFile.PIECE));
  }

  int begin(Carrier carrier) {
    if (buffer.hasRemaining()) {
      suspend(carrier);
    }
    return 0;
  }

  /** Copies the next piece out of the caller's buffer, whose position tells what is done. */
  @Override
  protected void start() {
    piece.clear();
    if (!reads) {
      piece.limit(Math.min(piece.capacity(), buffer.remaining()));
      piece.put(0, buffer, buffer.position(), piece.limit());
    }
    loop.executeBlocking(this);
  }

  @Override
  public void run() {
    try {
      if (reads) {
        count = channel.read(piece, position);
      } else {
        count = piece.remaining();
        for (long at = position; piece.hasRemaining(); ) {
          at += channel.write(piece, at);
        }
      }
    } catch (IOException thrown) {
      failure = thrown;
    }
    boolean unused = wake();
  }

  @Override
  protected void goOn(Carrier carrier) throws IOException {
    if (failure != null) {
      throw Failures.during((reads ? "read " : "write ") + path, failure);
    }
    if (reads) {
      if (count > 0) {
        buffer.put(piece.flip());
      }
      carrier.putInt(count);
      return;
    }
    buffer.position(buffer.position() + count);
    position += count;
    if (buffer.hasRemaining()) {
      suspendAgain(carrier);
    } else {
      carrier.putVoid();
    }
  }

  @Override
  protected void abandon() {
    // nobody stops a disk; what it does goes to this call's own buffer
  }

  @Override
  protected void failed() {
    // the same
  }
}
