package dev.weft.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes in pieces, handshakes that fail, and where they are computed. */
@Timeout(120)
class TlsHandshakeTest {

  /** Trusts whom a test lets it trust. */
  private static class Trust implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static SSLContext trusting(X509TrustManager trust) throws Exception {
    return TlsFixture.context(TlsFixture.keyManagers(), new TrustManager[] {trust});
  }

  /** A client of ours without a name to be checked, which would wrap the trust manager. */
  private static TlsChannel connect(TlsFixture fixture, ServerSocket port, SSLContext context)
      throws Exception {
    SSLEngine engine = context.createSSLEngine("localhost", port.getLocalPort());
    engine.setUseClientMode(true);
    var to = new InetSocketAddress(port.getInetAddress(), port.getLocalPort());
    return TlsChannel.over(TcpChannel.connect(fixture.loop, to, null), engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void oneByteAtTime(String protocol) throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client(protocol)) {
      peer.inPiecesOf(1);
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      own.handshake();
      shaking.get();
      assertThat(own.session().getProtocol()).isEqualTo(protocol);
      fixture.peerAlone(
          () -> {
            peer.write("hello");
            peer.send(peer.closeNotify());
            return 0;
          });

      assertThat(TlsFixture.read(own)).isEqualTo("hello");
      assertThat(TlsFixture.read(own)).isEqualTo("the end");
    }
  }

  @Test
  void peerThatSpeaksNoTlsIsQuoted() throws Exception {
    try (var fixture = new TlsFixture();
        var peer = new Socket(fixture.address.getAddress(), fixture.address.getPort())) {
      TlsChannel own = fixture.accept();
      peer.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(SSLException.class)
            .isThrownBy(() -> TlsFixture.read(own))
            .withMessageStartingWith("read from /127.0.0.1:" + peer.getLocalPort())
            .withMessageContaining("the peer does not speak TLS; it sent \"GET / HTTP/1.1..\"");
      }
      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(own::handshake)
          .withMessageStartingWith("shake hands over TLS with /127.0.0.1:" + peer.getLocalPort());
      assertThat(peer.getInputStream().read()).isEqualTo(21); // an alert
    }
  }

  @Test
  void peerWithoutCommonVersionGetsAnAlert() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.2")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      SSLEngine engine = TlsFixture.context().createSSLEngine();
      engine.setUseClientMode(false);
      engine.setEnabledProtocols(new String[] {"TLSv1.3"});
      TlsChannel own = TlsChannel.over(fixture.server.accept(), engine);

      assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(own::handshake);
      assertThatThrownBy(shaking::get)
          .hasCauseInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("protocol_version");
    }
  }

  @Test
  void serverThatIsNotTrustedGetsAnAlertAndBothHalvesTheReason() throws Exception {
    try (var fixture = new TlsFixture();
        ServerSocket port = TlsFixture.listen()) {
      CompletableFuture<String> accepting =
          fixture.peer(() -> TlsFixture.acceptRaw(port, "TLSv1.3").handshake().readAll());
      TlsChannel own =
          connect(
              fixture,
              port,
              trusting(
                  new Trust() {
                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type)
                        throws CertificateException {
                      throw new CertificateException("a stranger");
                    }
                  }));

      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(own::handshake)
          .withMessageContaining("a stranger");
      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(() -> TlsFixture.read(own))
          .withMessageStartingWith("read from ")
          .withMessageContaining("a stranger");
      assertThatThrownBy(accepting::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("certificate_unknown");
    }
  }

  @Test
  void whatTrustManagerThrowsEndsTheConnection() throws Exception {
    try (var fixture = new TlsFixture();
        ServerSocket port = TlsFixture.listen()) {
      CompletableFuture<RawTls> accepting =
          fixture.peer(() -> TlsFixture.acceptRaw(port, "TLSv1.3").handshake());
      TlsChannel own =
          connect(
              fixture,
              port,
              trusting(
                  new Trust() {
                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type) {
                      throw new AssertionError("a bug");
                    }
                  }));

      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(SSLException.class)
            .isThrownBy(own::handshake)
            .withMessageContaining("a bug");
      }
      own.close();
      assertThatThrownBy(accepting::get).isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void peerThatGoesDuringTheHandshakeFailsIt() throws Exception {
    try (var fixture = new TlsFixture();
        var peer = new Socket(fixture.address.getAddress(), fixture.address.getPort())) {
      TlsChannel own = fixture.accept();
      peer.shutdownOutput();

      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(SSLHandshakeException.class)
            .isThrownBy(() -> TlsFixture.read(own))
            .withMessageEndingWith("the peer has closed the connection during the handshake");
      }
    }
  }

  /** The computation waits until the loop has turned: it cannot be on the loop. */
  @Test
  void computationsDoNotHoldTheLoop() throws Exception {
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    try (var fixture = new TlsFixture();
        ServerSocket port = TlsFixture.listen()) {
      CompletableFuture<RawTls> accepting =
          fixture.peer(() -> TlsFixture.acceptRaw(port, "TLSv1.3").handshake());
      TlsChannel own =
          connect(
              fixture,
              port,
              trusting(
                  new Trust() {
                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type)
                        throws CertificateException {
                      threads.add(Thread.currentThread().getName());
                      awaitTurn(fixture);
                    }
                  }));

      own.handshake();

      accepting.get().close();
      assertThat(threads).hasSize(1).allMatch(name -> name.endsWith("-blocking"));
    }
  }

  private static void awaitTurn(TlsFixture fixture) throws CertificateException {
    var turned = new CountDownLatch(1);
    fixture.loop.schedule(turned::countDown);
    try {
      turned.await();
    } catch (InterruptedException e) {
      throw new CertificateException(e);
    }
  }

  /** Nobody touches the engine meanwhile, which is locked. */
  @Test
  void closingDoesNotWaitForComputation() throws Exception {
    var computing = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var fixture = new TlsFixture();
        ServerSocket port = TlsFixture.listen()) {
      CompletableFuture<RawTls> accepting =
          fixture.peer(() -> TlsFixture.acceptRaw(port, "TLSv1.3").handshake());
      TlsChannel own =
          connect(
              fixture,
              port,
              trusting(
                  new Trust() {
                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type)
                        throws CertificateException {
                      computing.countDown();
                      try {
                        closed.await();
                      } catch (InterruptedException e) {
                        throw new CertificateException(e);
                      }
                    }
                  }));
      CompletableFuture<String> reading = fixture.peer(() -> TlsFixture.read(own));
      computing.await();
      assertThat(own.session().getProtocol()).isEqualTo("NONE");
      own.close();
      assertThatThrownBy(reading::get).hasMessageContaining("the channel is closed");
      closed.countDown();
      assertThatThrownBy(accepting::get).isInstanceOf(ExecutionException.class);
    }
  }

  /** New threads inherit from the one that makes them: here, that there is no memory for them. */
  private static final class NoMemoryForThreads extends InheritableThreadLocal<String> {
    @Override
    protected String childValue(String parentValue) {
      throw new OutOfMemoryError("a test's");
    }
  }

  @Test
  void computationThatGotNoThreadIsMadeByTheNextTry() throws Exception {
    try (var fixture = new TlsFixture();
        RawTls peer = fixture.client("TLSv1.3")) {
      CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
      TlsChannel own = fixture.accept();
      var noMemory = new NoMemoryForThreads();
      noMemory.set("none");
      try {
        assertThatThrownBy(() -> readUntilItFails(own))
            .isInstanceOf(OutOfMemoryError.class)
            .hasMessage("a test's");
      } finally {
        noMemory.remove();
      }

      own.handshake();

      shaking.get();
    }
  }

  private static void readUntilItFails(TlsChannel own) throws Exception {
    while (own.tryRead(ByteBuffer.allocate(100)) == 0) {
      Thread.sleep(1); // the peer's first words are on their way
    }
  }
}
