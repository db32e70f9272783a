package dev.weft.io;

import static dev.weft.io.OnLoop.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A connection has one reader and one writer, transfers of files included. */
@Timeout(60)
class OneAtATimeTest {

  private static final int MUCH = 20_000_000;

  private final EventLoop loop = Schedulers.eventLoop();
  private final ServerSocket server = new ServerSocket();
  private final TcpChannel channel;
  private final Socket peer;
  private @TempDir Path folder;
  private FileChannel file;

  OneAtATimeTest() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel = TcpChannel.connect(loop, (InetSocketAddress) server.getLocalSocketAddress(), null);
    peer = server.accept();
  }

  @BeforeEach
  void makeFile() throws IOException {
    Path path = Files.write(folder.resolve("file"), new byte[] {7, 7, 7});
    file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
    peer.close();
    server.close();
    file.close();
  }

  private Task<?> write() {
    ByteBuffer much = ByteBuffer.allocate(MUCH);
    return OnLoop.start(loop, (room, carrier) -> channel.write(much, room, carrier));
  }

  private Task<?> read() {
    ByteBuffer into = ByteBuffer.allocate(1);
    return OnLoop.start(loop, (room, carrier) -> channel.read(into, room, carrier));
  }

  @Test
  void aFileIsNotSplicedIntoASuspendedWrite() throws Exception {
    Task<?> writing = write();

    assertThatIllegalStateException()
        .isThrownBy(() -> channel.transferFrom(file, 0, 3))
        .withMessage(
            "another coroutine writes already: write to %s has not ended; send a file to %s must"
                + " wait for that",
            channel.peer(), channel.peer());
    int sum = 0;
    for (byte each : peer.getInputStream().readNBytes(MUCH)) {
      sum += each;
    }
    assertThat(sum).isZero();
    writing.get();
    assertThat(channel.transferFrom(file, 0, 100)).isEqualTo(3);
    assertThat(peer.getInputStream().readNBytes(3)).containsExactly(7, 7, 7);
  }

  @Test
  void nothingIsWrittenIntoAFileThatIsBeingSent() throws Exception {
    file.write(ByteBuffer.allocate(1), MUCH - 1);
    Task<?> sending =
        OnLoop.start(
            loop, (room, carrier) -> channel.transferFrom(file, 0, Long.MAX_VALUE, room, carrier));
    String begun =
        "another coroutine writes already: send a file to " + channel.peer() + " has not ended; ";

    assertThatIllegalStateException()
        .isThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .withMessage(begun + "write to " + channel.peer() + " must wait for that");
    assertThatIllegalStateException()
        .isThrownBy(channel::shutdownOutput)
        .withMessage(begun + "shut down output to " + channel.peer() + " must wait for that");
    assertThatIllegalStateException()
        .isThrownBy(() -> channel.transferFrom(file, 0, 1))
        .withMessage(begun + "send a file to " + channel.peer() + " must wait for that");
    sending.cancel(false);
    assertThat(failureOf(sending)).isInstanceOf(CancellationException.class);
  }

  @Test
  void aFileIsNotFilledWhileAnotherReads() throws Exception {
    Task<?> reading = read();

    assertThatIllegalStateException()
        .isThrownBy(() -> channel.transferTo(file, 0, 3))
        .withMessage(
            "another coroutine reads already: read from %s has not ended; receive a file from %s"
                + " must wait for that",
            channel.peer(), channel.peer());
    peer.getOutputStream().write(1);
    reading.get();
    peer.getOutputStream().write(new byte[] {1, 2});
    assertThat(channel.transferTo(file, 0, 2)).isEqualTo(2);
  }

  @Test
  void nobodyReadsWhileAFileIsFilled() throws Exception {
    Task<?> receiving =
        OnLoop.start(loop, (room, carrier) -> channel.transferTo(file, 0, 10, room, carrier));
    String begun =
        "another coroutine reads already: receive a file from " + channel.peer() + " has not ended";

    assertThatIllegalStateException()
        .isThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .withMessageStartingWith(begun);
    assertThatIllegalStateException()
        .isThrownBy(() -> new BufferedInput(channel).readLine())
        .withMessageStartingWith(begun);
    peer.getOutputStream().write(new byte[10]);
    receiving.get();
    assertThat(file.size()).isEqualTo(10);
  }

  /** One that was refused has not begun, and does not stand in anybody's way. */
  @Test
  void whoIsRefusedLeavesTheConnectionUsable() throws Exception {
    Task<?> reading = read();
    assertThatIllegalStateException().isThrownBy(() -> channel.transferTo(file, 0, 3));
    reading.cancel(false);
    assertThat(failureOf(reading)).isInstanceOf(CancellationException.class);

    peer.getOutputStream().write(5);
    ByteBuffer into = ByteBuffer.allocate(1);
    channel.readFully(into);
    assertThat(into.get(0)).isEqualTo((byte) 5);
  }

  @Test
  void whatIsWrongWithTheFileIsSaid() throws Exception {
    Path path = folder.resolve("file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> channel.transferFrom(file, -1, 3))
        .withMessage("the position -1 is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> channel.transferTo(file, 0, -3))
        .withMessage("the count -3 is negative");
    try (FileChannel writable = FileChannel.open(path, StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> channel.transferFrom(writable, 0, 1))
          .isInstanceOf(NonReadableChannelException.class)
          .hasMessage("send a file to %s: the file was not opened for reading", channel.peer());
    }
    peer.getOutputStream().write(1);
    try (FileChannel readable = FileChannel.open(path, StandardOpenOption.READ)) {
      assertThatThrownBy(() -> channel.transferTo(readable, 0, 1))
          .isInstanceOf(NonWritableChannelException.class)
          .hasMessageEndingWith(": the file was not opened for writing");
    }
    file.close();
    assertThatThrownBy(() -> channel.transferFrom(file, 0, 1))
        .isInstanceOf(ClosedChannelException.class)
        .hasMessage("send a file to %s: the file is closed", channel.peer());
    channel.close();
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .hasMessage("write to %s: the channel is closed", channel.peer());
  }

  @Test
  void aGatheringWriteOfLargeBuffersSendsAllInOrder() throws Exception {
    ByteBuffer[] parts = new ByteBuffer[40];
    int total = 0;
    for (int i = 0; i < parts.length; i++) {
      int size = i % 3 == 0 ? 4 : i % 3 == 1 ? 0 : 300_000 + i;
      parts[i] = i % 2 == 0 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
      for (int j = 0; j < size; j++) {
        parts[i].put(j, (byte) (total + j));
      }
      total += size;
    }
    Task<?> writing = OnLoop.start(loop, (room, carrier) -> channel.write(parts, room, carrier));

    byte[] all = peer.getInputStream().readNBytes(total);
    writing.get();
    for (int i = 0; i < total; i++) {
      if (all[i] != (byte) i) {
        throw new AssertionError("byte " + i + " is " + all[i]);
      }
    }
    for (ByteBuffer each : parts) {
      assertThat(each.hasRemaining()).isFalse();
      assertThat(each.limit()).isEqualTo(each.capacity());
    }
  }

  /** The JDK copies what it is given into direct memory, which it then keeps. */
  @Test
  void aLargeGatheringWriteTakesLittleDirectMemory() {
    long before = directMemory();
    ByteBuffer[] parts = {ByteBuffer.allocate(4), ByteBuffer.allocate(64 << 20)};
    Task<?> writing = OnLoop.start(loop, (room, carrier) -> channel.write(parts, room, carrier));

    assertThat(directMemory() - before).isLessThan(8 << 20);
    assertThat(writing.cancel(false)).isTrue();
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
