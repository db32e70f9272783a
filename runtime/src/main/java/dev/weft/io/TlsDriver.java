package dev.weft.io;

import dev.weft.io.TlsEngine.Need;
import dev.weft.io.TlsHalf.Waits;
import dev.weft.loop.Watch;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What moves a {@link TlsEngine} on: the tries of a reading and of a writing coroutine, the
 * readiness of the socket, and computations on other threads.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Lock.</b> All state is guarded by this object's monitor. A try holds it for one turn's
 *       work at most ({@link TlsHalf#isSpent}); computations and wake-ups are made without it,
 *       since a wake-up may run the coroutine at once.
 *   <li><b>Versions.</b> Either half may do what the other waits for: finish the handshake, read
 *       the bytes that both need, meet the failure. Each such change counts {@code version} up. A
 *       half notes the version when its try ends; if it is another one when the half has been
 *       suspended and comes to wait, it tries again instead. Whoever has changed it wakes the half
 *       that waits. So no change falls between a try and the wait that follows.
 *   <li><b>Input.</b> A half that lacks bytes arms {@code readable}, the one waiter that the
 *       connection has for input; it wakes the halves that wait for input.
 *   <li><b>Output.</b> What is enciphered when a try ends, whether it succeeds, waits or fails,
 *       leaves at once or by {@code writable}, on the loop's thread and without any call. So a
 *       write that is cancelled or timed out has sent what its buffer's position tells, no reader
 *       waits while an answer of its engine lies here, and no peer waits for one.
 *   <li><b>Computations.</b> One helper thread of the loop runs them; {@code computing} is set
 *       until it has finished, and nobody touches the engine, which is locked. Both halves are
 *       woken then. If nobody waits any more (cancelled), the next call goes on from there.
 *   <li><b>Cancelled</b> before its try, a half has done nothing; during a wait, it leaves the
 *       state as its last try left it: complete. Its operation is forgotten. A wake-up that comes
 *       late does nothing.
 *   <li><b>Failures</b> of TLS are kept and met by each later call of both halves; the alert is
 *       sent. A connection that was cut is kept as a failure of the reading half, one that cannot
 *       be written as one of the writing half.
 *   <li><b>Closed</b>, by whomever: the socket is closed first, then everybody is woken and finds
 *       out. {@link #close} waits neither for the peer nor for a computation.
 * </ul>
 */
final class TlsDriver {

  private static final ByteBuffer[] NO_BUFFERS = {};

  private final TcpChannel tcp;
  private final TlsEngine engine;
  private final TlsHalf reader = new TlsHalf();
  private final TlsHalf writer = new TlsHalf();
  private final Readiness readable = new Readiness(SelectionKey.OP_READ);
  private final Readiness writable = new Readiness(SelectionKey.OP_WRITE);
  private int version;
  private boolean computing;
  private boolean closed;
  private @Nullable SSLException failure;
  private @Nullable SSLException cutOff;
  private @Nullable IOException unwritable;

  TlsDriver(TcpChannel tcp, TlsEngine engine) {
    this.tcp = tcp;
    this.engine = engine;
  }

  /** A half's try. */
  @FunctionalInterface
  private interface Try {
    int make() throws IOException;
  }

  // ---- the tries ----

  /** As {@link Connection#tryRead}. */
  int read(ByteBuffer into) throws IOException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("a buffer to be read into is read-only");
    }
    return attempt(reader, () -> readPlain(into));
  }

  /** As {@link Connection#tryWrite}; without buffers it only shakes hands. */
  boolean write(ByteBuffer[] from) throws IOException {
    return attempt(writer, () -> writePlain(from)) != 0;
  }

  /** As {@link Connection#tryFinish}. */
  boolean finish() throws IOException {
    return attempt(writer, this::endOutput) != 0;
  }

  private int attempt(TlsHalf half, Try made) throws IOException {
    try {
      synchronized (this) {
        half.waitFor(Waits.TURN);
        try {
          throwIfClosed();
          return made.make();
        } catch (SSLException thrown) {
          throw keep(thrown);
        } finally {
          endTry(half);
        }
      }
    } finally {
      tellOthers();
    }
  }

  private void throwIfClosed() throws ClosedChannelException {
    if (closed || !tcp.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private SSLException keep(SSLException thrown) {
    if (failure == null && thrown != cutOff) {
      failure = thrown;
      version++;
      engine.lastWords();
    }
    return thrown;
  }

  private void endTry(TlsHalf half) {
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

  private int readPlain(ByteBuffer into) throws IOException {
    while (true) {
      int taken = Buffers.move(engine.received().bytes(), into);
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

  private int writePlain(ByteBuffer[] from) throws IOException {
    throwIfBroken(unwritable);
    while (true) {
      Need need = next(writer);
      if (need == Need.NOTHING) {
        if (!Buffers.anyRemain(from)) {
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

  private int endOutput() throws IOException {
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
  private void flushOrKeep() {
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
    computing = true;
    try {
      tcp.loop().executeBlocking(this::computeThere);
    } catch (RejectedExecutionException loopClosed) {
      computing = false;
      throw new ClosedChannelException();
    }
  }

  private void computeThere() {
    SSLException failed = null;
    try {
      engine.compute();
    } catch (SSLException thrown) {
      failed = thrown;
    } catch (Throwable thrown) {
      failed = new SSLException("TLS failed: " + thrown, thrown);
    }
    synchronized (this) {
      computing = false;
      version++;
      if (failed != null) {
        SSLException unused = keep(failed);
      }
      if (closed) {
        engine.clear();
      } else {
        flushOrKeep();
        engine.settle();
      }
    }
    tellOthers();
  }

  // ---- waiting ----

  /** Wakes {@code attempt}, whose last try was not enough, when it is worth another. */
  void await(Attempt attempt, boolean writes) {
    TlsHalf half = writes ? writer : reader;
    boolean again;
    boolean arm = false;
    synchronized (this) {
      if (attempt.isGone()) {
        return;
      }
      half.rest();
      again = half.waits() == Waits.TURN || !half.isUpToDate(version) || closed;
      if (!again) {
        half.suspend(attempt);
        arm = half.waits() == Waits.INPUT && readable.claim();
      }
    }
    if (again) {
      boolean unused = attempt.wake();
    } else if (arm) {
      readable.arm();
    }
  }

  /** Wakes {@code attempt} no more. */
  synchronized void forget(Attempt attempt) {
    reader.forget(attempt);
    writer.forget(attempt);
  }

  /** Wakes the halves that something has changed for, and has what is left sent. */
  private void tellOthers() {
    Attempt first;
    Attempt second;
    boolean arm;
    synchronized (this) {
      first = reader.takeIfBehind(version);
      second = writer.takeIfBehind(version);
      arm = !engine.outgoing().isEmpty() && !closed && writable.claim();
    }
    if (arm) {
      writable.arm();
    }
    wake(first, null);
    wake(second, null);
  }

  private static void wake(@Nullable Attempt attempt, @Nullable Throwable failed) {
    if (attempt == null) {
      return;
    }
    boolean unused;
    if (failed == null) {
      unused = attempt.wake();
    } else {
      var told = new IOException("the channel cannot be waited for: " + failed, failed);
      unused = attempt.wake(Failures.during(attempt.what(), told));
    }
  }

  /** The socket is ready for {@code interest}, or cannot be waited for. */
  private void ready(Readiness which, @Nullable Throwable failed) {
    Waits what = which == readable ? Waits.INPUT : Waits.OUTPUT;
    Attempt first;
    Attempt second;
    synchronized (this) {
      which.armed = false;
      if (which == writable) {
        flushOrKeep();
        engine.outgoing().settle();
      }
      boolean idle = which == writable && !engine.outgoing().isEmpty() && failed == null;
      first = idle ? null : reader.takeIfWaitsFor(what);
      second = idle ? null : writer.takeIfWaitsFor(what);
    }
    wake(first, failed);
    wake(second, failed);
    if (failed == null) {
      tellOthers();
    }
  }

  /** The connection's one waiter for input, or for output. */
  private final class Readiness implements Watch.Waiter {
    private final int interest;
    private boolean armed;

    Readiness(int interest) {
      this.interest = interest;
    }

    /** Whether the caller is to {@link #arm} this, without the lock. */
    boolean claim() {
      boolean mine = !armed;
      armed = true;
      return mine;
    }

    void arm() {
      try {
        tcp.watch().await(this);
      } catch (RejectedExecutionException loopClosed) {
        ready(this, loopClosed);
      }
    }

    @Override
    public void run() {
      tcp.watch().enlist(this);
    }

    @Override
    public int interest() {
      return interest;
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public boolean wake() {
      ready(this, null);
      return true;
    }

    @Override
    public boolean wake(Throwable failed) {
      ready(this, failed);
      return true;
    }
  }

  // ---- the end ----

  /** Tells the peer, if that can be done without waiting, and closes. */
  void close() {
    synchronized (this) {
      if (!closed && tcp.isOpen()) {
        sayGoodbye();
      }
      closed = true;
      version++;
      engine.clear();
    }
    try {
      tcp.close();
    } finally {
      tellOthers();
    }
  }

  private void sayGoodbye() {
    if (!computing && failure == null) {
      engine.sayGoodbye();
    }
    flushOrKeep();
  }

  /** How much memory the buffers hold. */
  synchronized int held() {
    return engine.held();
  }

  /** How many enciphered bytes wait for the peer to read. */
  synchronized int unsent() {
    return engine.outgoing().size();
  }

  /** Whether the last try to write ended so that others have their turn. */
  synchronized boolean isOthersTurn() {
    return writer.waits() == Waits.TURN;
  }

  /** For {@link #write}: only the handshake. */
  static ByteBuffer[] nothing() {
    return NO_BUFFERS;
  }
}
