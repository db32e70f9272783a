package dev.weft.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How TLS connections end: one direction after the other, cut off, closed. */
@Timeout(120)
class TlsEndTest {

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whatComesAfterOurOwnEndIsRead(String protocol) throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client(protocol)) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      own.write(TlsFixture.bytes("first"));
      byte[] late =
          peer.record(
              "late".getBytes(StandardCharsets.US_ASCII)); // a 1.2 engine cannot say it later
      CompletableFuture<String> reading = fixture.peer(peer::readAll);
      own.shutdownOutput();

      assertThat(reading.get()).isEqualTo("first");
      peer.send(late);
      peer.send(peer.closeNotify());
      assertThat(TlsFixture.read(own)).isEqualTo("late");
      assertThat(TlsFixture.read(own)).isEqualTo("the end");
      assertThat(TlsFixture.read(own)).isEqualTo("the end");
      assertThatExceptionOfType(ClosedChannelException.class)
          .isThrownBy(() -> own.write(TlsFixture.bytes("x")));
    }
  }

  @Test
  void afterThePeersEndItIsWrittenTo() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      peer.send(peer.closeNotify());

      assertThat(TlsFixture.read(own)).isEqualTo("the end");
      own.write(TlsFixture.bytes("answer"));
      own.shutdownOutput();

      assertThat(peer.readAll()).isEqualTo("answer");
    }
  }

  @Test
  void afterThePeersEndOverOldVersionsWritingFailsAndSaysWhy() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.2")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      peer.send(peer.closeNotify());

      assertThat(TlsFixture.read(own)).isEqualTo("the end");
      assertThatIOException()
          .isThrownBy(() -> own.write(TlsFixture.bytes("answer")))
          .withMessageStartingWith("write to ")
          .withMessageEndingWith("the peer has closed the connection");
      assertThat(peer.readAll()).isEmpty(); // and does not throw: the end was answered
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void cutConnectionFailsEachTime(String protocol) throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client(protocol)) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      peer.write("whole\ncut");
      peer.socket.shutdownOutput();
      var input = new BufferedInput(own);

      assertThat(input.readLine()).isEqualTo("whole");
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(SSLException.class)
            .isThrownBy(input::readLine)
            .withMessageStartingWith("read a line from ")
            .withMessageContaining("without saying so over TLS");
      }
      assertThatExceptionOfType(SSLException.class).isThrownBy(() -> TlsFixture.read(own));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void writeThatWasGivenUpHasSentWhatItSays(String protocol) throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client(protocol)) {
      peer.socket.setReceiveBufferSize(4096);
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TcpChannel tcp = fixture.server.accept();
      tcp.option(StandardSocketOptions.SO_SNDBUF, 4096);
      TlsChannel own = TlsChannel.server(tcp, TlsFixture.context());
      own.handshake();
      shaking.get();
      ByteBuffer large = ByteBuffer.allocate(8_000_000);
      own.timeout(Duration.ofMillis(100));
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> own.write(large));
      own.timeout(null);
      int sent = large.position();
      assertThat(sent).isPositive();

      var back = new byte[1_000_000];
      for (int left = sent; left > 0; ) { // without another call of ours
        left -= peer.read(back);
        assertThat(left).isNotNegative();
      }

      CompletableFuture<String> reading = fixture.peer(peer::readAll);
      own.write(TlsFixture.bytes("more"));
      own.shutdownOutput();
      assertThat(reading.get()).isEqualTo("more");
    }
  }

  @Test
  void endThatComesAfterWritingWasGivenUpIsOursAlone() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      peer.socket.setReceiveBufferSize(4096);
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TcpChannel tcp = fixture.server.accept();
      tcp.option(StandardSocketOptions.SO_SNDBUF, 4096);
      TlsChannel own = TlsChannel.server(tcp, TlsFixture.context());
      own.handshake();
      shaking.get();
      own.timeout(Duration.ofMillis(100));
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> own.write(ByteBuffer.allocate(8_000_000)));
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(own::shutdownOutput);
      own.timeout(null);

      byte[] hello = peer.record("hello".getBytes(StandardCharsets.US_ASCII));
      peer.send(hello);

      assertThat(TlsFixture.read(own)).isEqualTo("hello");
      CompletableFuture<String> reading = fixture.peer(peer::readAll);
      assertThat(reading.get()).isNotEmpty(); // up to the close_notify, which leaves by itself
      peer.send(peer.closeNotify());
      assertThat(TlsFixture.read(own)).isEqualTo("the end");
    }
  }

  @Test
  void closingTellsThePeer() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      CompletableFuture<String> waiting = fixture.peer(() -> TlsFixture.read(own));
      own.close();

      assertThat(peer.readAll()).isEmpty();
      assertThat(waiting)
          .failsWithin(Duration.ofMinutes(1))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(ClosedChannelException.class);
      assertThatExceptionOfType(ClosedChannelException.class)
          .isThrownBy(() -> TlsFixture.read(own));
    }
  }

  @Test
  void closingDoesNotWaitForPeerThatDoesNotRead() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      own.timeout(Duration.ofMillis(100));
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> own.write(ByteBuffer.allocate(30_000_000)));
      own.close();
      assertThat(own.isOpen()).isFalse();
    }
  }

  @Test
  void idleConnectionHoldsNoBuffers() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      peer.write("hello");
      assertThat(TlsFixture.read(own)).isEqualTo("hello");
      own.write(TlsFixture.bytes("answer"));
      assertThat(own.tryRead(ByteBuffer.allocate(100))).isZero();
      assertThat(own.held()).isZero();

      byte[] record = peer.record(new byte[10_000]);
      peer.send(Arrays.copyOf(record, 1000));
      while (own.held() == 0) {
        assertThat(own.tryRead(ByteBuffer.allocate(100))).isZero();
      }
      assertThat(own.held()).isLessThanOrEqualTo(1000); // no more than what waits for the rest
    }
  }
}
