package dev.weft.io;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * An enciphered connection over a {@link TcpChannel}, by the JDK's {@link SSLEngine}. See the
 * package for what its operations have in common.
 *
 * <ul>
 *   <li>The handshake is done by {@link #handshake}, or by the first read or write. Its
 *       computations are done by the loop's few threads for what blocks.
 *   <li>A write is done when all of it has been enciphered and handed to the operating system. One
 *       that is cancelled or timed out leaves the buffer's position behind what has been
 *       enciphered, which leaves by itself.
 *   <li>A peer that ends the connection without saying so over TLS may be an attacker who cut it:
 *       reading then fails, each time, with an {@link SSLException}. What came before can be read.
 *   <li>After a failure of TLS, reading and writing both fail with it, each time.
 *   <li>Over TLS 1.3 each side ends its output by itself. Over older versions the JDK's engine
 *       takes the peer's end for that of both directions: writing fails then.
 *   <li>Renegotiation, which older versions have, is refused: the connection fails.
 * </ul>
 */
public final class TlsChannel extends Connection {

  private final TcpChannel tcp;
  private final TlsEngine engine;
  private final TlsDriver driver;

  private TlsChannel(TcpChannel tcp, SSLEngine engine) throws SSLException {
    super(tcp.loop(), tcp.watch());
    this.tcp = tcp;
    this.engine = new TlsEngine(engine);
    driver = new TlsDriver(tcp, this.engine);
    timeout(tcp.timeout());
  }

  /**
   * The client's side of a connection. The server must prove to be {@code host}, as HTTPS demands.
   *
   * @param tcp from now on used by this alone, and closed with it
   */
  public static TlsChannel client(TcpChannel tcp, SSLContext context, String host, int port)
      throws IOException {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return over(tcp, engine);
  }

  /** The server's side of a connection. */
  public static TlsChannel server(TcpChannel tcp, SSLContext context) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return over(tcp, engine);
  }

  /** A connection with an engine that was set up as need be. */
  public static TlsChannel over(TcpChannel tcp, SSLEngine engine) throws IOException {
    return new TlsChannel(tcp, engine);
  }

  /**
   * Suspends until both sides agree on keys and the peer's certificate is trusted.
   *
   * @throws javax.net.ssl.SSLHandshakeException if they do not
   * @throws IOException if the connection is broken or closed
   */
  @Async
  public void handshake() throws IOException {
    write(TlsDriver.nothing());
  }

  /**
   * See {@link #handshake()}.
   *
   * @hidden
   */
  public void handshake(int room, WovenCarrier carrier) throws IOException {
    write(TlsDriver.nothing(), room, carrier);
  }

  /** What was agreed on: cipher, certificates. */
  public SSLSession session() {
    return engine.session();
  }

  // ---- without suspending; both halves may be tried by different threads ----

  @Override
  int tryRead(ByteBuffer into) throws IOException {
    return driver.read(into);
  }

  @Override
  boolean tryWrite(ByteBuffer[] from) throws IOException {
    return driver.write(from);
  }

  @Override
  boolean tryFinish() throws IOException {
    return driver.finish();
  }

  @Override
  void await(ChannelOperation attempt, boolean writes) {
    driver.await(attempt, writes);
  }

  @Override
  void forget(ChannelOperation attempt) {
    driver.forget(attempt);
  }

  @Override
  int readInterest() {
    return tcp.readInterest();
  }

  @Override
  int writeInterest() {
    return tcp.writeInterest();
  }

  /** How much memory is held by bytes that are on their way. */
  int held() {
    return driver.held();
  }

  /** How many enciphered bytes wait for the peer to read. */
  int unsent() {
    return driver.unsent();
  }

  /** Whether the last try to write ended so that others have their turn. */
  boolean isOthersTurn() {
    return driver.isOthersTurn();
  }

  @Override
  public SocketAddress peer() {
    return tcp.peer();
  }

  @Override
  public boolean isOpen() {
    return tcp.isOpen();
  }

  /**
   * Tells the peer, if that can be done without waiting, and closes. It waits neither for a peer
   * that does not read nor for a handshake's computation, and what has been written and not handed
   * to the operating system yet, by a write that was cancelled, is lost.
   */
  @Override
  public void close() {
    driver.close();
  }
}
