package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.engine.WaitTarget.Kind;
import dev.weft.internal.util.Interrupts;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Suppression;
import dev.weft.internal.util.UncaughtExceptions;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What coroutines that run ahead hand to the async generator they work for: a queue with a bounded
 * number of places, several producers and one consumer.
 *
 * <h2>Protocol</h2>
 *
 * <p>All fields are guarded by this object's lock; nobody is woken while it is held. A place is
 * reserved before what fills it is computed, and given back by the consumer, so no more is under
 * way than there are places. It goes to who has waited longest: whoever gives it back claims the
 * wake-up of that one, so that it has either the place or a cancellation. The consumer's wake-up is
 * a hint; it looks again. Each producer says when it has ended; what was put down before is taken
 * first, then a failure is thrown, then the end is seen.
 *
 * <p>Once the consumer {@linkplain #closes closes}, it takes no more, and there are no more places:
 * who wants one, or waits for one, meets a cancellation, as it may have caught the one that it was
 * asked by. What a producer throws that has met its cancellation, other than that, is kept for who
 * closes; what has failed by itself, in place of an element that nobody has asked for, is dropped
 * with the other elements.
 */
final class Conveyor {

  /** What {@link #take} gives at the end. */
  static final Object END = new Object();

  private final int places;
  private final ArrayDeque<Object> elements = new ArrayDeque<>();
  private final ArrayDeque<Reservation> waiting = new ArrayDeque<>();
  private int reserved;
  private int producers;
  private @Nullable Throwable failure;
  private @Nullable Taking consumer;
  private boolean closing;
  private volatile boolean refuses;
  private boolean left;
  private @Nullable Throwable thrownInClosing;

  Conveyor(int places) {
    this.places = places;
  }

  /** One producer more; called before it begins. */
  synchronized void begins() {
    producers++;
  }

  /**
   * Suspends until there is a place.
   *
   * @throws CancellationException if the consumer takes no more
   */
  void reserve(Carrier carrier) {
    if (refuses) {
      carrier.meetPending(); // or what is cleaned up then would meet it
      throw closed();
    }
    if (!reserves(null)) {
      new Reservation().begin(carrier);
    }
  }

  /** Takes a place if there is one; else {@code queued} waits in the queue. */
  private synchronized boolean reserves(@Nullable Reservation queued) {
    if (refuses) {
      throw closed();
    }
    if (reserved < places) {
      reserved++;
      return true;
    }
    if (queued != null) {
      waiting.add(queued);
    }
    return false;
  }

  /** Gives a place back: to who waits first, if anybody does. */
  void release() {
    StackReserve.ensure();
    Reservation next = nextOrFree();
    while (next != null && !next.grant()) {
      next = nextOrFree();
    }
  }

  private synchronized @Nullable Reservation nextOrFree() {
    Reservation next = waiting.poll();
    if (next == null) {
      reserved--;
    }
    return next;
  }

  /** Puts something down. */
  void add(Object element) {
    Taking woken;
    synchronized (this) {
      elements.add(element);
      woken = consumer;
    }
    wake(woken);
  }

  /** Says that a producer has ended. By its coroutine. */
  void ends(@Nullable Throwable thrown) {
    boolean byItself = thrown != null && !hasMetCancellation();
    Taking woken;
    Throwable unheard;
    synchronized (this) {
      producers--;
      if (!closing) {
        failure = failure == null ? thrown : failure;
      } else if (thrown instanceof CancellationException) {
        for (Throwable met : thrown.getSuppressed()) { // closing what it went through
          keep(met);
        }
      } else if (thrown != null && !byItself) {
        keep(thrown);
      }
      unheard = left ? takeThrownInClosing() : null;
      woken = consumer;
    }
    if (unheard != null) {
      UncaughtExceptions.report(Thread.currentThread(), unheard);
    }
    wake(woken);
  }

  private static boolean hasMetCancellation() {
    Coroutine running = Carrier.current().coroutine();
    return running != null && running.hasMetCancellation();
  }

  /** Not what says only that a producer was cancelled, where it waited or in blocking code. */
  private void keep(Throwable thrown) {
    if (!Interrupts.isInterruption(thrown)) {
      thrownInClosing = Suppression.both(thrownInClosing, thrown);
    }
  }

  /** Says that nobody waits for the producers: what they throw is reported. */
  synchronized void leave() {
    left = true;
  }

  private static CancellationException closed() {
    return new CancellationException("the async generator that takes the elements is closed");
  }

  /** Says that the consumer takes no more, and that the producers are about to be cancelled. */
  synchronized void closes() {
    closing = true;
  }

  /** Says that they have been: there are no places any more. */
  void refusePlaces() {
    synchronized (this) {
      refuses = true;
    }
    for (Reservation each = nextWaiting(); each != null; each = nextWaiting()) {
      boolean unused = each.wake(closed());
    }
  }

  private synchronized @Nullable Reservation nextWaiting() {
    return waiting.poll();
  }

  /** Whether the consumer takes no more. */
  synchronized boolean isClosing() {
    return closing;
  }

  /** What producers have thrown since then, and nobody has heard of; null if nothing. */
  synchronized @Nullable Throwable takeThrownInClosing() {
    Throwable thrown = thrownInClosing;
    thrownInClosing = null;
    return thrown;
  }

  private static void wake(@Nullable Taking woken) {
    if (woken != null) {
      boolean unused = woken.wake();
    }
  }

  /** Suspends until there is something; {@link #END} if there never will be. */
  @Nullable Object take(Carrier carrier) {
    Object first = poll();
    if (first == null) {
      var taking = new Consumer();
      expect(taking);
      taking.begin(carrier);
    }
    return first;
  }

  /**
   * Says who is to be woken. By the consumer itself before it is suspended: once it is, it may be
   * woken and wait again while the thread that it was suspended on has not come so far.
   */
  private synchronized void expect(@Nullable Taking next) {
    consumer = next;
  }

  /** What is there; null if there is nothing yet. */
  private synchronized @Nullable Object poll() {
    Object first = elements.poll();
    if (first != null) {
      return first;
    }
    if (failure != null) {
      throw SneakyThrow.sneaky(failure);
    }
    return producers == 0 ? END : null;
  }

  private synchronized boolean isAnything() {
    return !elements.isEmpty() || failure != null || producers == 0;
  }

  /** A producer that waits for a place. It goes on only when it has one. */
  private final class Reservation extends OperationFrame {
    /** Whether it has been given a place that it has not taken over. By who has claimed it. */
    private boolean granted;

    void begin(Carrier carrier) {
      suspend(carrier);
    }

    @Override
    public WaitTarget target() {
      return WaitTarget.of(Kind.OTHER, "the consumer to take an element");
    }

    /** Hands it a place; false if it does not wait any more. */
    boolean grant() {
      if (!claim()) {
        return false;
      }
      granted = true;
      wakeClaimed();
      return true;
    }

    @Override
    protected void start() {
      StackReserve.ensure();
      boolean room = reserves(this);
      if (room && !grant()) {
        release();
      }
    }

    @Override
    protected void proceed(Carrier carrier) {
      granted = false;
      carrier.putVoid();
    }

    @Override
    protected void abandon() {
      synchronized (Conveyor.this) {
        waiting.remove(this);
      }
    }

    @Override
    protected void failed() {
      if (granted) { // and its scheduler has refused it
        granted = false;
        release();
      }
    }
  }

  /** The consumer, waiting. */
  private final class Consumer extends Taking {
    @Override
    public WaitTarget target() {
      return WaitTarget.of(Kind.OTHER, "an element of an async generator");
    }

    @Override
    boolean isAnything() {
      return Conveyor.this.isAnything();
    }

    @Override
    @Nullable Object poll() {
      return Conveyor.this.poll();
    }

    @Override
    protected void abandon() {
      expect(null);
    }
  }
}
