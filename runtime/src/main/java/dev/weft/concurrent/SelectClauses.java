package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StackReserve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The clauses of a select, and in which order they are looked at. By who awaits the select. */
final class SelectClauses {

  private final boolean inOrder;
  private final List<SelectClause> clauses = new ArrayList<>();

  /** Whether there are some that not every caller may wait for. */
  private boolean checksCaller;

  /** Which clauses were last looked at, one after the other. */
  private int[] order = new int[0];

  /** The last random number, which the next is made of; never zero. */
  private int random = ThreadLocalRandom.current().nextInt() | 1;

  private @Nullable SelectClause polled;

  /** The channels, each once, in order of locking; null while that is not known. */
  private ChannelState @Nullable [] channels;

  SelectClauses(boolean inOrder) {
    this.inOrder = inOrder;
  }

  void add(SelectClause clause) {
    clauses.add(clause);
    channels = null;
    checksCaller |= clause instanceof SelectClause.Hold;
  }

  int size() {
    return clauses.size();
  }

  SelectClause get(int index) {
    return clauses.get(index);
  }

  /** The index of the clause that was looked at as the i-th. */
  int inTurn(int i) {
    return order[i];
  }

  /**
   * Checks that the caller may wait for all of them.
   *
   * @throws IllegalStateException if it holds one of the locks
   */
  void checkCaller(Carrier carrier) {
    if (checksCaller) {
      for (SelectClause each : clauses) {
        if (each instanceof SelectClause.Hold hold) {
          hold.checkCaller(carrier);
        }
      }
    }
  }

  /**
   * Does the first one that can be done now.
   *
   * @return what is given to its handler, that of {@link #takePolled}; or {@link
   *     SelectClause#NOT_READY}
   * @throws Throwable what the select throws
   */
  @Nullable Object poll(Carrier carrier) throws Throwable {
    int count = clauses.size();
    if (order.length != count) {
      order = new int[count];
      Arrays.setAll(order, index -> index);
    }
    for (int i = 0; i < count; i++) {
      if (!inOrder) {
        swap(i, i + next(count - i));
      }
      SelectClause clause = clauses.get(order[i]);
      Object value = clause.tryNow(carrier);
      if (value != SelectClause.NOT_READY) {
        polled = clause;
        return value;
      }
    }
    return SelectClause.NOT_READY;
  }

  /**
   * Whether one of several channels is ready, as seen at one moment. Who has looked at one after
   * the other may have missed that one of them was all the time, since an element has gone from one
   * to another.
   */
  boolean isAnyChannelReady() {
    ChannelState[] all = channels();
    if (all.length < 2) {
      return false;
    }
    StackReserve.ensure(); // the locks must be given back
    lock(all);
    try {
      for (SelectClause each : clauses) {
        if (each instanceof SelectClause.OfChannel of && of.isReady()) {
          return true;
        }
      }
      return false;
    } finally {
      unlock(all);
    }
  }

  /** Takes the locks of {@link #channels}. */
  static void lock(ChannelState[] channels) {
    for (ChannelState each : channels) {
      each.lock();
    }
  }

  static void unlock(ChannelState[] channels) {
    for (ChannelState each : channels) {
      each.unlock();
    }
  }

  /** The channels of all clauses, each once, in the order in which their locks are taken. */
  ChannelState[] channels() {
    ChannelState[] known = channels;
    if (known == null) {
      var found = new ArrayList<ChannelState>();
      for (SelectClause each : clauses) {
        if (each instanceof SelectClause.OfChannel of && !found.contains(of.channel)) {
          found.add(of.channel);
        }
      }
      found.sort(Comparator.comparingLong(each -> each.id));
      known = found.toArray(new ChannelState[0]);
      channels = known;
    }
    return known;
  }

  /** The clause that {@link #poll} has done. */
  SelectClause takePolled() {
    SelectClause clause = Objects.requireNonNull(polled);
    polled = null;
    return clause;
  }

  private void swap(int i, int j) {
    int index = order[i];
    order[i] = order[j];
    order[j] = index;
  }

  /** A random number below {@code bound}, as likely as the others: xorshift, and the high bits. */
  private int next(int bound) {
    int x = random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    random = x;
    return (int) (((x & 0xFFFFFFFFL) * bound) >>> 32);
  }
}
