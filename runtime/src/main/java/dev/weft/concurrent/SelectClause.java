package dev.weft.concurrent;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.util.CallSites;
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
   * @return what is given to the handler, or {@link #NOT_READY}
   * @throws Throwable what the select throws
   */
  abstract @Nullable Object tryNow() throws Throwable;

  /** What {@code select}, which is about to be suspended, waits by. */
  abstract SelectWait waitBy(SelectOperation select);

  /** Receives from a channel. */
  static final class Receive extends SelectClause {
    private final ChannelCalls channel;
    private final boolean orNull;

    Receive(ChannelCalls channel, boolean orNull, Object handler) {
      super(handler);
      this.channel = channel;
      this.orNull = orNull;
    }

    @Override
    @Nullable Object tryNow() throws Throwable {
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
    SelectWait waitBy(SelectOperation select) {
      return new ReceiveOperation(channel, select).orNull(orNull);
    }
  }

  /** Sends to a channel. */
  static final class Send extends SelectClause {
    private final ChannelCalls channel;
    private final Object element;

    Send(ChannelCalls channel, Object element, Object handler) {
      super(handler);
      this.channel = channel;
      this.element = element;
    }

    @Override
    @Nullable Object tryNow() {
      boolean sent = channel.looksReadyToSend() && channel.putNow(element, "select: send");
      return sent ? null : NOT_READY;
    }

    @Override
    SelectWait waitBy(SelectOperation select) {
      return new SendOperation(channel, select).of(element);
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
    @Nullable Object tryNow() throws Throwable {
      return completion.isDone() ? completion.result() : NOT_READY;
    }

    @Override
    SelectWait waitBy(SelectOperation select) {
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
