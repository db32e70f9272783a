package dev.weft.io;

import static dev.weft.io.OnLoop.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.internal.engine.Carrier;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writing coroutines of other schedulers, which the loop overtakes before they are suspended. */
@Timeout(120)
class TlsElsewhereTest {

  private static final ChannelOperation NOBODY = new Nobody();

  /** What a test does while the writing coroutine has made its try, and is not suspended yet. */
  @FunctionalInterface
  private interface Between {
    void run() throws Exception;
  }

  /** A write to a peer that does not read. */
  private static final class Writes extends ChannelOperation {
    private final TlsChannel own;
    private final Between between;
    private int tries;

    Writes(TlsChannel own, EventLoop loop, Between between) {
      super(loop, own.watch());
      this.own = own;
      this.between = between;
    }

    @Override
    boolean attempt() throws IOException {
      if (tries++ > 0) {
        return true;
      }
      ByteBuffer[] from = {ByteBuffer.allocate(30_000_000)};
      assertThat(own.tryWrite(from)).isFalse();
      while (own.isOthersTurn()) { // until the peer's socket is full
        own.await(NOBODY, true);
        assertThat(own.tryWrite(from)).isFalse();
      }
      try {
        between.run();
      } catch (Exception failure) {
        throw new IOException(failure);
      }
      return false;
    }

    @Override
    void await() {
      own.await(this, true);
    }

    @Override
    void stopWaiting() {
      own.forget(this);
    }

    @Override
    void leaveResult(Carrier carrier) {
      carrier.putVoid();
    }

    @Override
    String what() {
      return "write";
    }
  }

  private static TlsChannel shakenHands(TlsFixture fixture, RawTls peer) throws Exception {
    peer.socket.setReceiveBufferSize(4096);
    CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
    TcpChannel tcp = fixture.server.accept();
    tcp.option(StandardSocketOptions.SO_SNDBUF, 4096);
    TlsChannel own = TlsChannel.server(tcp, TlsFixture.context());
    own.handshake();
    shaking.get();
    return own;
  }

  @Test
  void outputThatLeavesBeforeTheWriterIsSuspendedWakesIt() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      TlsChannel own = shakenHands(fixture, peer);
      var writes =
          new Writes(
              own,
              fixture.loop,
              () -> {
                fixture.peerAlone(
                    () -> peer.socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
                while (own.unsent() > 0) {
                  Thread.sleep(1);
                }
                OnLoop.awaitTurn(fixture.loop);
              });

      OnLoop.startOn(Schedulers.workStealing(1), (room, carrier) -> writes.begin(carrier, null))
          .get();
    }
  }

  /**
   * A coroutine of a loop that is closed: holds its thread, which takes nothing more, at its end.
   */
  private static final class HoldsLoop extends ChannelOperation {
    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch goesOn = new CountDownLatch(1);

    HoldsLoop(EventLoop loop) {
      super(loop, null);
    }

    @Override
    boolean attempt() {
      return false;
    }

    @Override
    void await() {}

    @Override
    void gaveUp() {
      held.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    void leaveResult(Carrier carrier) {
      carrier.putVoid();
    }

    @Override
    String what() {
      return "hold the loop";
    }
  }

  @Test
  void writerWhomTheEndingLoopRefusesBeforeItIsSuspendedFails() throws Exception {
    EventLoop ending = Schedulers.eventLoopBuilder().grace(Duration.ZERO).build();
    var holds = new HoldsLoop(ending);
    try (var fixture = new TlsFixture(ending);
        RawTls peer = fixture.client("TLSv1.3")) {
      refuse(ending, holds, fixture, shakenHands(fixture, peer));
    }
  }

  private static void refuse(EventLoop ending, HoldsLoop holds, TlsFixture fixture, TlsChannel own)
      throws Exception {
    try {
      Task<?> holding = OnLoop.start(ending, (room, carrier) -> holds.begin(carrier, null));
      CompletableFuture<?> closing =
          fixture.peer(
              () -> {
                ending.close();
                return 0;
              });
      holds.held.await();
      var writes = new Writes(own, ending, () -> {});
      Task<?> writing =
          OnLoop.startOn(
              Schedulers.workStealing(1), (room, carrier) -> writes.begin(carrier, null));

      assertThat(failureOf(writing))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("write: the channel cannot be waited for: ");
      assertThat(own.unsent()).isPositive();
      assertThat(closing).isNotDone();
      holds.goesOn.countDown();
      closing.get();
      assertThat(holding.isCancelled()).isTrue();
    } finally {
      holds.goesOn.countDown();
    }
  }
}
