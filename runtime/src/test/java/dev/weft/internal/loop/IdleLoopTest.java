package dev.weft.internal.loop;

import static dev.weft.io.OnLoop.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.io.OnLoop;
import dev.weft.io.TcpChannel;
import dev.weft.io.TcpServer;
import dev.weft.io.UdpChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A loop on which nothing happens does nothing, whatever state its channels are in: it neither
 * looks for ready ones nor wakes up.
 */
@Timeout(60)
class IdleLoopTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final Duration SOON = Duration.ofMillis(30);

  private final EventLoop loop = Schedulers.eventLoop();
  private final ServerSocket server = new ServerSocket();
  private ChannelRegistration probe;

  IdleLoopTest() throws IOException {
    server.bind(ANY_PORT);
    var channel = DatagramChannel.open();
    channel.configureBlocking(false);
    probe = loop.register(channel);
  }

  @BeforeEach
  void beginsIdle() throws InterruptedException {
    assertIdle();
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
    server.close();
  }

  /** Waits until the loop has come to rest: it then has not looked for a while. */
  private void assertIdle() throws InterruptedException {
    long first = probe.looks();
    long seen = first;
    int quiet = 0;
    for (int i = 0; i < 500 && quiet < 15; i++) {
      Thread.sleep(10);
      long now = probe.looks();
      quiet = now == seen ? quiet + 1 : 0;
      seen = now;
    }
    assertThat(quiet).as("quiet after %s looks", seen - first).isEqualTo(15);
  }

  private InetSocketAddress serverAddress() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private TcpChannel connect() throws Exception {
    return OnLoop.get(
            loop, (room, carrier) -> TcpChannel.connect(loop, serverAddress(), null, room, carrier))
        .get();
  }

  /** A read that is suspended now. */
  private Task<?> read(TcpChannel channel) {
    ByteBuffer into = ByteBuffer.allocate(100);
    return OnLoop.start(loop, (room, carrier) -> channel.read(into, room, carrier));
  }

  /** A write of more than there is room for. */
  private Task<?> write(TcpChannel channel) {
    ByteBuffer much = ByteBuffer.allocate(20_000_000);
    return OnLoop.start(loop, (room, carrier) -> channel.write(much, room, carrier));
  }

  private static void drain(Socket socket) throws IOException {
    socket.getInputStream().skipNBytes(20_000_000);
  }

  @Test
  void afterAConnection() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      assertIdle();
      assertThat(channel.isOpen()).isTrue();
      assertThat(peer.isConnected()).isTrue();
    }
  }

  @Test
  void afterAConnectionThatAnotherThreadMade() throws Exception {
    TcpChannel channel = TcpChannel.connect(loop, serverAddress(), Duration.ofMinutes(1));
    try (Socket peer = server.accept()) {
      assertIdle();
      assertThat(channel.isOpen()).isTrue();
      assertThat(peer.isConnected()).isTrue();
    }
  }

  @Test
  void afterAnAccept() throws Exception {
    TcpServer own = TcpServer.listen(loop, ANY_PORT);
    Task<TcpChannel> accepted = OnLoop.get(loop, own::accept);
    try (Socket peer = new Socket(own.address().getAddress(), own.address().getPort())) {
      assertThat(accepted.get().peer()).isEqualTo(peer.getLocalSocketAddress());
      assertIdle();
    }
  }

  @Test
  void afterAReadThatWaited() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      assertIdle();
      peer.getOutputStream().write(1);
      reading.get();
      assertIdle();
    }
  }

  @Test
  void afterAWriteThatWaited() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> writing = write(channel);
      assertIdle();
      drain(peer);
      writing.get();
      assertIdle();
    }
  }

  @Test
  void withDataThatNobodyReads() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      peer.getOutputStream().write(1);
      reading.get();
      peer.getOutputStream().write(new byte[1000]);
      assertIdle();
    }
  }

  @Test
  void withAPeerThatHasClosed() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      peer.getOutputStream().write(1);
      reading.get();
    }
    assertIdle();
    read(channel).get(); // the end
    assertIdle();
  }

  @Test
  void withAPeerThatHasReset() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      Task<?> writing = write(channel);
      peer.getOutputStream().write(1);
      reading.get();
      drain(peer);
      writing.get();
      peer.setSoLinger(true, 0);
    }
    assertIdle();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void halfClosedByThePeer() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      peer.shutdownOutput();
      reading.get();
      assertIdle();
      Task<?> writing = write(channel);
      drain(peer);
      writing.get();
      assertIdle();
    }
  }

  @Test
  void halfClosedByThisSide() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> writing = write(channel);
      drain(peer);
      writing.get();
      OnLoop.start(loop, channel::shutdownOutput).get();
      assertIdle();
      Task<?> reading = read(channel);
      assertIdle();
      peer.shutdownOutput();
      reading.get();
      assertIdle();
    }
  }

  @Test
  void withoutInput() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      channel.shutdownInput();
      reading.get();
      assertIdle();
      peer.getOutputStream().write(1);
      assertIdle();
    }
  }

  @Test
  void afterCancelledReadsAndWrites() throws Exception {
    TcpChannel channel = connect();
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      Task<?> writing = write(channel);
      reading.cancel(false);
      writing.cancel(false);
      assertThat(failureOf(reading)).isInstanceOf(CancellationException.class);
      assertThat(failureOf(writing)).isInstanceOf(CancellationException.class);
      assertIdle();
      peer.getOutputStream().write(new byte[10]);
      peer.getInputStream().skipNBytes(1);
      peer.getInputStream().skipNBytes(peer.getInputStream().available());
      assertIdle();
    }
  }

  @Test
  void afterReadsAndWritesWhoseTimeWasOver() throws Exception {
    TcpChannel channel = connect();
    channel.timeout(SOON);
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      Task<?> writing = write(channel);
      assertThat(failureOf(reading)).isInstanceOf(SocketTimeoutException.class);
      assertThat(failureOf(writing)).isInstanceOf(SocketTimeoutException.class);
      assertIdle();
      peer.getOutputStream().write(1);
      peer.getInputStream().skipNBytes(1);
      peer.getInputStream().skipNBytes(peer.getInputStream().available());
      assertIdle();
    }
  }

  @Test
  void afterAnAcceptThatWasGivenUp() throws Exception {
    TcpServer own = TcpServer.listen(loop, ANY_PORT);
    Task<TcpChannel> accepting = OnLoop.get(loop, own::accept);
    accepting.cancel(false);
    assertThat(failureOf(accepting)).isInstanceOf(CancellationException.class);
    assertIdle();
    try (Socket late = new Socket(own.address().getAddress(), own.address().getPort())) {
      assertIdle();
      assertThat(late.isConnected()).isTrue();
    }
  }

  /** Its queue is full, so that the operating system answers nobody. */
  private List<Socket> fill(ServerSocket deaf) throws IOException {
    deaf.bind(ANY_PORT, 1);
    var waiting = new ArrayList<Socket>();
    try {
      while (true) {
        var socket = new Socket();
        waiting.add(socket);
        socket.connect(deaf.getLocalSocketAddress(), 300);
      }
    } catch (SocketTimeoutException full) {
      return waiting;
    }
  }

  @Test
  void whileConnectingAndAfterThatWasGivenUp() throws Exception {
    try (var deaf = new ServerSocket()) {
      List<Socket> waiting = fill(deaf);
      var to = (InetSocketAddress) deaf.getLocalSocketAddress();
      Task<TcpChannel> connecting =
          OnLoop.get(loop, (room, carrier) -> TcpChannel.connect(loop, to, null, room, carrier));
      assertIdle();
      connecting.cancel(false);
      assertThat(failureOf(connecting)).isInstanceOf(CancellationException.class);
      assertIdle();
      assertThat(
              failureOf(
                  OnLoop.get(
                      loop, (room, carrier) -> TcpChannel.connect(loop, to, SOON, room, carrier))))
          .isInstanceOf(SocketTimeoutException.class);
      assertIdle();
      assertThat(loop.channels()).isEqualTo(1); // the probe
      for (Socket each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void afterAConnectionThatWasRefused() throws Exception {
    try (var deaf = new Socket()) { // has a port, and does not listen
      deaf.bind(ANY_PORT);
      var to = (InetSocketAddress) deaf.getLocalSocketAddress();
      Throwable refused =
          failureOf(
              OnLoop.get(
                  loop, (room, carrier) -> TcpChannel.connect(loop, to, null, room, carrier)));
      assertThat(refused).isInstanceOf(ConnectException.class);
      assertIdle();
      assertThat(loop.channels()).isEqualTo(1);
    }
  }

  @Test
  void afterAllWasClosed() throws Exception {
    TcpChannel channel = connect();
    TcpServer own = TcpServer.listen(loop, ANY_PORT);
    try (Socket peer = server.accept()) {
      Task<?> reading = read(channel);
      Task<TcpChannel> accepting = OnLoop.get(loop, own::accept);
      channel.close();
      own.close();
      assertThat(failureOf(reading)).isInstanceOf(ClosedChannelException.class);
      assertThat(failureOf(accepting)).isInstanceOf(ClosedChannelException.class);
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
      assertIdle();
    }
  }

  @Test
  void withUdp() throws Exception {
    UdpChannel port = UdpChannel.bind(loop, ANY_PORT);
    ByteBuffer into = ByteBuffer.allocate(10);
    try (var peer = new DatagramSocket()) {
      var datagram = new DatagramPacket(new byte[3], 3, port.address());
      Task<?> receiving = OnLoop.get(loop, (room, carrier) -> port.receive(into, room, carrier));
      assertIdle();
      peer.send(datagram);
      receiving.get();
      assertIdle();
      peer.send(datagram); // for nobody
      assertIdle();
      OnLoop.get(loop, (room, carrier) -> port.receive(into, room, carrier)).get();
      Task<?> cancelled = OnLoop.get(loop, (room, carrier) -> port.receive(into, room, carrier));
      cancelled.cancel(false);
      assertThat(failureOf(cancelled)).isInstanceOf(CancellationException.class);
      peer.send(datagram);
      assertIdle();
      ByteBuffer nothing = ByteBuffer.allocate(0);
      OnLoop.start(
              loop,
              (room, carrier) -> port.send(nothing, peer.getLocalSocketAddress(), room, carrier))
          .get();
      assertIdle();
      port.close();
      assertIdle();
    }
  }
}
