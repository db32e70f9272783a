package dev.weft.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One channel on an event loop: its one selection key, and who waits for it to become ready, one
 * for input and one for output as a rule.
 *
 * <p>The key is made when somebody waits for the first time and serves until the channel is closed.
 * Interest in readiness stays on after somebody was woken, because most wait again at once; it is
 * taken off when the channel is ready and nobody waits, which costs one useless look.
 *
 * <p>All but {@link #await}, {@link #forget} and {@link #close} belongs to the loop's thread.
 */
public final class Watch {

  private static final int INPUT = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

  /** Who waits for a channel; a wake-up is a hint to try again. */
  public interface Waiter extends Runnable {
    /** What for, as in {@link SelectionKey}: one bit. */
    int interest();

    /** Whether it has given up waiting for ever, so that it must not be enlisted any more. */
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

  Watch(Poller poller, SelectableChannel channel) {
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
    add(wanted, waiter);
    try {
      want(interest | wanted);
    } catch (ClosedChannelException | CancelledKeyException closed) {
      drop(waiter);
      boolean unused = waiter.wake(); // it will find out itself
    } catch (IOException noSelector) {
      drop(waiter);
      boolean unused = waiter.wake(noSelector);
    }
  }

  private void add(int wanted, Waiter waiter) {
    if ((wanted & INPUT) != 0) {
      input = input == null || input == waiter ? waiter : new Both(input, waiter);
    } else {
      output = output == null || output == waiter ? waiter : new Both(output, waiter);
    }
  }

  private void want(int wanted) throws IOException {
    SelectionKey known = key;
    if (known == null) {
      key = channel.register(poller.selector(), wanted, this);
      poller.registered(1);
    } else if (wanted != interest || !known.isValid()) {
      known.interestOps(wanted);
    }
    interest = wanted;
  }

  /** Forgets {@code waiter}, which has given up. Any thread. */
  public void forget(Waiter waiter) {
    onLoop(() -> drop(waiter));
  }

  private void drop(Waiter waiter) {
    input = without(input, waiter);
    output = without(output, waiter);
  }

  void selected(int readyOps) {
    ready = readyOps;
  }

  /** Wakes who waited for what is ready. */
  void fire() {
    int idle = 0;
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
    boolean unused = waiter.wake();
    return 0;
  }

  private void lose(int idle) {
    try {
      want(interest & ~idle);
    } catch (IOException | CancelledKeyException closed) {
      wakeAll();
    }
  }

  /** Closes the channel and wakes who waits for it. Any thread; more than once. */
  public void close() {
    close(channel);
    onLoop(this::release);
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
      poller.forget(this); // with the loop, all its channels are closed and all waiters woken
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
      boolean unused = first.wake();
    }
    if (second != null) {
      boolean unused = second.wake();
    }
  }

  /** Closes the channel with the loop; what cannot be closed is reported to nobody any more. */
  void closeWithLoop() {
    try {
      close(channel);
    } finally {
      release();
    }
  }
}
