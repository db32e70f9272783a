package dev.weft.io;

import dev.weft.annotations.Async;
import dev.weft.io.TlsEngine.Step;
import dev.weft.runtime.Carrier;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An enciphered connection over a {@link TcpChannel}, by the JDK's {@link SSLEngine}. See the
 * package for what its operations have in common.
 *
 * <p>The handshake is done by {@link #handshake}, or by the first read or write. Its computations
 * are done by the coroutine itself. A write is done when all of it has been enciphered and handed
 * to the operating system. A peer that ends the connection without saying so over TLS may be an
 * attacker who cut it: reading then fails with an {@link EOFException}.
 */
public final class TlsChannel extends Connection {

  private final TcpChannel tcp;
  private final TlsEngine engine;
  private int readInterest = SelectionKey.OP_READ;
  private int writeInterest = SelectionKey.OP_WRITE;
  private @Nullable SSLException failure;

  private TlsChannel(TcpChannel tcp, SSLEngine engine) throws SSLException {
    super(tcp.loop(), tcp.watch());
    this.tcp = tcp;
    this.engine = new TlsEngine(tcp, engine);
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
    write(TlsEngine.NOTHING);
  }

  /** See {@link #handshake()}. */
  public void handshake(int room, Carrier carrier) throws IOException {
    write(TlsEngine.NOTHING, room, carrier);
  }

  /** What was agreed on: cipher, certificates. */
  public SSLSession session() {
    return engine.session();
  }

  // ---- without suspending; both halves may be tried by different threads ----

  @Override
  synchronized int tryRead(ByteBuffer into) throws IOException {
    try {
      throwIfBroken();
      return readPlain(into);
    } catch (SSLException thrown) {
      throw broken(thrown);
    }
  }

  /** The engine tells of a failure once; both halves, and whoever comes later, are to meet it. */
  private void throwIfBroken() throws SSLException {
    if (failure != null) {
      throw failure;
    }
  }

  private SSLException broken(SSLException thrown) {
    if (failure == null) {
      failure = thrown;
      engine.tellWhy();
    }
    return failure;
  }

  private int readPlain(ByteBuffer into) throws IOException {
    while (!engine.received().hasRemaining()) {
      if (engine.hasEnded()) {
        return -1;
      }
      Step step = engine.shakeHands();
      boolean unused = engine.flush(); // what ends a handshake; if it does not fit, a writer waits
      if (step == Step.DONE && !engine.received().hasRemaining()) {
        step = engine.unwrap();
      }
      if (step == Step.NEEDS_INPUT || step == Step.NEEDS_OUTPUT) {
        readInterest = step == Step.NEEDS_INPUT ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
        return 0;
      }
      if (step == Step.ENDED) {
        engine.end();
      }
    }
    return Buffers.move(engine.received(), into);
  }

  @Override
  synchronized boolean tryWrite(ByteBuffer[] from) throws IOException {
    try {
      throwIfBroken();
      return writePlain(from);
    } catch (SSLException thrown) {
      throw broken(thrown);
    }
  }

  private boolean writePlain(ByteBuffer[] from) throws IOException {
    if (!isReadyToWrite()) {
      return false;
    }
    while (Buffers.anyRemain(from)) {
      if (engine.wrap(from) == Status.CLOSED) {
        throw new ClosedChannelException();
      }
      if (!isReadyToWrite()) {
        return false;
      }
    }
    return true;
  }

  private boolean isReadyToWrite() throws IOException {
    writeInterest = SelectionKey.OP_WRITE;
    Step step = engine.shakeHands();
    if (step == Step.NEEDS_INPUT) {
      writeInterest = SelectionKey.OP_READ;
    }
    if (step == Step.ENDED && engine.isOutboundDone()) {
      throw new ClosedChannelException();
    }
    return step != Step.NEEDS_INPUT && step != Step.NEEDS_OUTPUT && engine.flush();
  }

  @Override
  synchronized boolean tryFinish() throws IOException {
    writeInterest = SelectionKey.OP_WRITE;
    return engine.finish() && tcp.tryFinish();
  }

  @Override
  int readInterest() {
    return readInterest;
  }

  @Override
  int writeInterest() {
    return writeInterest;
  }

  @Override
  public SocketAddress peer() {
    return tcp.peer();
  }

  @Override
  public boolean isOpen() {
    return tcp.isOpen();
  }

  /** Tells the peer, if that can be done without waiting, and closes. */
  @Override
  public void close() {
    if (tcp.isOpen()) {
      sayGoodbye();
    }
    tcp.close();
  }

  private void sayGoodbye() {
    try {
      boolean unused = tryFinish();
    } catch (IOException peerHasGone) {
      return; // then there is nobody to tell
    }
  }
}
