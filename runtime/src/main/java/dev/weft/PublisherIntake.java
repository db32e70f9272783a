package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.util.SneakyThrow;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The subscriber by which an async generator takes the elements of a publisher: a ring with as many
 * places as elements are asked for ahead, one producer and one consumer.
 *
 * <h2>Protocol</h2>
 *
 * <p>The <em>publisher</em> is whichever thread signals: signals come one after the other, each
 * visible to the next, as Reactive Streams demands. The <em>consumer</em> is the coroutine, or
 * thread, that asks the generator; there may be another one for each call.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>a place in {@code ring}</td><td>publisher: the element; consumer: null</td>
 *     <td>volatile and release; acquire</td></tr>
 * <tr><td>{@code written}</td><td>publisher</td><td>plain</td></tr>
 * <tr><td>{@code read}, {@code taken}, {@code asked}</td><td>consumer</td><td>plain</td></tr>
 * <tr><td>{@code subscription}</td><td>publisher, once; then the consumer, to close this</td>
 *     <td>compare-and-set</td></tr>
 * <tr><td>{@code end}</td><td>whoever comes first</td><td>compare-and-set, once</td></tr>
 * <tr><td>{@code taking}</td><td>consumer, before it is suspended</td><td>volatile</td></tr>
 * </table>
 *
 * <p>An element is the publisher's until {@code onNext} has put it into its place, this object's
 * while it is there, and the consumer's once that has emptied the place. A place is emptied before
 * it is asked for again, so the publisher finds it empty; a publisher that finds no empty place has
 * sent more than it was asked for.
 *
 * <p>The consumer's wake-up is a hint. A signal is put down by a volatile write before {@code
 * taking} is read, and the consumer writes {@code taking} and becomes suspended before it looks for
 * signals once more: so one of both sees the other.
 *
 * <p>All calls of the subscription are the consumer's, and so one after the other, but one: where
 * the consumer has closed this before the subscription came, the publisher's thread cancels it.
 * Nothing is called on it after the publisher's end.
 */
final class PublisherIntake implements Flow.Subscriber<Object> {

  /** What {@link #take} gives at the end. */
  static final Object END = new Object();

  private enum Mark {
    COMPLETED,
    CLOSED
  }

  /** What a publisher has done that it must not do. */
  private record Violation(RuntimeException failure) {}

  /** In place of a subscription, when none is wanted any more. */
  private enum Closed implements Flow.Subscription {
    CLOSED;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle SUBSCRIPTION;
  private static final VarHandle ENDED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SUBSCRIPTION =
          lookup.findVarHandle(PublisherIntake.class, "subscription", Flow.Subscription.class);
      ENDED = lookup.findVarHandle(PublisherIntake.class, "end", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object[] ring;
  private int written;

  private int read;

  /** How many elements were taken since some were asked for last, and when it is time to ask. */
  private int taken;

  private final int batch;
  private boolean asked;

  private volatile Flow.@Nullable Subscription subscription;

  /** Null, a {@link Mark}, a {@link Violation}, or the publisher's failure. */
  private volatile @Nullable Object end;

  private volatile @Nullable Taking taking;

  /** One that asks for up to {@code prefetch} elements, and for more once a part is taken. */
  PublisherIntake(int prefetch) {
    ring = new @Nullable Object[prefetch];
    batch = prefetch - (prefetch >> 2);
  }

  // ---- the publisher ----

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (given == null) {
      throw violated(new NullPointerException("the publisher sent null for its subscription"));
    }
    StackReserve.ensure();
    if (SUBSCRIPTION.compareAndSet(this, null, given)) {
      wake();
    } else { // a second one, or nobody wants it any more
      given.cancel();
    }
  }

  @Override
  public void onNext(Object element) {
    if (element == null) {
      throw violated(new NullPointerException("the publisher sent null for an element"));
    }
    if (end != null) {
      return;
    }
    StackReserve.ensure();
    int place = written;
    if (subscription == null) {
      boolean unused = ends(new Violation(unasked("an element before its subscription")));
    } else if (PLACE.getAcquire(ring, place) != null) {
      boolean unused = ends(new Violation(unasked("more elements than it was asked for")));
    } else {
      written = place + 1 == ring.length ? 0 : place + 1;
      PLACE.setVolatile(ring, place, element);
      wake();
    }
  }

  private static IllegalStateException unasked(String what) {
    return new IllegalStateException("the publisher sent " + what);
  }

  @Override
  public void onError(Throwable failure) {
    if (failure == null) {
      throw violated(new NullPointerException("the publisher sent null for its failure"));
    }
    boolean unused = ends(failure);
  }

  @Override
  public void onComplete() {
    boolean unused = ends(Mark.COMPLETED);
  }

  /** Has the consumer meet what the publisher must be told as well. */
  private RuntimeException violated(RuntimeException failure) {
    boolean unused = ends(new Violation(failure));
    return failure;
  }

  private boolean ends(Object how) {
    StackReserve.ensure();
    if (!ENDED.compareAndSet(this, null, how)) {
      return false;
    }
    wake();
    return true;
  }

  private void wake() {
    Taking waiting = taking;
    if (waiting != null) {
      boolean unused = waiting.wake();
    }
  }

  // ---- the consumer ----

  /** Suspends until there is an element; {@link #END} if there never will be. */
  @Nullable Object take(Carrier carrier) {
    Object next = poll();
    if (next == null) {
      Taking known = taking;
      Taking waiting = known != null && known.isOf(carrier) ? known : new Consumer();
      if (waiting != known) {
        taking = waiting;
      }
      waiting.begin(carrier);
    }
    return next;
  }

  /** What is there; null if there is nothing yet. Throws what the publisher has failed with. */
  private @Nullable Object poll() {
    Object element = removeNext();
    if (element == null && !asked && subscription != null && end == null) {
      asked = true;
      Objects.requireNonNull(subscription).request(ring.length);
      element = removeNext();
    }
    if (element != null) {
      askForMore();
      return element;
    }
    Object how = end;
    if (how == null) {
      return null;
    }
    element = removeNext(); // put down before the end
    return element != null ? element : ended(how);
  }

  private @Nullable Object removeNext() {
    int place = read;
    Object element = PLACE.getAcquire(ring, place);
    if (element != null) {
      PLACE.setRelease(ring, place, null);
      read = place + 1 == ring.length ? 0 : place + 1;
    }
    return element;
  }

  private void askForMore() {
    taken++;
    if (taken == batch) {
      taken = 0;
      if (end == null) {
        Objects.requireNonNull(subscription).request(batch);
      }
    }
  }

  private static Object ended(Object how) {
    if (how instanceof Violation violation) {
      throw violation.failure;
    }
    if (how instanceof Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
    return END;
  }

  private boolean isAnything() {
    return PLACE.getVolatile(ring, read) != null || end != null || (!asked && subscription != null);
  }

  /** Takes nothing any more: cancels the subscription unless the publisher has ended it. */
  void close() {
    boolean ending = ENDED.compareAndSet(this, null, Mark.CLOSED);
    taking = null;
    Object given = SUBSCRIPTION.getAndSet(this, Closed.CLOSED);
    Arrays.fill(ring, null); // the publisher may keep this for a while
    if (given != null && (ending || end instanceof Violation)) {
      ((Flow.Subscription) given).cancel();
    }
  }

  /** The consumer, waiting. */
  private final class Consumer extends Taking {
    @Override
    boolean isAnything() {
      return PublisherIntake.this.isAnything();
    }

    @Override
    @Nullable Object poll() {
      return PublisherIntake.this.poll();
    }
  }
}
