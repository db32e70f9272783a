package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One wait of a select: the leaf frame of the coroutine, and the event that it waits for.
 *
 * <h2>Protocol</h2>
 *
 * <ol>
 *   <li>The coroutine has found nothing ready, and is suspended. From here on, a clause that has
 *       become ready, the time that is over and a canceller compete for its wake-up: one
 *       compare-and-set on its epoch, {@link #win}. Whoever wins notes its clause in {@code
 *       winner}.
 *   <li>{@link #start} registers with everything. Tasks, the time and the queues of locks come
 *       first, each by itself, and may win at once. The channels come last, all together: it takes
 *       their locks in order of identity, looks whether one is ready by now, and if none is, enters
 *       all lists before it gives the locks back. So no other select is seen that has looked at
 *       half of its channels only, and two selects that meet each other on two channels do so on
 *       one, in one order.
 *   <li>If a channel is ready, it wins its own wake-up first, then that of the other side. If that
 *       one has gone, to somebody else who goes on by it, and none is ready besides, the coroutine
 *       is woken with no winner, and begins again.
 *   <li>The coroutine takes itself out of all lists before it goes on with its handler; whoever
 *       cancels does it in its place. {@code ended} is set before, and {@code start} looks at it
 *       after all, and under the locks: what it registers while somebody else wins is taken back by
 *       one of the two.
 * </ol>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>winner</td><td>who has won</td><td>plain, published by handing the coroutine over</td></tr>
 * <tr><td>ended</td><td>the coroutine, or who has cancelled it</td><td>volatile</td></tr>
 * <tr><td>the rest</td><td>the coroutine, before it is suspended</td><td>plain</td></tr>
 * </table>
 */
@FrameLayout(
    owner = "dev.weft.concurrent.Select",
    method = "await",
    descriptor = "()Ljava/lang/Object;",
    file = "Select.java",
    points = {})
final class SelectOperation extends OperationFrame {

  private final Select<?> select;
  private final SelectClauses clauses;

  /** Those of the clauses, in that order, and that of the time, if there is one. */
  private final SelectWait[] waits;

  /**
   * Whose locks are taken; kept here, since whoever still looks when this is over may meet a select
   * that has got more clauses.
   */
  private final ChannelState[] channels;

  private @Nullable SelectWait winner;
  private volatile boolean ended;

  SelectOperation(Select<?> select, @Nullable Duration time, Carrier carrier) {
    this.select = select;
    clauses = select.clauses;
    channels = clauses.channels();
    int size = clauses.size();
    waits = new SelectWait[time == null ? size : size + 1];
    for (int i = 0; i < size; i++) {
      waits[i] = clauses.get(i).waitBy(this, carrier);
    }
    if (time != null) {
      waits[size] = new SelectTimer(time, this, carrier);
    }
  }

  void begin(Carrier carrier) {
    suspend(carrier);
  }

  @Override
  public WaitTarget target() {
    var text = new StringBuilder();
    for (SelectWait each : waits) {
      text.append(text.isEmpty() ? "" : " or ");
      if (each instanceof SendOperation sending) {
        text.append("send to ").append(sending.channel.label());
      } else if (each instanceof ReceiveOperation receiving) {
        text.append("receive from ").append(receiving.channel.label());
      } else {
        text.append(each instanceof SelectTimer ? "a time to pass" : "another event");
      }
    }
    return WaitTarget.of(WaitTarget.Kind.SELECT, text.toString());
  }

  // ---- whoever wakes it ----

  /** Wins the wake-up for {@code wait}; {@link #go} has to follow. Any thread. */
  boolean win(SelectWait wait) {
    if (!claim()) {
      return false;
    }
    winner = wait;
    return true;
  }

  /** Sees through what {@link #win} has won. */
  void go() {
    wakeClaimed();
  }

  /** Both, for who takes nothing and hands nothing over. */
  void winAndGo(SelectWait wait) {
    StackReserve.ensure();
    if (win(wait)) {
      go();
    }
  }

  // ---- the coroutine, suspended ----

  @Override
  protected void start() {
    StackReserve.ensure();
    for (SelectWait each : waits) {
      each.register();
    }
    if (channels.length > 0) {
      lookAtChannels();
    }
    if (ended) {
      unregister();
    }
  }

  private void lookAtChannels() {
    SelectClauses.lock(channels);
    boolean mine;
    try {
      mine = !ended && look();
    } finally {
      SelectClauses.unlock(channels);
    }
    if (mine) {
      ChannelOperation other = winner instanceof ChannelOperation own ? own.handedOver : null;
      if (other != null) {
        other.go();
      }
      wakeClaimed();
    }
  }

  /** Whether this has won its own wake-up; if nobody has, it is in all lists. */
  private boolean look() {
    boolean mine = false;
    for (int i = 0; i < clauses.size(); i++) {
      if (waits[clauses.inTurn(i)] instanceof ChannelOperation each && each.isReady()) {
        if (!mine && !claim()) {
          return false; // another clause has, or somebody who cancels
        }
        mine = true;
        each.attemptClaimed();
        if (each.outcome != ChannelOperation.WAITING) {
          winner = each;
          each.handedOver = each.channel.takeWon();
          return true;
        }
      }
    }
    if (!mine) {
      for (SelectWait each : waits) {
        if (each instanceof ChannelOperation operation) {
          operation.list().add(operation);
        }
      }
    }
    return mine;
  }

  // ---- the coroutine, running ----

  @Override
  protected void proceed(Carrier carrier) throws Throwable {
    SelectWait won = winner;
    if (won == null) {
      pollAgain(carrier); // whoever was there has gone
      return;
    }
    end();
    call(select.clauseAt(indexOf(won)), won.result(), carrier);
  }

  private void pollAgain(Carrier carrier) throws Throwable {
    Object value;
    try {
      value = clauses.poll(carrier);
    } catch (Throwable failure) {
      end();
      throw failure;
    }
    if (value == SelectClause.NOT_READY) {
      suspendAgain(carrier);
    } else {
      end();
      SelectClause polled = clauses.takePolled();
      polled.doneBy(this);
      call(polled, value, carrier);
    }
  }

  /** The last call of this frame, which need not come back to it. */
  private void call(SelectClause clause, @Nullable Object value, Carrier carrier) throws Exception {
    Object result = clause.callHandler(value, carrier.room(), (WovenCarrier) carrier);
    if (carrier.isUnwinding()) {
      carrier.linkCaller(this);
    } else {
      carrier.putObject(result);
    }
  }

  private int indexOf(SelectWait won) {
    int index = 0;
    while (waits[index] != won) {
      index++;
    }
    return index;
  }

  private void end() {
    ended = true;
    select.ended();
    unregister();
  }

  private void unregister() {
    for (SelectWait each : waits) {
      each.unregister();
    }
  }

  // ---- whoever cancels ----

  @Override
  protected void abandon() {
    end();
  }

  @Override
  protected void failed() {
    end();
    if (winner != null) {
      winner.refused();
    }
  }
}
