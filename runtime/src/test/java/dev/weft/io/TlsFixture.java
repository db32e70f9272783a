package dev.weft.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A loop with a port, a key for TLS, and a thread for the peer. */
final class TlsFixture implements AutoCloseable {

  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  static final char[] PASSWORD = "changeit".toCharArray();

  private static final Keys KEYS = Keys.make();

  /** A key pair, made by the JDK's tool. */
  private record Keys(KeyStore store, SSLContext context) {
    static Keys make() {
      try {
        Path folder = Files.createTempDirectory("weft-tls");
        Path file = folder.resolve("keys.p12");
        var command =
            new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(
            List.of(
                ("-genkeypair -alias own -keyalg EC -groupname secp256r1 -dname CN=localhost"
                        + " -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12"
                        + " -storepass changeit -keystore")
                    .split(" ")));
        command.add(file.toString());
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.delete(file);
        Files.delete(folder);
        return new Keys(store, TlsFixture.context(keyManagers(store), trustManagers(store)));
      } catch (Exception e) {
        throw new IllegalStateException("cannot make a key", e);
      }
    }
  }

  final EventLoop loop;
  final TcpServer server;
  final InetSocketAddress address;
  private final List<Thread> peers = new ArrayList<>();

  TlsFixture() throws IOException {
    this(Schedulers.eventLoop());
  }

  /** With a loop of the test's own, which is closed with this. */
  TlsFixture(EventLoop loop) throws IOException {
    this.loop = loop;
    server = TcpServer.listen(loop, ANY_PORT);
    address = server.address();
  }

  static SSLContext context() {
    return KEYS.context;
  }

  static SSLContext context(KeyManager[] own, TrustManager[] trusted) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trusted, null);
    return context;
  }

  static KeyManager[] keyManagers() throws Exception {
    return keyManagers(KEYS.store);
  }

  static TrustManager[] trustManagers() throws Exception {
    return trustManagers(KEYS.store);
  }

  private static KeyManager[] keyManagers(KeyStore store) throws Exception {
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD);
    return own.getKeyManagers();
  }

  private static TrustManager[] trustManagers(KeyStore store) throws Exception {
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    return trusted.getTrustManagers();
  }

  /** Our side, for the next peer that connects. */
  TlsChannel accept() throws IOException {
    return TlsChannel.server(server.accept(), context());
  }

  /** Our side as client of a peer that listens there. */
  TlsChannel connect(ServerSocket peer) throws IOException {
    var to = new InetSocketAddress(peer.getInetAddress(), peer.getLocalPort());
    return TlsChannel.client(
        TcpChannel.connect(loop, to, null), context(), "localhost", to.getPort());
  }

  /** A port for a peer that is a server. */
  static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  /** The server's side of a raw peer. */
  static RawTls acceptRaw(ServerSocket port, String protocol) throws IOException {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {protocol});
    return new RawTls(port.accept(), engine);
  }

  /** A peer that is a client, and has shaken hands when {@link #accept}ed has. */
  RawTls client(String protocol) throws IOException {
    return RawTls.client(address, context(), protocol);
  }

  /** Does something for the peer on a thread of its own. */
  <T> CompletableFuture<T> peer(Callable<T> does) {
    var result = new CompletableFuture<T>();
    var thread =
        new Thread(
            () -> {
              try {
                result.complete(does.call());
              } catch (Throwable failure) {
                result.completeExceptionally(failure);
              }
            });
    thread.setDaemon(true);
    peers.add(thread);
    thread.start();
    return result;
  }

  /** The same, however it ends. */
  void peerAlone(Callable<?> does) {
    var unused = peer(does);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What one read gives; null at the end. */
  static String read(Connection from) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    return from.read(buffer) < 0
        ? "the end"
        : StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
  }

  @Override
  public void close() {
    loop.close();
    for (Thread each : peers) {
      each.interrupt();
    }
  }
}
