package dev.weft.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@link SSLEngine} with the bytes before and behind it: a state machine that deals with
 * at most one record a call and says what it needs to go on. It knows of no channel, no coroutine
 * and no thread.
 *
 * <ul>
 *   <li>{@link #advance} does what the engine asks for by itself: the handshake, answers to a
 *       KeyUpdate, the close_notify. {@link #decipher} and {@link #encipher} follow when it needs
 *       nothing.
 *   <li>Each buffer is bounded by {@link TlsBuffer#ROOM}. Nothing more is deciphered while an
 *       answer is due for which there is no room, so a peer that asks and does not read is not
 *       listened to any more. Data is enciphered only where room for an answer remains.
 *   <li>Renegotiation, which only TLS 1.2 and older know, is refused: their handshake records are
 *       recognised by their first byte and never reach the engine.
 *   <li>The two directions end by themselves. What the engine says of itself does not tell: it asks
 *       to be unwrapped when only the output has been closed, and to be wrapped when only the input
 *       has. {@code inputClosed} is set by the peer's close_notify alone, {@code outputClosed} by
 *       {@link #closeOutput}.
 * </ul>
 *
 * <p>For one thread at a time. {@link #compute} may hold its thread for milliseconds, and the
 * engine a lock meanwhile; nothing but the buffers may be touched until it is done.
 */
final class TlsEngine {

  /** What must happen before the next step. */
  enum Need {
    /** Nothing: a step was made. */
    PROGRESS,
    /** Nothing: there is nothing to do. */
    NOTHING,
    /** More in {@link #incoming}. */
    INPUT,
    /** Less in {@link #outgoing}. */
    ROOM,
    /** {@link #compute}, on a thread that may be held. */
    COMPUTATION
  }

  private static final int HANDSHAKE_RECORD = 22;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 24;
  private static final int MOST_LAST_WORDS = 4;
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);
  private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

  private final SSLEngine engine;
  private final TlsBuffer incoming = new TlsBuffer(); // enciphered
  private final TlsBuffer received = new TlsBuffer(); // deciphered, and not taken yet
  private final TlsBuffer outgoing = new TlsBuffer(); // enciphered
  private boolean begun;
  private boolean spoken;
  private boolean heard;
  private boolean established;
  private boolean halfCloses;
  private boolean inputClosed;
  private boolean outputClosed;
  private int direct;
  private volatile SSLSession session;

  /**
   * An engine that has not shaken hands yet.
   *
   * @throws IllegalStateException if nobody has said which side it is
   */
  TlsEngine(SSLEngine engine) throws SSLException {
    this.engine = engine;
    session = engine.getSession();
    if (!engine.getUseClientMode()) { // a client's first words need keys: see compute
      engine.beginHandshake();
      begun = true;
    }
  }

  TlsBuffer incoming() {
    return incoming;
  }

  TlsBuffer received() {
    return received;
  }

  TlsBuffer outgoing() {
    return outgoing;
  }

  /** What was agreed on last. Any thread, at any time: the engine itself may be locked. */
  SSLSession session() {
    return session;
  }

  /** Whether the handshake is done. */
  boolean isEstablished() {
    return established;
  }

  /** Whether the peer has said that nothing more will come. */
  boolean isInputClosed() {
    return inputClosed;
  }

  /** Whether {@link #closeOutput} was called. */
  boolean isOutputClosed() {
    return outputClosed;
  }

  /** Whether nothing can be enciphered any more: that the output ends has been, too. */
  boolean isOutputDone() {
    return engine.isOutboundDone();
  }

  // ---- what the engine wants by itself ----

  /** Makes one step of those that the engine asks for. */
  Need advance() throws SSLException {
    if (!begun) {
      return Need.COMPUTATION;
    }
    return switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> Need.COMPUTATION;
      case NEED_WRAP -> isAnswerDue() ? answer() : Need.NOTHING;
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> established ? Need.NOTHING : decipher(NO_ROOM);
      default -> {
        establish();
        yield Need.NOTHING;
      }
    };
  }

  /** Where one side may end before the other, the engine would have it answer an end by an end. */
  private boolean isAnswerDue() {
    boolean onlyInvited = inputClosed && halfCloses && !outputClosed;
    return !onlyInvited && !engine.isOutboundDone();
  }

  private Need answer() throws SSLException {
    if (!outgoing.isEmpty() && outgoing.room() < engine.getSession().getPacketBufferSize()) {
      return Need.ROOM;
    }
    SSLEngineResult unused = wrap(NOTHING);
    return Need.PROGRESS;
  }

  /**
   * Does the computations that the engine asks for: signatures, key agreement, trust in
   * certificates.
   */
  void compute() throws SSLException {
    if (!begun) {
      engine.beginHandshake();
      begun = true;
      return;
    }
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void follow(SSLEngineResult result) {
    if (!established
        && (result.getHandshakeStatus() == HandshakeStatus.FINISHED
            || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING)) {
      establish();
    }
  }

  private void establish() {
    if (!established) {
      established = true;
      session = engine.getSession();
      halfCloses = session.getProtocol().equals("TLSv1.3");
    }
  }

  // ---- input ----

  /**
   * Deciphers one record, into {@code into} if that is large enough for any and otherwise into
   * {@link #received}, which must be empty. How much came straight is told by {@link #direct}.
   */
  Need decipher(ByteBuffer into) throws SSLException {
    direct = 0;
    if (incoming.isEmpty()) {
      return Need.INPUT;
    }
    refuseRenegotiation();
    SSLEngineResult result = unwrapInto(into);
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> {
        if (incoming.room() == 0) {
          throw new SSLException(
              "the peer sent a record of more than " + TlsBuffer.ROOM + " bytes");
        }
        return Need.INPUT;
      }
      case BUFFER_OVERFLOW ->
          throw new SSLException("the peer sent a record whose content is too large");
      case CLOSED -> closeInput();
      case OK -> follow(result);
    }
    heard = true;
    return Need.PROGRESS;
  }

  /** How many bytes the last call of {@link #decipher} has put into the caller's buffer. */
  int direct() {
    return direct;
  }

  private SSLEngineResult unwrapInto(ByteBuffer into) throws SSLException {
    if (into.remaining() >= engine.getSession().getApplicationBufferSize()) {
      SSLEngineResult result = unwrap(into);
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        direct = result.bytesProduced();
        return result;
      }
    }
    ByteBuffer room = received.fill(received.room());
    try {
      return unwrap(room);
    } finally {
      received.filled();
    }
  }

  private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
    String start = heard ? null : start(incoming.bytes());
    try {
      return engine.unwrap(incoming.bytes(), target);
    } catch (SSLException failure) {
      throw start == null ? failure : noTls(start, failure);
    } catch (RuntimeException failure) {
      throw broken(failure);
    }
  }

  /** The first bytes, for a message, if no record begins with them. */
  private static @Nullable String start(ByteBuffer bytes) {
    int type = bytes.get(bytes.position()) & 0xff;
    if (type >= FIRST_TYPE && type <= LAST_TYPE) {
      return null;
    }
    var start = new byte[Math.min(16, bytes.remaining())];
    bytes.get(bytes.position(), start);
    return new String(start, StandardCharsets.US_ASCII).replaceAll("[^ -~]", ".");
  }

  private static SSLException noTls(String start, SSLException failure) {
    return new SSLException(
        "the peer does not speak TLS; it sent \"" + start + "\" (" + failure.getMessage() + ")",
        failure);
  }

  /** What a trust manager throws, for instance. */
  private static SSLException broken(RuntimeException failure) {
    return new SSLException("TLS failed: " + failure, failure);
  }

  private void refuseRenegotiation() throws SSLException {
    if (established
        && !halfCloses
        && incoming.bytes().get(incoming.bytes().position()) == HANDSHAKE_RECORD) {
      closeOutput();
      throw new SSLException(
          "the peer wants to renegotiate, which is refused; let it open a new connection, or use"
              + " TLS 1.3");
    }
  }

  private void closeInput() throws SSLException {
    if (!established) {
      throw new SSLHandshakeException("the peer has closed the connection during the handshake");
    }
    inputClosed = true;
    incoming.clear(); // what comes behind the end is of no meaning
    sayAll();
  }

  // ---- output ----

  /** Enciphers one record of {@code from}, whose positions tell how much of it. */
  Need encipher(ByteBuffer[] from) throws SSLException {
    int record = engine.getSession().getPacketBufferSize();
    if (!outgoing.isEmpty() && outgoing.room() < 2 * record) {
      return Need.ROOM;
    }
    SSLEngineResult unused = wrap(from);
    return Need.PROGRESS;
  }

  private SSLEngineResult wrap(ByteBuffer[] from) throws SSLException {
    ByteBuffer target = outgoing.fill(outgoing.room());
    SSLEngineResult result;
    try {
      result = engine.wrap(from, target);
    } catch (RuntimeException failure) {
      throw broken(failure);
    } finally {
      outgoing.filled();
    }
    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      throw new SSLException("records larger than " + TlsBuffer.ROOM + " bytes are not supported");
    }
    spoken |= result.bytesProduced() > 0;
    follow(result);
    return result;
  }

  /** Nothing more is to be enciphered but that the output ends, by {@link #advance}. */
  void closeOutput() {
    if (!outputClosed) {
      outputClosed = true;
      engine.closeOutbound();
    }
  }

  /** Enciphers what is to be said before the connection is closed, if there is room for it. */
  void sayGoodbye() {
    if (spoken) { // somebody listens who knows TLS
      closeOutput();
      lastWords();
    }
  }

  /** Enciphers the alert that tells the peer of a failure, if there is room for it. */
  void lastWords() {
    try {
      sayAll();
    } catch (SSLException toldBefore) {
      return; // by whoever is closing the connection because of it
    }
  }

  private void sayAll() throws SSLException {
    for (int i = 0; i < MOST_LAST_WORDS && isWrapDue(); i++) {
      if (answer() == Need.ROOM) {
        return;
      }
    }
  }

  private boolean isWrapDue() {
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && isAnswerDue();
  }

  // ---- memory ----

  /** Gives back what is not needed to wait. */
  void settle() {
    incoming.settle();
    received.settle();
    outgoing.settle();
  }

  /** Drops all bytes. */
  void clear() {
    incoming.clear();
    received.clear();
    outgoing.clear();
  }

  /** How much memory the buffers hold. */
  int held() {
    return incoming.held() + received.held() + outgoing.held();
  }
}
