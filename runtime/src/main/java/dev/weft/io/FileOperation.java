package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.WaitTarget;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One read or write of a file: done on a thread that may block, taken over by the coroutine.
 *
 * <p>The helper thread works on {@code piece}, {@code count} and {@code failure}; its wake-up hands
 * them to the coroutine, whatever has happened. A call that is cancelled meanwhile leaves them to
 * the helper and never looks at them again, so the caller's buffer is not touched by two threads.
 * If the helpers take nothing more, since the loop has been closed, the call fails.
 */
@FrameLayout(
    owner = "dev.weft.io.AsyncFile",
    method = "read",
    descriptor = "(Ljava/nio/ByteBuffer;J)I",
    file = "AsyncFile.java",
    points = {})
class FileOperation extends OperationFrame implements Runnable {

  private final EventLoop loop;
  private final FileChannel channel;
  private final Path path;
  private final ByteBuffer buffer;
  private final boolean reads;
  private final ByteBuffer piece;
  private long position;
  private int count;
  private @Nullable Throwable failure;

  FileOperation(
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
    if (position < 0) {
      throw new IllegalArgumentException(what() + ": the position " + position + " is negative");
    }
    if (reads && buffer.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    piece = ByteBuffer.allocate(Math.min(buffer.remaining(), AsyncFile.PIECE));
  }

  /** One write: the same with the name that it has in stack traces. */
  @FrameLayout(
      owner = "dev.weft.io.AsyncFile",
      method = "write",
      descriptor = "(Ljava/nio/ByteBuffer;J)V",
      file = "AsyncFile.java",
      points = {})
  static final class Write extends FileOperation {
    Write(EventLoop loop, FileChannel channel, Path path, ByteBuffer buffer, long position) {
      super(loop, channel, path, buffer, position, false);
    }
  }

  final int begin(Carrier carrier) {
    if (buffer.hasRemaining()) {
      suspend(carrier);
    }
    return 0;
  }

  @Override
  public WaitTarget target() {
    return WaitTarget.of(WaitTarget.Kind.IO, what());
  }

  private String what() {
    return (reads ? "read " : "write ") + path;
  }

  /** Copies the next piece out of the caller's buffer, whose position tells what is done. */
  @Override
  protected final void start() {
    piece.clear();
    if (!reads) {
      piece.limit(Math.min(piece.capacity(), buffer.remaining()));
      piece.put(0, buffer, buffer.position(), piece.limit());
    }
    try {
      loop.executeBlocking(this);
    } catch (RejectedExecutionException closed) {
      boolean unused = wake(IoFailures.during(what(), IoFailures.closed(loop, closed)));
    }
  }

  @Override
  public final void run() {
    try {
      if (reads) {
        count = channel.read(piece, position);
      } else {
        count = piece.remaining();
        for (long at = position; piece.hasRemaining(); ) {
          at += channel.write(piece, at);
        }
      }
    } catch (Throwable thrown) { // the coroutine's, not this thread's
      failure = thrown;
    }
    boolean unused = wake();
  }

  @Override
  protected final void proceed(Carrier carrier) throws Throwable {
    if (failure != null) {
      throw IoFailures.ofFile(what(), failure);
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
  protected final void abandon() {
    // nobody stops a disk; what it does goes to this call's own buffer
  }

  @Override
  protected final void failed() {
    // the same
  }
}
