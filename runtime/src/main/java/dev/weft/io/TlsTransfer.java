package dev.weft.io;

import dev.weft.io.TlsEngine.Need;
import dev.weft.io.TlsHalf.Waits;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a TLS connection on their way between socket, engine and the buffers of both halves,
 * as far as they come without waiting, and how the connection is broken. Guarded by its {@link
 * TlsDriver}, which has the protocol.
 */
final class TlsTransfer {

  private final TcpChannel tcp;
  private final TlsEngine engine;
  private final TlsHalf reader;
  private final TlsHalf writer;
  private final Runnable computation;
  private int version;
  private boolean computing;
  private @Nullable SSLException failure;
  private @Nullable SSLException cutOff;
  private @Nullable IOException unwritable;

  /**
   * For a connection that nothing has been tried on yet.
   *
   * @param computation lets the engine compute, then calls {@link #computed}; on another thread
   */
  TlsTransfer(
      TcpChannel tcp, TlsEngine engine, TlsHalf reader, TlsHalf writer, Runnable computation) {
    this.tcp = tcp;
    this.engine = engine;
    this.reader = reader;
    this.writer = writer;
    this.computation = computation;
  }

  /** Changes when something has that may concern a half which waits. */
  int version() {
    return version;
  }

  void changed() {
    version++;
  }

  /** Whether the engine must not be touched. */
  boolean isComputing() {
    return computing;
  }

  /** Whether TLS has failed. */
  boolean isBroken() {
    return failure != null;
  }

  // ---- the tries ----

  /** Remembers how TLS has failed, and tells the peer. */
  SSLException keep(SSLException thrown) {
    if (failure == null && thrown != cutOff) {
      failure = thrown;
      version++;
      engine.lastWords();
    }
    return thrown;
  }

  /** What a half's try ends with, however it ends. */
  void endTry(TlsHalf half) {
    flushOrKeep();
    if (half.waits() != Waits.TURN) {
      engine.settle();
    } else {
      engine.outgoing().settle();
      engine.received().settle();
      if (engine.incoming().isEmpty()) {
        engine.incoming().settle();
      }
    }
    half.hasSeen(version);
  }

  /** 0 if the half has to wait. */
  int readPlain(ByteBuffer into) throws IOException {
    while (true) {
      int taken = ByteBuffers.move(engine.received().bytes(), into);
      if (taken > 0 || !into.hasRemaining()) {
        return taken;
      }
      throwIfBroken(cutOff);
      if (engine.isInputClosed()) {
        return -1;
      }
      Need need = next(reader);
      if (need == Need.NOTHING) {
        need = decipher(into);
        if (engine.direct() > 0) {
          return engine.direct();
        }
      }
      if (!supply(reader, need)) {
        return 0;
      }
    }
  }

  private Need decipher(ByteBuffer into) throws SSLException {
    int before = engine.incoming().size();
    Need need = engine.decipher(into);
    reader.did(before - engine.incoming().size());
    if (engine.isInputClosed()) {
      version++; // which older versions of TLS take for the end of the output, too
    }
    return need;
  }

  /** 0 if the half has to wait. */
  int writePlain(ByteBuffer[] from) throws IOException {
    throwIfBroken(unwritable);
    while (true) {
      Need need = next(writer);
      if (need == Need.NOTHING) {
        if (!ByteBuffers.anyRemain(from)) {
          return flushed() ? 1 : 0;
        }
        throwIfOutputEnded();
        int before = engine.outgoing().size();
        need = engine.encipher(from);
        writer.did(engine.outgoing().size() - before);
      }
      if (!supply(writer, need)) {
        return 0;
      }
    }
  }

  private void throwIfOutputEnded() throws IOException {
    if (engine.isOutputClosed()) {
      throw new ClosedChannelException();
    }
    if (engine.isOutputDone()) {
      throw new SocketException("the peer has closed the connection");
    }
  }

  /** 0 if the half has to wait. */
  int endOutput() throws IOException {
    throwIfBroken(unwritable);
    while (true) {
      Need need = next(writer);
      if (need == Need.NOTHING) {
        if (engine.isOutputClosed()) {
          return flushed() && tcp.tryFinish() ? 1 : 0;
        }
        engine.closeOutput();
        need = Need.PROGRESS;
      }
      if (!supply(writer, need)) {
        return 0;
      }
    }
  }

  private void throwIfBroken(@Nullable IOException half) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (half != null) {
      throw half;
    }
  }

  // ---- what a try goes on with ----

  /** What the engine does by itself comes first; null when it is somebody else's turn. */
  private @Nullable Need next(TlsHalf half) throws SSLException {
    if (half.isSpent()) {
      return null;
    }
    if (computing) {
      return Need.COMPUTATION;
    }
    int before = engine.incoming().size();
    Need need = engine.advance();
    if (need == Need.PROGRESS) {
      half.did(before - engine.incoming().size());
      version++;
    }
    return need;
  }

  /** Provides what is needed; false if that takes time, and the half waits for it. */
  private boolean supply(TlsHalf half, @Nullable Need need) throws IOException {
    if (need == null) {
      return false;
    }
    return switch (need) {
      case PROGRESS, NOTHING -> true;
      case INPUT -> receive(half);
      case ROOM -> send(half);
      case COMPUTATION -> {
        compute();
        half.waitFor(Waits.COMPUTATION);
        yield false;
      }
    };
  }

  private boolean receive(TlsHalf half) throws IOException {
    ByteBuffer room = engine.incoming().fill(engine.incoming().room());
    int count;
    try {
      count = tcp.tryRead(room);
    } finally {
      engine.incoming().filled();
    }
    if (count < 0) {
      throw end();
    }
    if (count == 0) {
      half.waitFor(Waits.INPUT);
    }
    return count > 0;
  }

  /** The peer has ended the connection below TLS. */
  private SSLException end() {
    version++;
    if (!engine.isEstablished()) {
      return new SSLHandshakeException("the peer has closed the connection during the handshake");
    }
    cutOff =
        new SSLException(
            "the peer has closed the connection without saying so over TLS (close_notify); what it"
                + " sent may have been cut short");
    return cutOff;
  }

  private boolean send(TlsHalf half) throws IOException {
    int before = engine.outgoing().size();
    flush();
    boolean sent = engine.outgoing().size() < before;
    if (!sent) {
      half.waitFor(Waits.OUTPUT);
    }
    return sent;
  }

  private boolean flushed() throws IOException {
    flush();
    if (engine.outgoing().isEmpty()) {
      return true;
    }
    writer.waitFor(Waits.OUTPUT);
    return false;
  }

  private void flush() throws IOException {
    throwIfBroken(unwritable);
    flushOrKeep();
    if (unwritable != null) {
      throw unwritable;
    }
  }

  /** Hands on what has been enciphered; if that fails, the writing half is told. */
  void flushOrKeep() {
    if (engine.outgoing().isEmpty()) {
      return;
    }
    try {
      boolean unused = tcp.tryWrite(engine.outgoing().bytes());
    } catch (IOException thrown) {
      unwritable = thrown;
      engine.outgoing().clear();
      version++;
    }
  }

  // ---- computations ----

  private void compute() throws ClosedChannelException {
    if (computing) {
      return;
    }
    try {
      computing = true;
      tcp.loop().executeBlocking(computation);
    } catch (RejectedExecutionException loopClosed) {
      computing = false;
      throw new ClosedChannelException();
    } catch (Throwable noThread) { // no memory for one; the next try may get it
      computing = false;
      throw noThread;
    }
  }

  /** The computation is done, or has failed. */
  void computed(@Nullable SSLException failed) {
    computing = false;
    version++;
    if (failed != null) {
      SSLException unused = keep(failed);
    }
  }
}
