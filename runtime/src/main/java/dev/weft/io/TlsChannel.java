package dev.weft.io;

import dev.weft.annotations.Async;
import dev.weft.runtime.Carrier;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
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

  private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

  /** How far one step of the engine came. */
  private enum Step {
    DONE,
    NEEDS_INPUT,
    NEEDS_OUTPUT,
    ENDED
  }

  private final TcpChannel tcp;
  private final SSLEngine engine;
  private ByteBuffer incoming; // enciphered; between position and limit
  private ByteBuffer received; // plain; between position and limit
  private ByteBuffer outgoing; // enciphered; between position and limit
  private int readInterest = SelectionKey.OP_READ;
  private int writeInterest = SelectionKey.OP_WRITE;
  private boolean ended;
  private @Nullable SSLException failure;

  private TlsChannel(TcpChannel tcp, SSLEngine engine) throws SSLException {
    super(tcp.loop(), tcp.watch());
    this.tcp = tcp;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    incoming = ByteBuffer.allocate(packet).limit(0);
    outgoing = ByteBuffer.allocate(packet).limit(0);
    received = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    timeout(tcp.timeout());
    engine.beginHandshake();
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
    write(NOTHING);
  }

  /** See {@link #handshake()}. */
  public void handshake(Carrier carrier) throws IOException {
    write(NOTHING, carrier);
  }

  /** What was agreed on: cipher, certificates. */
  public SSLSession session() {
    return engine.getSession();
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
      tellWhy();
    }
    return failure;
  }

  private int readPlain(ByteBuffer into) throws IOException {
    while (!received.hasRemaining()) {
      if (ended) {
        return -1;
      }
      Step step = shakeHands();
      boolean unused = flush(); // what ends a handshake; if it does not fit, a writer waits already
      if (step == Step.DONE && !received.hasRemaining()) {
        step = unwrap();
      }
      if (step == Step.NEEDS_INPUT || step == Step.NEEDS_OUTPUT) {
        readInterest = step == Step.NEEDS_INPUT ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
        return 0;
      }
      ended |= step == Step.ENDED;
    }
    return Buffers.move(received, into);
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
      if (wrap(from) == Status.CLOSED) {
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
    Step step = shakeHands();
    if (step == Step.NEEDS_INPUT) {
      writeInterest = SelectionKey.OP_READ;
    }
    if (step == Step.ENDED && engine.isOutboundDone()) {
      throw new ClosedChannelException();
    }
    return step != Step.NEEDS_INPUT && step != Step.NEEDS_OUTPUT && flush();
  }

  @Override
  synchronized boolean tryFinish() throws IOException {
    engine.closeOutbound();
    writeInterest = SelectionKey.OP_WRITE;
    if (!flush()) {
      return false;
    }
    while (!engine.isOutboundDone()) {
      Status status = wrap(NOTHING);
      if (!flush()) {
        return false;
      }
      if (status == Status.CLOSED) {
        break;
      }
    }
    return tcp.tryFinish();
  }

  /** Does what the engine asks for until it asks for nothing, or more input, or room for output. */
  private Step shakeHands() throws IOException {
    while (true) {
      Step step =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> tell();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> flush() ? unwrap() : Step.NEEDS_OUTPUT;
            default -> null;
          };
      if (step != Step.DONE) {
        return step == null ? Step.DONE : step;
      }
    }
  }

  private Step runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return Step.DONE;
  }

  private Step tell() throws IOException {
    if (!flush()) {
      return Step.NEEDS_OUTPUT;
    }
    if (wrap(NOTHING) != Status.CLOSED) {
      return Step.DONE;
    }
    return flush() ? Step.ENDED : Step.NEEDS_OUTPUT;
  }

  /** Deciphers one packet, reading it first if it is not there. */
  private Step unwrap() throws IOException {
    while (true) {
      received.compact();
      SSLEngineResult result;
      try {
        result = engine.unwrap(incoming, received);
      } finally {
        received.flip();
      }
      if (result.getStatus() == Status.OK) {
        return Step.DONE;
      }
      if (result.getStatus() == Status.CLOSED) {
        ended = true;
        return Step.ENDED;
      }
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        received = larger(received, engine.getSession().getApplicationBufferSize());
      } else if (!readPacket()) {
        return Step.NEEDS_INPUT;
      }
    }
  }

  private boolean readPacket() throws IOException {
    if (incoming.capacity() < engine.getSession().getPacketBufferSize()) {
      incoming = larger(incoming, engine.getSession().getPacketBufferSize());
    }
    incoming.compact();
    int count;
    try {
      count = tcp.tryRead(incoming);
    } finally {
      incoming.flip();
    }
    if (count < 0) {
      throw cutOff();
    }
    return count > 0;
  }

  /** The alert that says what is wrong with the peer's packet; if it cannot go out, so be it. */
  private void tellWhy() {
    try {
      for (int i = 0; i < 4 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
        Status unused = wrap(NOTHING);
        if (!flush()) {
          return;
        }
      }
    } catch (IOException peerHasGone) {
      outgoing.limit(outgoing.position());
    }
  }

  private IOException cutOff() {
    boolean shaking = engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    try {
      engine.closeInbound();
    } catch (SSLException alsoSaysSo) {
      ended = shaking;
    }
    return shaking
        ? new SSLHandshakeException("the peer has ended in the middle of the handshake")
        : new EOFException("the peer has ended without saying so over TLS");
  }

  /** Enciphers one packet; everything before has been flushed. */
  private Status wrap(ByteBuffer[] from) throws IOException {
    while (true) {
      outgoing.compact();
      SSLEngineResult result;
      try {
        result = engine.wrap(from, outgoing);
      } finally {
        outgoing.flip();
      }
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        return result.getStatus();
      }
      outgoing = larger(outgoing, engine.getSession().getPacketBufferSize());
    }
  }

  private static ByteBuffer larger(ByteBuffer full, int atLeast) {
    int capacity = Math.max(full.capacity() * 2, atLeast + full.remaining());
    return ByteBuffer.allocate(capacity).put(full).flip();
  }

  private boolean flush() throws IOException {
    return !outgoing.hasRemaining() || tcp.tryWrite(outgoing);
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
      ended = true;
    }
  }
}
