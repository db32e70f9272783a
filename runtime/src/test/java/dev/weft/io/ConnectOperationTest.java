package dev.weft.io;

import static dev.weft.io.OnLoop.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.internal.util.SneakyThrow;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How connecting fails, and that it then leaves nothing. */
@Timeout(60)
class ConnectOperationTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final EventLoop loop = Schedulers.eventLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private Task<TcpChannel> connect(
      InetSocketAddress to, ConnectOperation.Resolver resolver, Duration limit) {
    return OnLoop.get(
        loop, (room, carrier) -> new ConnectOperation(loop, to, resolver).connect(carrier, limit));
  }

  private static InetSocketAddress named(int port) {
    return InetSocketAddress.createUnresolved("host", port);
  }

  @Test
  void whateverTheResolutionOfANameMeetsReachesTheCoroutine() throws Exception {
    for (Throwable thrown :
        new Throwable[] {new IllegalStateException("unforeseen"), new AssertionError("a bug")}) {
      Task<TcpChannel> connecting =
          connect(
              named(1),
              host -> {
                throw SneakyThrow.<RuntimeException>sneaky(thrown);
              },
              Duration.ofMinutes(1));

      assertThat(failureOf(connecting)).isSameAs(thrown);
    }
    Task<TcpChannel> unknown =
        connect(
            named(1),
            host -> {
              throw new UnknownHostException(host);
            },
            Duration.ofMinutes(1));
    assertThat(failureOf(unknown))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("connect to host")
        .hasMessageEndingWith(": host");
  }

  @Test
  void aSlowResolutionCountsForTheLimitAndCanBeCancelled() throws Exception {
    var go = new CountDownLatch(1);
    ConnectOperation.Resolver slow =
        host -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return new InetAddress[] {HERE};
        };
    Task<TcpChannel> limited = connect(named(1), slow, Duration.ofMillis(20));
    Task<TcpChannel> cancelled = connect(named(1), slow, Duration.ofMinutes(1));
    cancelled.cancel(false);

    assertThat(failureOf(limited)).isInstanceOf(SocketTimeoutException.class);
    assertThat(failureOf(cancelled)).isInstanceOf(CancellationException.class);
    go.countDown();
    assertThat(loop.channels()).isZero();
  }

  @Test
  void veryManyAddressesAreTriedInTurn() throws Exception {
    try (var deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(HERE, 0));
      var many = new InetAddress[3_000];
      Arrays.fill(many, HERE);
      Task<TcpChannel> connecting =
          connect(named(deaf.getLocalPort()), host -> many, Duration.ofMinutes(1));

      Throwable refused = failureOf(connecting);

      assertThat(refused).isInstanceOf(ConnectException.class);
      assertThat(refused.getCause().getSuppressed()).hasSize(many.length - 1);
      assertThat(loop.channels()).isZero();
    }
  }

  @Test
  void aNameWithoutAddressesFails() throws Exception {
    Task<TcpChannel> connecting =
        connect(named(1), host -> new InetAddress[0], Duration.ofMinutes(1));

    assertThat(failureOf(connecting)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aClosedLoopIsNamed() throws Exception {
    try (var server = new ServerSocket(0, 1, HERE)) {
      var to = (InetSocketAddress) server.getLocalSocketAddress();
      loop.close();

      assertThatThrownBy(() -> TcpChannel.connect(loop, to, null))
          .isInstanceOf(IOException.class)
          .hasMessage("connect to %s: the event loop %s has been closed", to, loop);
      assertThatThrownBy(() -> TcpServer.listen(loop, new InetSocketAddress(HERE, 0)))
          .hasMessageEndingWith(": the event loop %s has been closed", loop);
      assertThatThrownBy(() -> UdpChannel.bind(loop, new InetSocketAddress(HERE, 0)))
          .hasMessageEndingWith(": the event loop %s has been closed", loop);
    }
  }

  @Test
  void aNameThatIsNotResolvedIsRefusedWhereAnAddressIsNeeded() throws Exception {
    assertThatThrownBy(() -> TcpServer.listen(loop, named(0)))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("listen on host: its address is not known; see Names.resolve");
    assertThatThrownBy(() -> UdpChannel.bind(loop, named(0)))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("bind to host: its address is not known; see Names.resolve");
    try (UdpChannel port = UdpChannel.bind(loop, new InetSocketAddress(HERE, 0))) {
      assertThatThrownBy(() -> port.send(ByteBuffer.allocate(1), named(1)))
          .hasMessage("send to host: its address is not known; see Names.resolve");
    }
    OnLoop.awaitTurn(loop);
    assertThat(loop.channels()).isZero();
  }
}
