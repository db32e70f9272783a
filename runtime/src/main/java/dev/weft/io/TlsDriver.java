package dev.weft.io;

import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.io.TlsHalf.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
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
 *       the bytes that both need, meet the failure. Each such change counts the {@linkplain
 *       TlsTransfer#version version} up. A half notes the version when its try ends; if it is
 *       another one when the half has been suspended and comes to wait, it tries again instead.
 *       Whoever has changed it wakes the half that waits. So no change falls between a try and the
 *       wait that follows.
 *   <li><b>Input.</b> A half that lacks bytes arms {@code readable}, the one waiter that the
 *       connection has for input; it wakes the halves that wait for input.
 *   <li><b>Output.</b> What is enciphered when a try ends, whether it succeeds, waits or fails,
 *       leaves at once or by {@code writable}, on the loop's thread and without any call. So a
 *       write that is cancelled or timed out has sent what its buffer's position tells, no reader
 *       waits while an answer of its engine lies here, and no peer waits for one. All of it may
 *       leave, or {@code writable} be refused by a loop that ends, before a half that waits for
 *       that has been suspended: neither counts as a version, so the half looks whether anything is
 *       left when it comes to wait, and arms {@code writable} itself if it is not armed.
 *   <li><b>Computations.</b> One helper thread of the loop runs them; {@link
 *       TlsTransfer#isComputing} says so until it has finished, and nobody touches the engine,
 *       which is locked. Both halves are woken then. If nobody waits any more (cancelled), the next
 *       call goes on from there.
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
  private final TlsTransfer transfer;
  private boolean closed;

  TlsDriver(TcpChannel tcp, TlsEngine engine) {
    this.tcp = tcp;
    this.engine = engine;
    transfer = new TlsTransfer(tcp, engine, reader, writer, this::computeThere);
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
    return attempt(reader, () -> transfer.readPlain(into));
  }

  /** As {@link Connection#tryWrite}; without buffers it only shakes hands. */
  boolean write(ByteBuffer[] from) throws IOException {
    return attempt(writer, () -> transfer.writePlain(from)) != 0;
  }

  /** As {@link Connection#tryFinish}. */
  boolean finish() throws IOException {
    return attempt(writer, transfer::endOutput) != 0;
  }

  private int attempt(TlsHalf half, Try made) throws IOException {
    try {
      synchronized (this) {
        half.waitFor(Waits.TURN);
        try {
          throwIfClosed();
          return made.make();
        } catch (SSLException thrown) {
          throw transfer.keep(thrown);
        } finally {
          transfer.endTry(half);
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

  // ---- computations ----

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
      transfer.computed(failed);
      if (closed) {
        engine.clear();
      } else {
        transfer.flushOrKeep();
        engine.settle();
      }
    }
    tellOthers();
  }

  // ---- waiting ----

  /** Wakes {@code attempt}, whose last try was not enough, when it is worth another. */
  void await(ChannelOperation attempt, boolean writes) {
    TlsHalf half = writes ? writer : reader;
    Readiness needed = null;
    boolean again;
    synchronized (this) {
      if (attempt.isGone()) {
        return;
      }
      half.rest();
      again = isWorthATry(half);
      if (!again) {
        half.suspend(attempt);
        needed = readinessFor(half.waits());
        if (needed != null && !needed.claim()) {
          needed = null; // it is armed already
        }
      }
    }
    if (again) {
      boolean unused = attempt.wake();
    } else if (needed != null) {
      needed.arm();
    }
  }

  /** Whether what the half's last try has lacked has come since. */
  private boolean isWorthATry(TlsHalf half) {
    return half.waits() == Waits.TURN
        || !half.isUpToDate(transfer.version())
        || closed
        || (half.waits() == Waits.OUTPUT && engine.outgoing().isEmpty());
  }

  private @Nullable Readiness readinessFor(Waits what) {
    return switch (what) {
      case INPUT -> readable;
      case OUTPUT -> writable;
      case TURN, COMPUTATION -> null;
    };
  }

  /** Wakes {@code attempt} no more. */
  synchronized void forget(ChannelOperation attempt) {
    reader.forget(attempt);
    writer.forget(attempt);
  }

  /** Wakes the halves that something has changed for, and has what is left sent. */
  private void tellOthers() {
    ChannelOperation first;
    ChannelOperation second;
    boolean arm;
    synchronized (this) {
      first = reader.takeIfBehind(transfer.version());
      second = writer.takeIfBehind(transfer.version());
      arm = !engine.outgoing().isEmpty() && !closed && writable.claim();
    }
    if (arm) {
      writable.arm();
    }
    wake(first, null);
    wake(second, null);
  }

  private static void wake(@Nullable ChannelOperation attempt, @Nullable Throwable failed) {
    if (attempt == null) {
      return;
    }
    boolean unused;
    if (failed == null) {
      unused = attempt.wake();
    } else {
      var told = new IOException("the channel cannot be waited for: " + failed, failed);
      unused = attempt.wake(IoFailures.during(attempt.what(), told));
    }
  }

  /** The socket is ready for {@code interest}, or cannot be waited for. */
  private void ready(Readiness which, @Nullable Throwable failed) {
    Waits what = which == readable ? Waits.INPUT : Waits.OUTPUT;
    ChannelOperation first;
    ChannelOperation second;
    synchronized (this) {
      which.armed = false;
      if (which == writable) {
        transfer.flushOrKeep();
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
  private final class Readiness implements ChannelRegistration.Waiter {
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
      transfer.changed();
      engine.clear();
    }
    try {
      tcp.close();
    } finally {
      tellOthers();
    }
  }

  private void sayGoodbye() {
    if (!transfer.isComputing() && !transfer.isBroken()) {
      engine.sayGoodbye();
    }
    transfer.flushOrKeep();
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
