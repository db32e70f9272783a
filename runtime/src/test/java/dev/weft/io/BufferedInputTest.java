package dev.weft.io;

import static dev.weft.io.OnLoop.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.woven.WovenCarrier;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A read through a buffer takes all that it was asked for, or nothing. */
@Timeout(60)
class BufferedInputTest {

  private final EventLoop loop = Schedulers.eventLoop();
  private final ServerSocket server = new ServerSocket();
  private final TcpChannel channel;
  private final Socket peer;

  BufferedInputTest() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel = TcpChannel.connect(loop, (InetSocketAddress) server.getLocalSocketAddress(), null);
    peer = server.accept();
    peer.setTcpNoDelay(true);
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
    peer.close();
    server.close();
  }

  private BufferedInput input(int size) {
    return new BufferedInput(channel, size, StandardCharsets.UTF_8);
  }

  private void send(String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(byte[] bytes, int from, int to) throws IOException {
    peer.getOutputStream().write(bytes, from, to - from);
  }

  private static byte[] message(int length) {
    byte[] message = ByteBuffer.allocate(4 + length).putInt(length).array();
    for (int i = 0; i < length; i++) {
      message[4 + i] = (byte) (i * 31);
    }
    return message;
  }

  private static byte[] array(@Nullable ByteBuffer message) {
    assertThat(message).isNotNull();
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }

  private Task<ByteBuffer> readMessage(BufferedInput input) {
    return OnLoop.get(loop, (room, carrier) -> input.readMessage(1 << 20, room, carrier));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 50, 5_000, 200_000})
  void aMessageCutShortByATimeLimitIsThereForTheNextCall(int cut) throws Exception {
    BufferedInput input = input(64);
    byte[] first = message(200_001);
    byte[] second = message(7);
    send(first, 0, cut);
    channel.timeout(Duration.ofMillis(30));
    assertThatThrownBy(() -> input.readMessage(1 << 20))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("read a message from " + channel.peer());
    assertThat(input.buffered()).isLessThanOrEqualTo(cut);
    channel.timeout(null);

    Task<ByteBuffer> reading = readMessage(input);
    send(first, cut, first.length);
    send(second, 0, second.length);

    assertThat(array(reading.get())).isEqualTo(Arrays.copyOfRange(first, 4, 200_005));
    assertThat(array(input.readMessage(7))).isEqualTo(Arrays.copyOfRange(second, 4, 11));
  }

  @Test
  void whatAMessageHadTakenIsThereForCallsOfOtherSorts() throws Exception {
    BufferedInput input = input(100);
    send(message(90), 0, 14);
    Task<ByteBuffer> reading = readMessage(input);
    reading.cancel(false);

    assertThat(failureOf(reading)).isInstanceOf(CancellationException.class);
    ByteBuffer all = ByteBuffer.allocate(14);
    input.readFully(all);
    assertThat(all.array()).isEqualTo(Arrays.copyOf(message(90), 14));
    send("\u0000\u0000\u0000\u0005a\nb");
    Task<ByteBuffer> again = readMessage(input);
    again.cancel(false);
    assertThat(failureOf(again)).isInstanceOf(CancellationException.class);
    assertThat(input.readLine()).isEqualTo("\u0000\u0000\u0000\u0005a");
    ByteBuffer rest = ByteBuffer.allocate(5);
    assertThat(input.read(rest)).isEqualTo(1);
    assertThat(rest.get(0)).isEqualTo((byte) 'b');
  }

  /** The one that was cancelled has not run since when the next begins. */
  @Test
  void theNextCallFindsTheRestThoughTheCancelledOneHasNotEnded() throws Exception {
    BufferedInput input = input(100);
    byte[] message = message(20);
    send(message, 0, 10);
    Task<ByteBuffer> reading = readMessage(input);
    while (input.buffered() < 10) {
      OnLoop.awaitTurn(loop);
    }
    var next = new CompletableFuture<Task<ByteBuffer>>();
    loop.schedule(
        () -> {
          reading.cancel(false);
          next.complete(startInTheSameTurn(input));
        });
    Task<ByteBuffer> second = next.get(); // else the rest might be there before the step has run
    send(message, 10, message.length);

    assertThat(array(second.get())).isEqualTo(Arrays.copyOfRange(message, 4, 24));
    assertThat(failureOf(reading)).isInstanceOf(CancellationException.class);
  }

  private static Task<ByteBuffer> startInTheSameTurn(BufferedInput input) {
    return Weft.start(
        Schedulers.immediate(),
        new AsyncCallable<ByteBuffer>() {
          @SuppressWarnings("unused") // says that the body is no proxy's
          private static void weft$woven() {}

          @Override
          public ByteBuffer call() {
            throw new AssertionError();
          }

          @Override
          @SuppressWarnings("NullAway")
          public ByteBuffer call(int room, WovenCarrier carrier) throws Exception {
            return input.readMessage(100, room, carrier);
          }
        });
  }

  @Test
  void aMessageThatIsTooLongIsNotTaken() throws Exception {
    BufferedInput input = input(64);
    send(message(20), 0, 24);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> input.readMessage(19))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("a message of 20 bytes, more than 19");
    }

    assertThat(array(input.readMessage(20))).hasSize(20);
  }

  @Test
  void aHugeLengthIsRefusedAndTakesNoMemory() throws Exception {
    BufferedInput input = input(64);
    send(new byte[] {-1, -1, -1, -1}, 0, 4);
    assertThatThrownBy(() -> input.readMessage(Integer.MAX_VALUE))
        .hasMessageContaining("a message of 4294967295 bytes");
    input.readFully(ByteBuffer.allocate(4));
    send(new byte[] {127, -1, -1, -1, 1}, 0, 5);
    peer.shutdownOutput();

    assertThatThrownBy(() -> input.readMessage(Integer.MAX_VALUE))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("after 1 of 2147483647 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 16, 8192})
  void aLineMayBeAsLongAsAllowed(int size) throws Exception {
    BufferedInput input = input(size);
    String longest = "x".repeat(size);
    send(longest + "\n" + longest + "\r\n\n" + longest);
    peer.shutdownOutput();

    assertThat(input.readLine()).isEqualTo(longest);
    assertThat(input.readLine()).isEqualTo(longest);
    assertThat(input.readLine()).isEmpty();
    assertThat(input.readLine()).isEqualTo(longest);
    assertThat(input.readLine()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xxxxx\n", "xxxxx\r\n", "xxxxxxxxxxx", "xxxx\r\r", "xxxxx"})
  void aLongerLineIsRefusedAndNotTaken(String line) throws Exception {
    BufferedInput input = input(4);
    send(line);
    peer.shutdownOutput();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(input::readLine)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("read a line from " + channel.peer())
          .hasMessageEndingWith("a line is longer than 4 bytes");
    }

    ByteBuffer all = ByteBuffer.allocate(line.length());
    input.readFully(all);
    assertThat(new String(all.array(), StandardCharsets.UTF_8)).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aSmallBufferReadsMessages(int size) throws Exception {
    BufferedInput input = input(size);
    Task<ByteBuffer> reading = readMessage(input);
    send(message(1000), 0, 1004);

    assertThat(array(reading.get())).hasSize(1000);
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> input(0))
        .withMessage("a buffer of 0 bytes; it needs one at least");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> input(5).readMessage(-1))
        .withMessage("messages of at most -1 bytes");
  }

  /** Looks at each byte once: a megabyte that comes in small pieces would take minutes else. */
  @Test
  void aLongLineThatComesInSmallPiecesTakesTimeInProportion() throws Exception {
    int length = 1 << 20;
    BufferedInput input = input(length);
    Task<String> reading = OnLoop.get(loop, input::readLine);
    byte[] piece = "y".repeat(32).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < length / piece.length; i++) {
      peer.getOutputStream().write(piece);
    }
    send("\n");

    assertThat(reading.get()).hasSize(length);
  }

  @Test
  void aSecondCallIsRefusedWithTheNamesOfBothAndTakesNothing() throws Exception {
    BufferedInput input = input(100);
    send("begun");
    Task<String> reading = OnLoop.get(loop, input::readLine);
    while (input.buffered() < 5) {
      OnLoop.awaitTurn(loop);
    }
    String peerName = channel.peer().toString();
    String begun =
        "another coroutine reads already: read a line from " + peerName + " has not ended; ";

    assertThatIllegalStateException()
        .isThrownBy(input::readLine)
        .withMessage(begun + "read a line from " + peerName + " must wait for that");
    assertThatIllegalStateException()
        .isThrownBy(() -> input.readMessage(10))
        .withMessage(begun + "read a message from " + peerName + " must wait for that");
    assertThatIllegalStateException()
        .isThrownBy(() -> input.read(ByteBuffer.allocate(5)))
        .withMessage(begun + "read from " + peerName + " must wait for that");
    assertThatIllegalStateException()
        .isThrownBy(() -> input.readFully(ByteBuffer.allocate(5)))
        .withMessageStartingWith(begun);
    assertThatIllegalStateException()
        .isThrownBy(() -> channel.read(ByteBuffer.allocate(5)))
        .withMessageStartingWith(begun);
    assertThatIllegalStateException()
        .isThrownBy(() -> new BufferedInput(channel).readLine())
        .withMessageStartingWith(begun);
    send(" and ended\n");
    assertThat(reading.get()).isEqualTo("begun and ended");
  }

  @Test
  void aSuspendedCallGoesByItsName() throws Exception {
    BufferedInput input = input(100);
    Task<String> line = OnLoop.get(loop, input::readLine);
    assertThat(line.toString()).contains("BufferedInput.readLine");
    line.cancel(false);
    Task<ByteBuffer> message = readMessage(input);
    assertThat(message.toString()).contains("BufferedInput.readMessage");
  }
}
