package dev.weft.internal.loop;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where an event loop's thread sleeps: in a selector from the moment that a channel is waited for,
 * before that, parked.
 *
 * <p>All but {@link #wake}, {@link #watch} and {@link #forget} belongs to the loop's thread. The
 * selector is opened by that thread, so it never changes while the thread sleeps. Once closed, it
 * is not opened again: what runs then, as the last thing on its loop, finds its channels closed.
 */
public final class Poller {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final VarHandle LOOKS;

  static {
    try {
      LOOKS = MethodHandles.lookup().findVarHandle(Poller.class, "looks", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LoopExecutor thread;
  private final Set<ChannelRegistration> open = ConcurrentHashMap.newKeySet();
  private final ArrayList<ChannelRegistration> fired = new ArrayList<>();
  private final Consumer<SelectionKey> collect = this::collect;
  private volatile @Nullable Selector selector;
  private volatile boolean closed;
  private int registered;
  private boolean keysToDrop;
  private boolean keysToRenew;
  private final TimeBudget budget = new TimeBudget(System::nanoTime);

  @SuppressWarnings("unused") // written through LOOKS
  private long looks;

  /** For the loop that has {@code thread}. */
  public Poller(LoopExecutor thread) {
    this.thread = thread;
  }

  LoopExecutor thread() {
    return thread;
  }

  /**
   * Takes charge of a channel, which is closed with the loop at the latest. Any thread.
   *
   * @param channel in non-blocking mode
   */
  public ChannelRegistration watch(SelectableChannel channel) {
    var watch = new ChannelRegistration(this, channel);
    open.add(watch);
    if (closed) {
      watch.closeWithLoop();
    }
    return watch;
  }

  void forget(ChannelRegistration watch) {
    open.remove(watch);
  }

  /** How many channels are in the loop's charge. Any thread. */
  public int channels() {
    return open.size();
  }

  /** How many of them have a selection key. */
  public int keys() {
    return registered;
  }

  Selector selector() throws IOException {
    Selector known = selector;
    if (known != null) {
      return known;
    }
    if (closed) {
      throw new IOException("the event loop of this channel has been closed");
    }
    known = Selector.open();
    selector = known;
    return known;
  }

  void registered(int change) {
    registered += change;
    keysToDrop |= change < 0;
    fired.ensureCapacity(registered); // a look allocates nothing
  }

  /** Tells the loop of what nobody else can be told. */
  void report(Throwable failure) {
    thread.report(failure);
  }

  TimeBudget budget() {
    return budget;
  }

  /** How often this was asked to look, or to sleep: idle loops do neither. Any thread. */
  long looks() {
    return (long) LOOKS.getOpaque(this);
  }

  private void beginLook() {
    LOOKS.setOpaque(this, looks + 1);
    budget.refill();
  }

  /** Lets channels have their time anew where turns follow each other without a look. */
  public void beginTurn() {
    budget.refill();
  }

  /**
   * Says that memory ran out while the selector was told or asked: it may have forgotten, for ever,
   * what it was to look for. It is told all again before the next look.
   */
  void ranOutOfMemory() {
    keysToRenew = true;
  }

  private void renewKeys(Selector known) {
    if (keysToRenew) {
      for (SelectionKey key : known.keys()) {
        ((ChannelRegistration) key.attachment()).renew(key);
      }
      keysToRenew = false;
    }
  }

  /** Looks for channels that are ready without waiting for any. */
  public void poll() throws IOException {
    beginLook();
    Selector known = selector;
    if (known != null && (registered > 0 || keysToDrop)) {
      renewKeys(known);
      int unused = known.selectNow(collect);
      keysToDrop = false;
      fire();
    }
  }

  /**
   * Sleeps until a channel is ready, {@link #wake} is called, or the time is over.
   *
   * @param nanos 0 or less for no limit
   */
  public void sleep(long nanos) throws IOException {
    beginLook();
    Selector known = selector;
    if (known != null) {
      renewKeys(known);
      int unused = known.select(collect, nanos <= 0 ? 0 : (nanos - 1) / MILLI + 1);
      keysToDrop = false;
      fire();
    } else if (nanos <= 0) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }

  void collect(SelectionKey key) {
    ChannelRegistration watch = (ChannelRegistration) key.attachment();
    watch.selected(key);
    fired.add(watch);
  }

  /** Tells all; if one of those who wait throws, the others are told nevertheless. */
  private void fire() {
    for (int i = 0; i < fired.size(); i++) {
      try {
        fired.get(i).fire();
      } catch (Throwable failure) {
        thread.report(failure);
      }
    }
    fired.clear();
  }

  /** Ends the sleep of {@code sleeper}, or keeps it from the next one. Any thread. */
  public void wake(Thread sleeper) {
    Selector known = selector;
    if (known != null) {
      known.wakeup();
    } else {
      LockSupport.unpark(sleeper);
    }
  }

  /**
   * Closes all channels, waking who waits for them, and the selector; afterwards, sleep parks. What
   * cannot be closed is reported, and keeps nothing else open.
   */
  public void close() {
    closed = true;
    for (ChannelRegistration watch : open) {
      try {
        watch.closeWithLoop();
      } catch (Throwable failure) {
        thread.report(failure);
      }
    }
    Selector known = selector;
    selector = null;
    if (known != null) {
      close(known);
    }
  }

  private void close(Selector known) {
    try {
      known.close();
    } catch (IOException | RuntimeException failure) {
      thread.report(failure);
    }
  }
}
