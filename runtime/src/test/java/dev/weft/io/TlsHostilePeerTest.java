package dev.weft.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that keep a connection busy without giving it anything, or want what is refused. */
@Timeout(120)
class TlsHostilePeerTest {

  private static final int FLOOD = 3000;

  /** The most records that one try may deal with. */
  private static final int TURN = 40;

  /** Of a record: type, version, length. */
  private static final int HEADER = 5;

  private static final ChannelOperation NOBODY = new Nobody();

  private static byte[] keyUpdates(RawTls peer, int count) throws IOException {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.write(peer.handshakeAgain());
    }
    return all.toByteArray();
  }

  @Test
  void keyUpdatesAreReadInTurns() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      CompletableFuture<?> draining = fixture.peer(() -> drain(peer));
      byte[] flood = keyUpdates(peer, FLOOD);
      peer.send(flood); // the socket's buffers hold all of it
      peer.write("end");

      ByteBuffer buffer = ByteBuffer.allocate(100);
      int tries = 1;
      while (own.tryRead(buffer) == 0) {
        tries++;
        endTurn(own, false);
      }

      assertThat(buffer.position()).isEqualTo(3);
      assertThat(tries).isGreaterThan(FLOOD / TURN);
      assertThat(draining).isNotCompleted();
    }
  }

  /** The next try is one of another turn. */
  private static void endTurn(TlsChannel own, boolean writes) throws InterruptedException {
    own.await(NOBODY, writes);
    TimeUnit.MILLISECONDS.sleep(0); // so that the test's time limit is heard
  }

  private static int drain(RawTls peer) throws IOException {
    var unused = peer.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    return 0;
  }

  @Test
  void handshakeInRecordsOfOneByteIsReadInTurns() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      peer.engine.beginHandshake();
      byte[] hello = peer.record(new byte[0]);
      var pieces = new ByteArrayOutputStream();
      for (int i = HEADER; i < hello.length; i++) {
        pieces.write(new byte[] {22, 3, 1, 0, 1, hello[i]});
      }
      peer.send(pieces.toByteArray());
      CompletableFuture<RawTls> shaking = fixture.peer(peer::shakeHands);
      TlsChannel own = fixture.accept();

      int turns = 0;
      while (!own.tryWrite(TlsDriver.nothing())) {
        turns += own.isOthersTurn() ? 1 : 0;
        endTurn(own, true);
      }

      assertThat(turns).isGreaterThanOrEqualTo((hello.length - HEADER) / TURN);
      shaking.get();
    }
  }

  @Test
  void oneByteRecordsGiveWayToOthers() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      var flood = new ByteArrayOutputStream();
      for (int i = 0; i < FLOOD; i++) {
        flood.write(peer.record(new byte[1]));
      }
      peer.send(flood.toByteArray());
      ByteBuffer buffer = ByteBuffer.allocate(FLOOD);

      int pauses = 0;
      while (buffer.hasRemaining()) {
        if (own.tryRead(buffer) == 0) {
          pauses++;
          endTurn(own, false);
        }
      }

      assertThat(pauses).isGreaterThanOrEqualTo(FLOOD / TURN);
    }
  }

  @Test
  void largeRecordsGiveWayToOthers() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      byte[] full = new byte[16_000];
      fixture.peerAlone(
          () -> {
            for (int i = 0; i < FLOOD; i++) {
              peer.send(peer.record(full));
            }
            return 0;
          });
      ByteBuffer buffer = ByteBuffer.allocate(FLOOD * full.length);

      int most = 0;
      for (int inRow = 0; buffer.hasRemaining(); ) {
        int count = own.tryRead(buffer);
        inRow = count == 0 ? 0 : inRow + count;
        most = Math.max(most, inRow);
        if (count == 0) {
          endTurn(own, false);
        }
      }

      assertThat(most).isLessThanOrEqualTo(5 * full.length);
    }
  }

  /** A peer that asks for a KeyUpdate again and again and reads no answer. */
  @Test
  void answersThatNobodyReadsTakeBoundedMemory() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      peer.socket.setReceiveBufferSize(4096);
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TcpChannel tcp = fixture.server.accept();
      tcp.option(StandardSocketOptions.SO_SNDBUF, 4096);
      TlsChannel own = TlsChannel.server(tcp, TlsFixture.context());
      own.handshake();
      shaking.get();
      CompletableFuture<Object> flooding =
          fixture.peer(
              () -> {
                while (true) {
                  peer.send(keyUpdates(peer, 500));
                }
              });
      ByteBuffer buffer = ByteBuffer.allocate(100);

      int most = 0;
      for (int stuck = 0; stuck < 200; ) {
        int before = own.unsent();
        assertThat(own.tryRead(buffer)).isZero();
        endTurn(own, false);
        most = Math.max(most, own.held());
        stuck = before > TlsBuffer.ROOM / 3 && own.unsent() == before ? stuck + 1 : 0;
        if (stuck > 0) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }

      assertThat(most).isBetween(1, 3 * TlsBuffer.ROOM);
      assertThat(own.unsent()).isPositive();
      assertThat(flooding).isNotCompleted();

      CompletableFuture<?> draining = fixture.peer(() -> drain(peer));
      while (own.unsent() > 0) { // leaves without another call of ours
        TimeUnit.MILLISECONDS.sleep(1);
      }
      assertThat(draining).isNotCompleted();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void renegotiationIsRefused(boolean withData) throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.2")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      peer.write("hello");
      peer.send(peer.handshakeAgain());
      CompletableFuture<Object> flooding =
          fixture.peer(
              () -> {
                for (int i = 0; i < 2000 && withData; i++) {
                  peer.send(peer.record(new byte[16_000]));
                }
                return 0;
              });

      assertThat(TlsFixture.read(own)).isEqualTo("hello");
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(SSLException.class)
            .isThrownBy(() -> TlsFixture.read(own))
            .withMessageStartingWith("read from /127.0.0.1:")
            .withMessageContaining("the peer wants to renegotiate, which is refused");
      }
      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(() -> own.write(TlsFixture.bytes("x")))
          .withMessageStartingWith("write to /127.0.0.1:")
          .withMessageContaining("the peer wants to renegotiate, which is refused");
      assertThat(own.held()).isLessThanOrEqualTo(TlsBuffer.ROOM);
      own.close();
      try {
        flooding.get();
      } catch (ExecutionException reset) {
        assertThat(withData).as("%s", reset).isTrue();
      }
    }
  }

  @Test
  void clientRefusesToRenegotiateAndTellsTheServer() throws Exception {
    try (var fixture = new TlsFixture();
        ServerSocket port = TlsFixture.listen()) {
      CompletableFuture<RawTls> accepting =
          fixture.peer(() -> TlsFixture.acceptRaw(port, "TLSv1.2").handshake());
      TlsChannel own = fixture.connect(port);
      own.handshake();
      RawTls peer = accepting.get();
      peer.send(peer.handshakeAgain()); // a HelloRequest

      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(() -> TlsFixture.read(own))
          .withMessageContaining("renegotiate");

      byte[] alert = peer.socket.getInputStream().readNBytes(1);
      assertThat(alert).containsExactly(21);
      own.close();
      peer.close();
    }
  }
}
