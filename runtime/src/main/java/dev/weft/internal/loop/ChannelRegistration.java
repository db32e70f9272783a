package dev.weft.internal.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The registration of one channel with an event loop: its one selection key, and who waits for it
 * to become ready, one for input and one for output as a rule.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Key.</b> It is made when somebody waits for the first time and serves until the channel
 *       is closed.
 *   <li><b>Interest</b> in input and output stays on after somebody was woken, because most wait
 *       again at once; it is taken off when the channel is ready and nobody waits, which costs one
 *       useless look. So a peer that has closed, or sends what nobody reads, costs no more than
 *       that. Interest in a <b>connection</b> goes with the first look: once a channel is
 *       connected, the selector returns for it again and again and says of what is ready: nothing.
 *       A connection that is found by other means than a wake-up is told of by {@link #connected}.
 *   <li><b>Waiters.</b> A wake-up is a hint, and may be spurious. Who is woken is not a waiter any
 *       more; who is cancelled says so by {@link #forget}, and is not enlisted afterwards, since
 *       {@link Waiter#isGone} is asked on the loop's thread, too. One that has ended while its
 *       request was still being handed over is enlisted all the same, and dropped when the channel
 *       is ready.
 *   <li><b>Failures.</b> Whatever goes wrong in the selector's pass is told to who waits; it does
 *       not reach the loop, and other channels do not suffer from it.
 *   <li><b>End.</b> {@link #close} closes the channel at once; the loop then drops the key and
 *       wakes who waits. If the loop takes nothing more it is about to close all channels itself
 *       and does both then; so nobody is forgotten between the two.
 * </ul>
 *
 * <p>All but {@link #await}, {@link #forget}, {@link #connected} and {@link #close} belongs to the
 * loop's thread.
 */
public final class ChannelRegistration {

  private static final int INPUT = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

  /** Who waits for a channel; a wake-up is a hint to try again. */
  public interface Waiter extends Runnable {
    /** What for, as in {@link SelectionKey}: one bit. */
    int interest();

    /** Whether it was cancelled for good, so that it must not be enlisted any more. */
    boolean isGone();

    /** Lets it try again. */
    boolean wake();

    /** Lets it fail. */
    boolean wake(Throwable failure);
  }

  /** Two that wait for the same: both halves of a TLS connection may, while it shakes hands. */
  private record Both(Waiter first, Waiter second) implements Waiter {
    @Override
    public int interest() {
      return first.interest();
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public boolean wake() {
      boolean woken = first.wake();
      return second.wake() || woken;
    }

    @Override
    public boolean wake(Throwable failure) {
      boolean woken = first.wake(failure);
      return second.wake(failure) || woken;
    }

    @Override
    public void run() {
      throw new IllegalStateException("never handed over");
    }
  }

  private static @Nullable Waiter without(@Nullable Waiter waiters, Waiter gone) {
    if (waiters instanceof Both both) {
      Waiter first = without(both.first, gone);
      Waiter second = without(both.second, gone);
      return first == null ? second : second == null ? first : new Both(first, second);
    }
    return waiters == gone ? null : waiters;
  }

  private final Poller poller;
  private final SelectableChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable Waiter input;
  private @Nullable Waiter output;
  private int interest;
  private int ready;

  ChannelRegistration(Poller poller, SelectableChannel channel) {
    this.poller = poller;
    this.channel = channel;
  }

  /**
   * Wakes {@code waiter} once the channel is ready for it. Any thread; on another than the loop's,
   * {@code waiter} itself is handed over, and its {@code run} must call {@link #enlist}.
   */
  public void await(Waiter waiter) {
    if (poller.thread().isCurrent()) {
      enlist(waiter);
    } else {
      poller.thread().execute(waiter);
    }
  }

  /** See {@link #await}; on the loop's thread. */
  public void enlist(Waiter waiter) {
    if (waiter.isGone()) {
      return;
    }
    int wanted = waiter.interest();
    if (wanted == SelectionKey.OP_CONNECT && !isConnecting()) {
      boolean unused = waiter.wake(); // its request came late
      return;
    }
    add(wanted, waiter);
    try {
      want(interest | wanted);
    } catch (ClosedChannelException | CancelledKeyException closed) {
      drop(waiter);
      boolean unused = waiter.wake(); // it will find out itself
    } catch (Throwable failure) { // no selector to be had, for instance
      drop(waiter);
      boolean unused = waiter.wake(failure);
    }
  }

  private boolean isConnecting() {
    return channel instanceof SocketChannel socket && socket.isConnectionPending();
  }

  /** Says that the channel is connected, which was found without a wake-up. Any thread. */
  public void connected() {
    onLoop(
        () -> {
          if ((interest & SelectionKey.OP_CONNECT) != 0) {
            lose(SelectionKey.OP_CONNECT);
          }
        });
  }

  private void add(int wanted, Waiter waiter) {
    if ((wanted & INPUT) != 0) {
      input = with(input, waiter);
    } else {
      output = with(output, waiter);
    }
  }

  /** Each is there once, however often it was woken by others and asks again. */
  private static Waiter with(@Nullable Waiter waiters, Waiter added) {
    if (waiters == null) {
      return added;
    }
    return has(waiters, added) ? waiters : new Both(waiters, added);
  }

  private static boolean has(Waiter waiters, Waiter wanted) {
    return waiters instanceof Both both
        ? has(both.first, wanted) || has(both.second, wanted)
        : waiters == wanted;
  }

  /**
   * Tells the selector anew what this waits for; what is told that it knows already it passes over.
   */
  void renew(SelectionKey known) {
    try {
      known.interestOps(0);
      known.interestOps(interest);
    } catch (CancelledKeyException closed) { // its end is on the way
      return;
    }
  }

  private void want(int wanted) throws IOException {
    try {
      tellSelector(wanted);
    } catch (OutOfMemoryError noMemory) { // its queue of updates loses all of them then
      poller.ranOutOfMemory();
      throw noMemory;
    }
    interest = wanted;
  }

  private void tellSelector(int wanted) throws IOException {
    SelectionKey known = key;
    if (known == null) {
      key = channel.register(poller.selector(), wanted, this);
      poller.registered(1);
    } else if (wanted != interest || !known.isValid()) {
      known.interestOps(wanted);
    }
  }

  /** Forgets {@code waiter}, which was cancelled. Any thread. */
  public void forget(Waiter waiter) {
    onLoop(() -> drop(waiter));
  }

  private void drop(Waiter waiter) {
    input = without(input, waiter);
    output = without(output, waiter);
  }

  /** Told by the selector that something is ready. */
  void selected(SelectionKey selected) {
    try {
      ready = selected.readyOps();
    } catch (CancelledKeyException closed) { // just now, by another thread
      ready = 0;
    }
  }

  /** Wakes who waited for what is ready. */
  void fire() {
    int idle = ready & SelectionKey.OP_CONNECT;
    if ((ready & INPUT) != 0) {
      Waiter woken = input;
      input = null;
      idle |= fire(woken, INPUT);
    }
    if ((ready & ~INPUT) != 0) {
      Waiter woken = output;
      output = null;
      idle |= fire(woken, ~INPUT);
    }
    if (idle != 0) {
      lose(idle);
    }
  }

  private int fire(@Nullable Waiter waiter, int side) {
    if (waiter == null) {
      return ready & side;
    }
    wake(waiter);
    return 0;
  }

  /** The others must be woken, whatever this one does. */
  private void wake(Waiter waiter) {
    try {
      boolean unused = waiter.wake();
    } catch (Throwable failure) {
      tell(waiter, failure);
    }
  }

  private void tell(Waiter waiter, Throwable failure) {
    boolean told = false;
    try {
      told = waiter.wake(failure);
    } catch (Throwable again) {
      failure.addSuppressed(again);
    }
    if (!told) {
      poller.report(failure);
    }
  }

  private void lose(int idle) {
    try {
      want(interest & ~idle);
    } catch (IOException | RuntimeException closed) {
      wakeAll();
    }
  }

  /** Closes the channel and wakes who waits for it. Any thread; more than once. */
  public void close() {
    try {
      close(channel);
    } finally {
      onLoop(this::release);
    }
  }

  private static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onLoop(Runnable action) {
    if (poller.thread().isCurrent()) {
      action.run();
      return;
    }
    try {
      poller.thread().execute(action);
    } catch (RejectedExecutionException closed) {
      return; // with the loop, all its channels are closed and all waiters woken
    }
  }

  /** After the channel was closed. */
  void release() {
    if (key != null) {
      key.cancel();
      key = null;
      poller.registered(-1);
    }
    poller.forget(this);
    wakeAll();
  }

  private void wakeAll() {
    Waiter first = input;
    Waiter second = output;
    input = null;
    output = null;
    if (first != null) {
      wake(first);
    }
    if (second != null) {
      wake(second);
    }
  }

  /** Closes the channel with the loop. Does not throw: there are others to be closed. */
  void closeWithLoop() {
    try {
      close(channel);
    } catch (RuntimeException notClosed) {
      poller.report(notClosed);
    }
    release();
  }

  // ---- how long channels hold the loop ----

  /** Tells that an operation on this channel has moved so many bytes. Any thread. */
  public void moved(long bytes) {
    if (poller.thread().isCurrent()) {
      poller.budget().spend(bytes);
    }
  }

  /** Whether operations on channels have had their share of this turn of the loop. Any thread. */
  public boolean isSpent() {
    return poller.budget().isSpent() && poller.thread().isCurrent();
  }

  /** How often the loop has asked the selector, or slept without one; to be read by any thread. */
  public long looks() {
    return poller.looks();
  }
}
