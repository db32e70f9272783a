package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.woven.WovenCarrier;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connected stream of bytes to a peer and back, as {@link TcpChannel} or, enciphered, as {@link
 * TlsChannel}. See the package for what its operations have in common.
 *
 * <p>Each suspending method has a twin with a {@link Carrier}, which is for generated code.
 */
public abstract sealed class Connection implements Closeable permits TcpChannel, TlsChannel {

  private final EventLoop loop;
  private final ChannelRegistration watch;
  private @Nullable Duration timeout;
  private @Nullable ReadOperation reading;
  private @Nullable WriteOperation writing;

  /** Whose call reads now, or was the last to read: {@link #reading}, or one made for one call. */
  private @Nullable ChannelOperation reader;

  /** The same for output. */
  private @Nullable ChannelOperation writer;

  Connection(EventLoop loop, ChannelRegistration watch) {
    this.loop = loop;
    this.watch = watch;
  }

  // ---- what subclasses do without suspending ----

  /** Reads what is there: -1 at the end, 0 if nothing is there now (or {@code into} is full). */
  abstract int tryRead(ByteBuffer into) throws IOException;

  /** Writes what fits; true once all of it is on its way. */
  abstract boolean tryWrite(ByteBuffer[] from) throws IOException;

  /** Says that nothing will be written any more; true once that is on its way. */
  abstract boolean tryFinish() throws IOException;

  /** What the last try to read waits for, as in {@link java.nio.channels.SelectionKey}. */
  abstract int readInterest();

  /** What the last try to write waits for. */
  abstract int writeInterest();

  /**
   * Asks for a wake-up when the last try, which was not enough, is worth another.
   *
   * @param writes whether that was one to write, or to finish
   */
  void await(ChannelOperation attempt, boolean writes) {
    watch.await(attempt);
  }

  /** Takes back what {@link #await} has asked for. Any thread. */
  void forget(ChannelOperation attempt) {
    watch.forget(attempt);
  }

  final ChannelRegistration watch() {
    return watch;
  }

  // ---- reading ----

  /**
   * Suspends until there is something to read, and reads it.
   *
   * @param into gets at most what it has room for
   * @return how many bytes, 0 only if there is no room; -1 if the peer has ended its output
   * @throws IOException if the connection is broken or closed
   */
  @Async
  public final int read(ByteBuffer into) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    int count = read(into, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockInt() : count;
  }

  /**
   * See {@link #read(ByteBuffer)}.
   *
   * @hidden
   */
  public final int read(ByteBuffer into, int room, WovenCarrier carrier) throws IOException {
    return reading("read from ").read(into, false, carrier, timeout);
  }

  /**
   * Suspends until {@code into} is full.
   *
   * @throws java.io.EOFException if the peer ends before
   * @throws IOException if the connection is broken or closed
   */
  @Async
  public final void readFully(ByteBuffer into) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    readFully(into, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * See {@link #readFully(ByteBuffer)}.
   *
   * @hidden
   */
  public final void readFully(ByteBuffer into, int room, WovenCarrier carrier) throws IOException {
    int unused = reading("read from ").read(into, true, carrier, timeout);
  }

  private ReadOperation reading(String what) {
    ReadOperation known = reading;
    if (known == null || known.isGone()) {
      checkMayRead(what);
      known = new ReadOperation(this);
      reading = known;
    }
    reads(known, what);
    return known;
  }

  /**
   * Says who reads from now on.
   *
   * @param next what will have {@linkplain ChannelOperation#begin begun} when this thread does
   *     anything else
   * @param what it does, for the message
   * @throws IllegalStateException if another call reads
   */
  final void reads(ChannelOperation next, String what) {
    checkMayRead(what);
    if (reader != next) {
      reader = next;
    }
  }

  /** Throws an {@link IllegalStateException} if a call reads that has not ended. */
  final void checkMayRead(String what) {
    ChannelOperation last = reader;
    if (last != null && last.isBusy()) {
      throw last.refusal("reads", what + peer());
    }
  }

  /** Lets go of a reader that was made for one call, and whatever it holds. */
  final void hasRead(ChannelOperation last) {
    if (reader == last) {
      reader = null;
    }
  }

  // ---- writing ----

  /**
   * Suspends until all that remains in {@code from} has been handed to the operating system.
   *
   * @throws IOException if the connection is broken or closed
   */
  @Async
  public final void write(ByteBuffer from) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    write(from, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * See {@link #write(ByteBuffer)}.
   *
   * @hidden
   */
  public final void write(ByteBuffer from, int room, WovenCarrier carrier) throws IOException {
    writing("write to ").write(from, carrier, timeout);
  }

  /**
   * The same for several buffers, one after the other, gathered into as few packets as possible.
   *
   * @throws IOException if the connection is broken or closed
   */
  @Async
  public final void write(ByteBuffer... from) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    write(from, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * See {@link #write(ByteBuffer...)}.
   *
   * @hidden
   */
  public final void write(ByteBuffer[] from, int room, WovenCarrier carrier) throws IOException {
    writing("write to ").write(from.clone(), carrier, timeout);
  }

  /**
   * Ends this side's output; the peer can still be read. Over TLS this tells the peer, for which it
   * may suspend.
   *
   * @throws IOException if the connection is broken or closed
   */
  @Async
  public final void shutdownOutput() throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    shutdownOutput(Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * See {@link #shutdownOutput()}.
   *
   * @hidden
   */
  public final void shutdownOutput(int room, WovenCarrier carrier) throws IOException {
    writing("shut down output to ").finish(carrier, timeout);
  }

  private WriteOperation writing(String what) {
    WriteOperation known = writing;
    if (known == null || known.isGone()) {
      checkMayWrite(what);
      known = new WriteOperation(this);
      writing = known;
    }
    writes(known, what);
    return known;
  }

  /** As {@link #reads}. */
  final void writes(ChannelOperation next, String what) {
    checkMayWrite(what);
    if (writer != next) {
      writer = next;
    }
  }

  private void checkMayWrite(String what) {
    ChannelOperation last = writer;
    if (last != null && last.isBusy()) {
      throw last.refusal("writes", what + peer());
    }
  }

  /** As {@link #hasRead}. */
  final void hasWritten(ChannelOperation last) {
    if (writer == last) {
      writer = null;
    }
  }

  // ---- the rest ----

  /** Limits how long each operation may take from now on; null for no limit, as at first. */
  public final void timeout(@Nullable Duration limit) {
    timeout = limit;
  }

  final @Nullable Duration timeout() {
    return timeout;
  }

  /** The loop that watches this and closes it with itself. */
  public final EventLoop loop() {
    return loop;
  }

  /** The other side's address. */
  public abstract SocketAddress peer();

  /** Whether {@link #close} has not been called. */
  public abstract boolean isOpen();

  /** Closes at once, both ways. Who is suspended here fails. Any thread; more than once. */
  @Override
  public abstract void close();

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + peer() + "]";
  }
}
