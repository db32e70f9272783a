package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.woven.WovenCarrier;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file whose operations are done on the few threads that an event loop keeps for what blocks.
 *
 * <p>Bytes pass through a buffer of the operation's own, so that one which is cancelled leaves the
 * caller's buffer alone; a cancelled write may still be done. Several coroutines may read and write
 * at a time. Any thread.
 */
public final class AsyncFile implements Closeable {

  /** The most that one read or write moves. */
  static final int PIECE = 256 * 1024;

  private final EventLoop loop;
  private final Path path;
  private final FileChannel channel;

  private AsyncFile(EventLoop loop, Path path, FileChannel channel) {
    this.loop = loop;
    this.path = path;
    this.channel = channel;
  }

  /**
   * Suspends until the file is open, on the event loop of the coroutine that calls this.
   *
   * @throws IOException if it cannot be opened
   */
  @Async
  public static AsyncFile open(Path path, OpenOption... options) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    AsyncFile file = open(path, options, Carrier.MAX_DEPTH, carrier);
    return (AsyncFile) Objects.requireNonNull(carrier.isUnwinding() ? carrier.blockObject() : file);
  }

  /**
   * See {@link #open(Path, OpenOption...)}.
   *
   * @hidden
   */
  public static @Nullable AsyncFile open(
      Path path, OpenOption[] options, int room, WovenCarrier carrier) throws IOException {
    EventLoop loop = EventLoop.current();
    OpenOption[] chosen = options.clone();
    return (AsyncFile)
        loop.offload(
            () -> new AsyncFile(loop, path, FileChannel.open(path, chosen)), room, carrier);
  }

  /**
   * Suspends until bytes have been read.
   *
   * @param into gets at most what it has room for
   * @param position where in the file
   * @return how many bytes; -1 at the end of the file
   * @throws IllegalArgumentException if {@code position} is negative
   * @throws java.nio.channels.NonReadableChannelException if it was not opened for reading
   * @throws IOException if the file cannot be read
   */
  @Async
  public int read(ByteBuffer into, long position) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    int count = read(into, position, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockInt() : count;
  }

  /**
   * See {@link #read(ByteBuffer, long)}.
   *
   * @hidden
   */
  public int read(ByteBuffer into, long position, int room, WovenCarrier carrier)
      throws IOException {
    return new FileOperation(loop, channel, path, into, position, true).begin(carrier);
  }

  /**
   * Suspends until all that remains in {@code from} has been written.
   *
   * @param position where in the file
   * @throws IllegalArgumentException if {@code position} is negative
   * @throws java.nio.channels.NonWritableChannelException if it was not opened for writing
   * @throws IOException if the file cannot be written
   */
  @Async
  public void write(ByteBuffer from, long position) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    write(from, position, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * See {@link #write(ByteBuffer, long)}.
   *
   * @hidden
   */
  public void write(ByteBuffer from, long position, int room, WovenCarrier carrier)
      throws IOException {
    int unused = new FileOperation.Write(loop, channel, path, from, position).begin(carrier);
  }

  /** How long the file is, in bytes. Does not suspend. */
  public long size() throws IOException {
    return channel.size();
  }

  /** The file itself, for {@link TcpChannel#transferFrom(FileChannel, long, long)}. */
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return "AsyncFile[" + path + "]";
  }
}
