package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncFunction;
import dev.weft.annotations.Async;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Stages;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Waits for several things at once, does the first of them that can be done, and leaves the others
 * alone.
 *
 * <pre>{@code
 * String answer =
 *     Select.<String>of()
 *         .onReceive(lines, line -> "a line: " + line)
 *         .onSend(log, "still here", () -> "logged")
 *         .onTask(reply, r -> r.text())
 *         .onLock(lock, () -> "have it")
 *         .onTimeout(Duration.ofSeconds(5), () -> "nothing")
 *         .await();
 * }</pre>
 *
 * <p><b>Which.</b> If one clause is ready, that one; if several are, one of them at random, each as
 * likely as the others, or with {@link #inOrder} the first as they are written. If none is, {@link
 * #orElse} if there is one, which is not taken while one of the channels is ready at any moment;
 * else {@link #await} suspends until one becomes ready, and takes the first that does. In ordinary
 * code it blocks the thread.
 *
 * <p><b>What is done.</b> Exactly one clause: no element is received or sent for another one, and
 * none that was received is dropped. A task that loses goes on. No lock or permit is taken for
 * another one; one that is taken is held while the handler runs, and given back when that ends.
 * Nothing is left behind at what was waited for.
 *
 * <p><b>Handlers</b> run after the choice, in the coroutine that selects, which does not wait any
 * more for anything else: they may suspend, or select again by the same object. What they return,
 * or throw, {@code await} returns or throws.
 *
 * <p><b>Locks</b> that the caller holds already fail the {@code await} at once, whatever else is
 * ready: it would wait for itself. Several selects may wait for the same locks in any order, since
 * none holds one while it waits for another; a handler that takes a second lock may, as everywhere.
 *
 * <p><b>What fails.</b> A channel that has been closed is ready, and if it is chosen, {@code await}
 * throws what {@link Channel#receive} or {@link Channel#send} throw; {@link #onReceiveOrNull} gives
 * its handler null. So it is with a task that has failed: {@code await} throws its failure as it
 * is. Then no handler runs.
 *
 * <p><b>Cancellation.</b> A coroutine that is cancelled while it waits throws its {@code
 * CancellationException}, has received, sent and taken nothing, and cancels none of the tasks. If a
 * clause comes first, its handler runs, and the cancellation is met at the next suspension point.
 *
 * <p>It may be awaited any number of times, by one coroutine at a time; clauses are not added while
 * one waits. What is sent is the same object each time, and the time begins anew.
 *
 * @param <R> the result of the handlers
 */
public final class Select<R extends @Nullable Object> {

  /** What a call of a handler takes of the stack besides, in words, about. */
  private static final int WORDS = 60;

  private static final Call ON_LOCK = new Call("Select", "onLock");
  private static final Call ON_PERMIT = new Call("Select", "onPermit");
  private static final Call ON_EVENT = new Call("Select", "onEvent");
  private static final Call ON_LATCH = new Call("Select", "onLatch");

  final SelectClauses clauses;
  private @Nullable Duration time;
  private SelectClause.@Nullable Otherwise onTimeout;
  private SelectClause.@Nullable Otherwise orElse;
  private volatile boolean awaited;

  private Select(boolean inOrder) {
    clauses = new SelectClauses(inOrder);
  }

  /** One that chooses at random among several clauses that are ready. */
  public static <R extends @Nullable Object> Select<R> of() {
    return new Select<>(false);
  }

  /** One that prefers the clauses that were added first. */
  public static <R extends @Nullable Object> Select<R> inOrder() {
    return new Select<>(true);
  }

  // ---- clauses ----

  /**
   * Receives from {@code channel}.
   *
   * @param handler is given the element
   * @return this
   */
  public <T> Select<R> onReceive(
      Channel<? extends T> channel, AsyncFunction<? super T, ? extends R> handler) {
    return add(new SelectClause.Receive(checked(channel), false, checked(handler)));
  }

  /**
   * The same for a channel that is expected to be closed.
   *
   * @param handler is given the element, or null if nothing will come any more
   * @return this
   */
  public <T> Select<R> onReceiveOrNull(
      Channel<? extends T> channel, AsyncFunction<? super @Nullable T, ? extends R> handler) {
    return add(new SelectClause.Receive(checked(channel), true, checked(handler)));
  }

  /**
   * Sends to {@code channel}.
   *
   * @param element what is sent if this clause is taken; not null
   * @param handler runs when it has been sent
   * @return this
   */
  public <T> Select<R> onSend(
      Channel<? super T> channel, T element, AsyncCallable<? extends R> handler) {
    Objects.requireNonNull(element, "element");
    return add(new SelectClause.Send(checked(channel), element, checked(handler)));
  }

  /**
   * Awaits a task, or another stage; whoever loses or is cancelled leaves it alone.
   *
   * @param handler is given its result
   * @return this
   */
  public <T extends @Nullable Object> Select<R> onTask(
      CompletionStage<? extends T> task, AsyncFunction<? super T, ? extends R> handler) {
    Objects.requireNonNull(task, "task");
    return add(new SelectClause.Stage(Stages.completion(task), checked(handler)));
  }

  /**
   * Takes {@code lock}, holds it while {@code handler} runs, and gives it back however that ends,
   * as {@link AsyncLock#withLock} does. Who waits stands in the queue of the lock, in its turn.
   *
   * <p>What the handler returns is not guarded any more. A handler does not unlock.
   *
   * @return this
   */
  public Select<R> onLock(AsyncLock lock, AsyncCallable<? extends R> handler) {
    Objects.requireNonNull(lock, "lock");
    return add(new SelectClause.Hold(lock.state, ON_LOCK, checked(handler)));
  }

  /**
   * The same for one of the two locks of an {@link AsyncReadWriteLock}.
   *
   * @param lock its {@code readLock()} or {@code writeLock()}
   * @return this
   */
  public Select<R> onLock(AsyncReadWriteLock.Side lock, AsyncCallable<? extends R> handler) {
    Objects.requireNonNull(lock, "lock");
    return add(new SelectClause.Hold(lock.guard, ON_LOCK, checked(handler)));
  }

  /**
   * Acquires a permit, has it while {@code handler} runs, and releases it however that ends. Who
   * waits stands in the queue of the semaphore, in its turn. A handler does not release it.
   *
   * @return this
   */
  public Select<R> onPermit(AsyncSemaphore semaphore, AsyncCallable<? extends R> handler) {
    return onPermit(semaphore, 1, handler);
  }

  /**
   * The same for several permits, which are acquired all at once.
   *
   * @param permits how many; positive
   * @return this
   */
  public Select<R> onPermit(
      AsyncSemaphore semaphore, int permits, AsyncCallable<? extends R> handler) {
    Objects.requireNonNull(semaphore, "semaphore");
    Guarded some = semaphore.state.permits(permits);
    return add(new SelectClause.Hold(some, ON_PERMIT, checked(handler)));
  }

  /**
   * Waits for {@code event} to be set.
   *
   * @return this
   */
  public Select<R> onEvent(AsyncEvent event, AsyncCallable<? extends R> handler) {
    Objects.requireNonNull(event, "event");
    return add(new SelectClause.Pass(event.gate, ON_EVENT, checked(handler)));
  }

  /**
   * Waits for the count of {@code latch} to be zero.
   *
   * @return this
   */
  public Select<R> onLatch(AsyncLatch latch, AsyncCallable<? extends R> handler) {
    Objects.requireNonNull(latch, "latch");
    return add(new SelectClause.Pass(latch.gate, ON_LATCH, checked(handler)));
  }

  /**
   * Waits no longer than {@code limit}, from each {@link #await} on, by the clock of the
   * coroutine's scheduler; if that is not positive, not at all. Not with {@link #orElse}.
   *
   * @param handler runs when the time is over
   * @return this
   * @throws IllegalStateException if there is a limit already
   */
  public Select<R> onTimeout(Duration limit, AsyncCallable<? extends R> handler) {
    Objects.requireNonNull(limit, "limit");
    checkEnds();
    time = limit;
    onTimeout = new SelectClause.Otherwise(checked(handler));
    return this;
  }

  /**
   * Does not wait.
   *
   * @param handler runs if no clause is ready
   * @return this
   * @throws IllegalStateException if there is one already
   */
  public Select<R> orElse(AsyncCallable<? extends R> handler) {
    checkEnds();
    orElse = new SelectClause.Otherwise(checked(handler));
    return this;
  }

  private void checkEnds() {
    refuseWhileAwaited();
    if (onTimeout != null || orElse != null) {
      throw new IllegalStateException(
          "a select has one onTimeout, or one orElse; this has one already" + CallSites.atCaller());
    }
  }

  private void refuseWhileAwaited() {
    if (awaited) {
      throw new IllegalStateException(
          "a coroutine waits by this select; make one for each coroutine" + CallSites.atCaller());
    }
  }

  private static <C> Channel<C> checked(Channel<C> channel) {
    return Objects.requireNonNull(channel, "channel");
  }

  private static <H> H checked(H handler) {
    return Objects.requireNonNull(handler, "handler");
  }

  private Select<R> add(SelectClause clause) {
    refuseWhileAwaited();
    clauses.add(clause);
    return this;
  }

  // ---- await ----

  /**
   * Does the first clause that can be done, and suspends until one can, if need be; in ordinary
   * code, blocks the thread.
   *
   * <p>Throws what the handler throws, as it is, undeclared where it is a checked exception.
   *
   * @return what the handler of that clause returns
   * @throws ChannelClosedException if the clause is that of a channel that has been closed
   * @throws IllegalStateException if there is no clause, another coroutine waits by this, or the
   *     caller holds one of the locks; then the message names both lines, as that of {@link
   *     AsyncLock#lock}
   */
  @Async
  public R await() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = await(carrier.room(), carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #await()}.
   *
   * @hidden
   */
  public @Nullable Object await(int room, WovenCarrier carrier) {
    ChannelOperation.enter(carrier);
    refuseWhileAwaited();
    try {
      clauses.checkCaller(carrier);
      SelectClause now = orElseNow();
      Object value;
      do {
        value = clauses.poll(carrier);
      } while (value == SelectClause.NOT_READY && now != null && clauses.isAnyChannelReady());
      if (value != SelectClause.NOT_READY) {
        return clauses.takePolled().callHandler(value, room - WORDS, carrier);
      }
      if (now != null) {
        return now.callHandler(null, room - WORDS, carrier);
      }
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
    if (clauses.size() == 0 && time == null) {
      throw new IllegalStateException(
          "a select without a clause would wait for ever; add one by onReceive, onSend, onTask,"
              + " onLock, onPermit, onEvent, onLatch or onTimeout"
              + CallSites.atCaller());
    }
    var operation = new SelectOperation(this, time, carrier);
    awaited = true;
    operation.begin(carrier);
    return null;
  }

  /** What is done if nothing is ready; null if that is to be waited for. */
  private @Nullable SelectClause orElseNow() {
    return time != null && (time.isZero() || time.isNegative()) ? onTimeout : orElse;
  }

  // ---- for the operation ----

  /** A clause; that of the time, if there are not so many. */
  SelectClause clauseAt(int index) {
    return index < clauses.size() ? clauses.get(index) : Objects.requireNonNull(onTimeout);
  }

  /** Nobody waits by this any more. */
  void ended() {
    awaited = false;
  }

  @Override
  public String toString() {
    return "Select[" + clauses.size() + " clauses" + (awaited ? ", awaited" : "") + "]";
  }
}
