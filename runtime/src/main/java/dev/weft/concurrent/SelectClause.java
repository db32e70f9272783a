package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncFunction;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.util.CallSites;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * One of the things of which a select takes the first, and what is done with it. To add one is to
 * add a subclass, and a method of {@link Select} that makes it.
 */
abstract class SelectClause {

  /** What {@link #tryNow} returns if there is nothing. */
  static final Object NOT_READY = new Object();

  /** A {@link dev.weft.AsyncFunction} or an {@link dev.weft.AsyncCallable}. */
  final Object handler;

  SelectClause(Object handler) {
    this.handler = handler;
  }

  /**
   * Does it if it can be done now. In the coroutine, which waits for nothing.
   *
   * @param carrier of the caller
   * @return what is given to the handler, or {@link #NOT_READY}
   * @throws Throwable what the select throws
   */
  abstract @Nullable Object tryNow(Carrier carrier) throws Throwable;

  /**
   * What {@code select}, which is about to be suspended, waits by.
   *
   * @param carrier of the caller
   */
  abstract SelectWait waitBy(SelectOperation select, Carrier carrier);

  /** Told in the coroutine that {@code select}, which was suspended, has done this by itself. */
  void doneBy(SelectOperation select) {}

  /** Calls the handler, in tail position: returns a dummy if that has suspended. */
  @Nullable Object callHandler(@Nullable Object value, int room, WovenCarrier carrier)
      throws Exception {
    return handler instanceof AsyncCallable<?> callable
        ? BodyCalls.call(callable, room, carrier)
        : BodyCalls.apply((AsyncFunction<?, ?>) handler, value, room, carrier);
  }

  /** Receives from a channel, or sends to it. */
  abstract static class OfChannel extends SelectClause {
    final ChannelCalls channel;

    OfChannel(ChannelCalls channel, Object handler) {
      super(handler);
      this.channel = channel;
    }

    /** Whether there is reason to try; for who has the lock of the channel. */
    abstract boolean isReady();
  }

  /** Receives from a channel. */
  static final class Receive extends OfChannel {
    private final boolean orNull;

    Receive(ChannelCalls channel, boolean orNull, Object handler) {
      super(channel, handler);
      this.orNull = orNull;
    }

    @Override
    @Nullable Object tryNow(Carrier carrier) throws Throwable {
      Object received = channel.takeIfReady();
      if (received == null) {
        return NOT_READY;
      }
      if (received == ChannelOperation.END) {
        return ReceiveOperation.endOf(channel, orNull, "select: receive", CallSites.atCaller());
      }
      return received;
    }

    @Override
    boolean isReady() {
      return channel.isReadyToReceive();
    }

    @Override
    SelectWait waitBy(SelectOperation select, Carrier carrier) {
      return new ReceiveOperation(channel, select).orNull(orNull);
    }
  }

  /** Sends to a channel. */
  static final class Send extends OfChannel {
    private final Object element;

    Send(ChannelCalls channel, Object element, Object handler) {
      super(channel, handler);
      this.element = element;
    }

    @Override
    @Nullable Object tryNow(Carrier carrier) {
      boolean sent = channel.looksReadyToSend() && channel.putNow(element, "select: send");
      return sent ? null : NOT_READY;
    }

    @Override
    boolean isReady() {
      return channel.isReadyToSend();
    }

    @Override
    SelectWait waitBy(SelectOperation select, Carrier carrier) {
      return new SendOperation(channel, select).of(element);
    }
  }

  /** Takes a lock, or permits, and holds that while its handler runs. */
  static final class Hold extends SelectClause {
    private final Guarded guard;
    private final Call call;

    Hold(Guarded guard, Call call, AsyncCallable<?> handler) {
      super(handler);
      this.guard = guard;
      this.call = call;
    }

    /**
     * Checks that the caller may wait for it.
     *
     * @throws IllegalStateException if it has it already
     */
    void checkCaller(Carrier carrier) {
      guard.checkMayTake(Callers.identity(carrier), call);
    }

    @Override
    @Nullable Object tryNow(Carrier carrier) {
      return guard.tryTake(Callers.identity(carrier), call) ? null : NOT_READY;
    }

    @Override
    SelectWait waitBy(SelectOperation select, Carrier carrier) {
      return new SelectGrant(
          guard.queue(), call, Callers.identity(carrier), guard.amount(), select);
    }

    @Override
    void doneBy(SelectOperation select) {
      guard.queue().obtained(guard.amount(), select);
    }

    @Override
    @Nullable Object callHandler(@Nullable Object value, int room, WovenCarrier carrier) {
      return HeldCall.callHolding(guard, call, handler, room, carrier);
    }
  }

  /** What is done if nothing else can be: it is always ready, and not among the others. */
  static final class Otherwise extends SelectClause {

    Otherwise(AsyncCallable<?> handler) {
      super(handler);
    }

    @Override
    @Nullable Object tryNow(Carrier carrier) {
      return null;
    }

    @Override
    SelectWait waitBy(SelectOperation select, Carrier carrier) {
      throw new AssertionError("it is not waited for");
    }
  }

  /** Waits for a signal that nobody takes. */
  static final class Pass extends SelectClause {
    private final Gate gate;
    private final Call call;

    Pass(Gate gate, Call call, AsyncCallable<?> handler) {
      super(handler);
      this.gate = gate;
      this.call = call;
    }

    @Override
    @Nullable Object tryNow(Carrier carrier) {
      return gate.isOpen() ? null : NOT_READY;
    }

    @Override
    SelectWait waitBy(SelectOperation select, Carrier carrier) {
      return new SelectGrant(gate, call, null, 0, select);
    }
  }

  /** Awaits a task or another stage. */
  static final class Stage extends SelectClause {
    private final Completion completion;

    Stage(Completion completion, Object handler) {
      super(handler);
      this.completion = completion;
    }

    @Override
    @Nullable Object tryNow(Carrier carrier) throws Throwable {
      return completion.isDone() ? completion.result() : NOT_READY;
    }

    @Override
    SelectWait waitBy(SelectOperation select, Carrier carrier) {
      return new StageWait(completion, select);
    }
  }

  /** Told when a stage is done. */
  private static final class StageWait extends Waiter implements SelectWait {
    private final Completion completion;
    private final SelectOperation select;
    private boolean subscribed;

    StageWait(Completion completion, SelectOperation select) {
      this.completion = completion;
      this.select = select;
    }

    @Override
    public void register() {
      if (completion.isDone()) {
        completed(completion);
      } else if (!subscribed) {
        subscribed = true;
        completion.subscribe(this);
      }
    }

    @Override
    protected void completed(Completion done) {
      select.winAndGo(this);
    }

    @Override
    public void unregister() {
      completion.unsubscribe(this);
    }

    @Override
    public @Nullable Object result() throws Throwable {
      return completion.result();
    }

    @Override
    public void refused() {
      // whoever asks the stage again gets the same
    }
  }
}
