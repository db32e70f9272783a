package dev.weft.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.internal.loop.ChannelRegistration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What accept does when the operating system fails it, and descriptors are not the reason. */
@Timeout(60)
class AcceptOperationTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<String> warnings = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord warning) {
          warnings.add(warning.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Test
  void someFailuresInARowAreTriedAgainAndWarnedOfOnce() throws IOException {
    Logger logger = Logger.getLogger(TcpServer.class.getName());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    EventLoop loop = Schedulers.eventLoop();
    try (var real = ServerSocketChannel.open()) {
      real.configureBlocking(false);
      TcpServer server = TcpServer.listen(loop, ANY_PORT);
      ChannelRegistration watch = loop.register(real);
      var accepting = new AcceptOperation(server, loop, watch, new Failing());

      for (int i = 0; i < 3; i++) {
        assertThat(accepting.attempt()).isFalse();
      }

      assertThatIOException().isThrownBy(accepting::attempt).withMessage("protocol error");
      assertThat(warnings)
          .singleElement()
          .asString()
          .endsWith(" could not accept a connection, and tries again: protocol error");
    } finally {
      loop.close();
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
  }

  /** A port whose every connection is lost before it is accepted. */
  private static final class Failing extends ServerSocketChannel {
    Failing() {
      super(SelectorProvider.provider());
    }

    @Override
    public SocketChannel accept() throws IOException {
      throw new IOException("protocol error");
    }

    @Override
    public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return Set.of();
    }

    @Override
    public ServerSocket socket() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable SocketAddress getLocalAddress() {
      return null;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}
  }
}
