package dev.weft.io;

import static dev.weft.io.OnLoop.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong with a file reaches the coroutine, whatever it is and wherever it happens. */
@Timeout(60)
class AsyncFileTest {

  private final EventLoop loop = Schedulers.eventLoopBuilder().blockingThreads(1).build();
  private @TempDir Path folder;

  @AfterEach
  void close() {
    loop.close();
  }

  private AsyncFile open(Path path, OpenOption... options) throws Exception {
    AsyncFile opened =
        OnLoop.get(loop, (room, carrier) -> AsyncFile.open(path, options, room, carrier)).get();
    assertThat(opened).isNotNull();
    return opened;
  }

  private Task<?> read(AsyncFile file, long position) {
    ByteBuffer into = ByteBuffer.allocate(1);
    return OnLoop.start(loop, (room, carrier) -> file.read(into, position, room, carrier));
  }

  private Task<?> write(AsyncFile file, long position) {
    ByteBuffer from = ByteBuffer.allocate(1);
    return OnLoop.start(loop, (room, carrier) -> file.write(from, position, room, carrier));
  }

  @Test
  void readingAFileThatWasOpenedForWritingFails() throws Exception {
    Path path = folder.resolve("file");
    try (AsyncFile file = open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(failureOf(read(file, 0)))
          .isInstanceOf(NonReadableChannelException.class)
          .hasMessage("read %s: the file was not opened for reading", path);
      write(file, 0).get(); // the helper goes on
    }
    assertThat(Files.size(path)).isEqualTo(1);
  }

  @Test
  void writingAFileThatWasOpenedForReadingFails() throws Exception {
    Path path = Files.createFile(folder.resolve("file"));
    try (AsyncFile file = open(path, StandardOpenOption.READ)) {
      assertThat(failureOf(write(file, 0)))
          .isInstanceOf(NonWritableChannelException.class)
          .hasMessage("write %s: the file was not opened for writing", path);
      read(file, 0).get();
    }
  }

  @Test
  void aNegativePositionIsRefused() throws Exception {
    Path path = folder.resolve("file");
    try (AsyncFile file =
        open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      assertThat(failureOf(read(file, -1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("read %s: the position -1 is negative", path);
      assertThat(failureOf(write(file, -5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("write %s: the position -5 is negative", path);
    }
  }

  @Test
  void aClosedFileSaysThatItIsClosed() throws Exception {
    Path path = Files.createFile(folder.resolve("file"));
    AsyncFile file = open(path, StandardOpenOption.READ);
    file.close();

    assertThat(failureOf(read(file, 0)))
        .isInstanceOf(ClosedChannelException.class)
        .hasMessage("read %s: the file is closed", path);
  }

  @Test
  void afterTheLoopHasBeenClosedReadingSaysSo() throws Exception {
    Path path = Files.createFile(folder.resolve("file"));
    try (AsyncFile file = open(path, StandardOpenOption.READ)) {
      loop.close();

      assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)) // blocks this thread
          .isInstanceOf(IOException.class)
          .hasMessage("read %s: the event loop %s has been closed", path, loop);
    }
  }

  static List<Supplier<Throwable>> whateverAHelperMeets() {
    return List.of(
        () -> new IllegalStateException("unforeseen"),
        () -> new OutOfMemoryError("no direct memory"),
        () -> new AssertionError("a bug"));
  }

  @ParameterizedTest
  @MethodSource("whateverAHelperMeets")
  void whateverTheHelperMeetsReachesTheCoroutine(Supplier<Throwable> thrown) throws Exception {
    Throwable failure = thrown.get();
    Task<?> reading = start(new Failing(failure), true);
    Task<?> writing = start(new Failing(failure), false);

    assertThat(failureOf(reading)).isSameAs(failure);
    assertThat(failureOf(writing)).isSameAs(failure);
  }

  private Task<?> start(FileChannel channel, boolean reads) {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    return OnLoop.start(
        loop,
        (room, carrier) ->
            new FileOperation(loop, channel, folder, buffer, 0, reads).begin(carrier));
  }

  /** A file whose reads and writes fail with what no signature tells of. */
  private static final class Failing extends FileChannel {
    private final Throwable failure;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    private <T extends Throwable> int fail() throws T {
      @SuppressWarnings("unchecked")
      T unchecked = (T) failure;
      throw unchecked;
    }

    @Override
    public int read(ByteBuffer into, long position) {
      return this.<RuntimeException>fail();
    }

    @Override
    public int write(ByteBuffer from, long position) {
      return this.<RuntimeException>fail();
    }

    @Override
    public int read(ByteBuffer into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public FileChannel position(long position) {
      return this;
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public FileChannel truncate(long size) {
      return this;
    }

    @Override
    public void force(boolean metaData) {}

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() {}
  }
}
