package dev.weft.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;

/**
 * The JDK's {@link SSLEngine} with the buffers around it: shakes hands, enciphers and deciphers
 * packets, over a connection and as far as that can be done without waiting. For one thread at a
 * time.
 */
final class TlsEngine {

  static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

  /** How far one step came. */
  enum Step {
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
  private boolean ended;

  TlsEngine(TcpChannel tcp, SSLEngine engine) throws SSLException {
    this.tcp = tcp;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    incoming = ByteBuffer.allocate(packet).limit(0);
    outgoing = ByteBuffer.allocate(packet).limit(0);
    received = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    engine.beginHandshake();
  }

  SSLSession session() {
    return engine.getSession();
  }

  // ---- the handshake ----

  /** Does what the engine asks for until it asks for nothing, or more input, or room for output. */
  Step shakeHands() throws IOException {
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

  /** The alert that says what is wrong with the peer's packet; if it cannot go out, so be it. */
  void tellWhy() {
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

  // ---- input ----

  /** Whether no more will be deciphered. */
  boolean hasEnded() {
    return ended;
  }

  /** Nothing more is to be deciphered. */
  void end() {
    ended = true;
  }

  /** What has been deciphered and not yet taken: between position and limit. */
  ByteBuffer received() {
    return received;
  }

  /** Deciphers one packet, reading it first if it is not there. */
  Step unwrap() throws IOException {
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

  // ---- output ----

  /** Enciphers one packet; everything before has been flushed. */
  Status wrap(ByteBuffer[] from) throws IOException {
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

  /** Hands on what has been enciphered; true once nothing of it is left. */
  boolean flush() throws IOException {
    return !outgoing.hasRemaining() || tcp.tryWrite(outgoing);
  }

  /** Enciphers and hands on that nothing more will come; true once that is on its way. */
  boolean finish() throws IOException {
    engine.closeOutbound();
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
    return true;
  }

  /** Whether the end of the output has been enciphered. */
  boolean isOutboundDone() {
    return engine.isOutboundDone();
  }

  private static ByteBuffer larger(ByteBuffer full, int atLeast) {
    int capacity = Math.max(full.capacity() * 2, atLeast + full.remaining());
    return ByteBuffer.allocate(capacity).put(full).flip();
  }
}
