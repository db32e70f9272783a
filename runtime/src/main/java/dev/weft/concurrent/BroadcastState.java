package dev.weft.concurrent;

import dev.weft.concurrent.Broadcast.OnOverflow;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.woven.WovenCarrier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a {@link Broadcast}, what they have not received, and who waits.
 *
 * <h2>Protocol</h2>
 *
 * <p>One monitor guards everything. Each subscription has a buffer and a queue of receivers; there
 * is one queue of publishers, which wait only under {@link OnOverflow#SUSPEND}. Whatever changes is
 * followed by {@link #settle}: receivers get what is there, and the first publisher goes on as soon
 * as all buffers have room, so all subscribers see the elements in the same order. See {@link
 * WaitQueue} for how something is handed to one that waits.
 */
final class BroadcastState {

  static final Call PUBLISH = new Call("Broadcast", "publish");

  private static final Object END = new Object();
  private static final Object CLOSED = new Object();

  private final int capacity;
  private final OnOverflow onOverflow;
  private final Wakeups monitor = new Wakeups();
  private final Publishers publishers = new Publishers();
  private final ArrayList<Receiving> subscriptions = new ArrayList<>();
  private boolean closed;
  private @Nullable Throwable failure;

  BroadcastState(int capacity, OnOverflow onOverflow) {
    this.capacity = capacity;
    this.onOverflow = onOverflow;
  }

  // ---- the broadcast ----

  Receiving subscribe() {
    monitor.enter();
    try {
      var made = new Receiving();
      if (!closed) {
        made.index = subscriptions.size();
        subscriptions.add(made);
      } else {
        made.isEnded = true;
        made.failure = failure;
      }
      return made;
    } finally {
      monitor.exit();
    }
  }

  /** Publishes, or unwinds. */
  void publish(Object element, WovenCarrier carrier) {
    carrier.refuseInGenerator();
    if (!tryPublish(element, "Broadcast.publish")) {
      new QueuedWait(publishers, PUBLISH, element, 0).begin(carrier);
    }
  }

  boolean tryPublish(Object element, String method) {
    QueuedWait woken;
    boolean refused;
    monitor.enter();
    try {
      refused = closed;
      if (!refused) {
        if (publishers.size() > 0 || !hasRoom()) {
          return false;
        }
        put(element);
        settle();
      }
      woken = monitor.take();
    } finally {
      monitor.exit();
    }
    Wakeups.deliver(woken);
    if (refused) {
      throw isClosed(method + CallSites.atCaller());
    }
    return true;
  }

  private static IllegalStateException isClosed(String what) {
    return new IllegalStateException(what + ": the broadcast is closed; nobody gets the element");
  }

  void close(@Nullable Throwable cause) {
    QueuedWait woken;
    monitor.enter();
    try {
      if (closed) {
        return;
      }
      closed = true;
      failure = cause;
      for (Receiving each : subscriptions) {
        each.isEnded = true;
        each.failure = cause;
      }
      settle();
      subscriptions.clear();
      woken = monitor.take();
    } finally {
      monitor.exit();
    }
    Wakeups.deliver(woken);
  }

  boolean isClosed() {
    monitor.enter();
    try {
      return closed;
    } finally {
      monitor.exit();
    }
  }

  int subscribers() {
    monitor.enter();
    try {
      return subscriptions.size();
    } finally {
      monitor.exit();
    }
  }

  // ---- under the monitor ----

  private boolean hasRoom() {
    if (onOverflow == OnOverflow.SUSPEND) {
      for (Receiving each : subscriptions) {
        if (each.elements.size() >= capacity) {
          return false;
        }
      }
    }
    return true;
  }

  private void put(Object element) {
    for (int i = subscriptions.size() - 1; i >= 0; i--) { // one may be removed
      Receiving each = subscriptions.get(i);
      if (each.elements.size() < capacity) {
        each.elements.add(element);
      } else {
        each.overflow(element);
      }
    }
  }

  private void settle() {
    boolean published;
    do {
      for (Receiving each : subscriptions) {
        each.grantHeads();
      }
      QueuedWait head = publishers.first();
      published = head != null && (closed || hasRoom());
      if (head != null && published && publishers.claimWaiting(head)) {
        if (closed) {
          head.result = CLOSED;
        } else {
          put(Objects.requireNonNull(head.payload));
        }
        monitor.add(head);
      }
    } while (published);
  }

  private void remove(Receiving subscription) {
    int at = subscription.index;
    if (at >= 0 && !closed) {
      Receiving moved = subscriptions.remove(subscriptions.size() - 1);
      if (moved != subscription) {
        subscriptions.set(at, moved);
        moved.index = at;
      }
    }
    subscription.index = -1;
  }

  /** Those who wait for room. */
  private final class Publishers extends WaitQueue {
    Publishers() {
      super(BroadcastState.this.monitor);
    }

    @Override
    boolean mayGrant(QueuedWait head) {
      return false;
    }

    @Override
    void settle() {
      BroadcastState.this.settle();
    }

    @Override
    void finish(QueuedWait ended, Carrier carrier) {
      if (ended.result == CLOSED) {
        throw isClosed("closed while Broadcast.publish waited");
      }
      carrier.putVoid();
    }
  }

  /** One subscription, and those who wait for its elements. */
  final class Receiving extends WaitQueue {
    static final Call RECEIVE = new Call("Broadcast$Subscription", "receive");
    static final Call HAS_NEXT = new Call("Broadcast$Subscription", "hasNext");

    private static final int TAKES = 0;
    private static final int LOOKS = 1;

    private final ArrayDeque<Object> elements = new ArrayDeque<>();

    /** Where it stands among the subscriptions; negative if it does not. */
    private int index = -1;

    /** Whether nothing comes after what is in the buffer. */
    private boolean isEnded;

    /** Whether its subscriber has closed it: nobody receives what comes back then. */
    private boolean isCancelled;

    private @Nullable Throwable failure;

    /** What is wrong with this, if it was ended because it had no room. */
    private @Nullable String tooSlow;

    private long dropped;

    Receiving() {
      super(BroadcastState.this.monitor);
    }

    private void overflow(Object element) {
      dropped++;
      switch (onOverflow) {
        case DROP_OLDEST -> {
          Object unused = elements.poll();
          elements.add(element);
        }
        case FAIL -> {
          isEnded = true;
          tooSlow =
              "a subscriber was too slow: "
                  + capacity
                  + " elements waited for it when another one was published"
                  + CallSites.atCallerIfPossible()
                  + "; receive faster, or choose a larger capacity or another OnOverflow";
          BroadcastState.this.remove(this);
        }
        default -> {} // DROP_LATEST; there is always room with SUSPEND
      }
    }

    /** The next element; null if there is none and the call unwinds. */
    @Nullable Object receive(WovenCarrier carrier) {
      carrier.refuseInGenerator();
      Object element = poll();
      if (element == null) {
        new QueuedWait(this, RECEIVE, null, TAKES).begin(carrier);
      }
      return element;
    }

    /** An element that is there; null if there is none yet. */
    @Nullable Object poll() {
      Object element;
      boolean isEnd;
      QueuedWait woken;
      monitor.enter();
      try {
        if (size() > 0) {
          return null; // others are first
        }
        element = elements.poll();
        isEnd = element == null && isEnded;
        BroadcastState.this.settle();
        woken = monitor.take();
      } finally {
        monitor.exit();
      }
      Wakeups.deliver(woken);
      if (isEnd) {
        throw ended();
      }
      return element;
    }

    boolean hasNext(WovenCarrier carrier) {
      carrier.refuseInGenerator();
      boolean isEnd;
      monitor.enter();
      try {
        if (size() == 0 && !elements.isEmpty()) {
          return true;
        }
        isEnd = size() == 0 && isEnded;
      } finally {
        monitor.exit();
      }
      if (isEnd) {
        throwFailure("hasNext");
        return false;
      }
      new QueuedWait(this, HAS_NEXT, null, LOOKS).begin(carrier);
      return false;
    }

    private RuntimeException ended() {
      throwFailure("receive");
      return new NoSuchElementException(
          "Subscription.receive"
              + CallSites.atCaller()
              + ": the subscription, or the broadcast, is closed, and everything was received");
    }

    private void throwFailure(String method) {
      if (tooSlow != null) {
        throw new IllegalStateException(
            "Subscription." + method + CallSites.atCaller() + ": " + tooSlow);
      }
      Throwable thrown = failure; // which close may forget meanwhile
      if (thrown != null) {
        throw SneakyThrow.sneaky(thrown);
      }
    }

    void cancel() {
      QueuedWait woken;
      monitor.enter();
      try {
        BroadcastState.this.remove(this);
        elements.clear();
        isEnded = true;
        isCancelled = true;
        failure = null;
        tooSlow = null;
        grantHeads();
        BroadcastState.this.settle();
        woken = monitor.take();
      } finally {
        monitor.exit();
      }
      Wakeups.deliver(woken);
    }

    int buffered() {
      monitor.enter();
      try {
        return elements.size();
      } finally {
        monitor.exit();
      }
    }

    long dropped() {
      monitor.enter();
      try {
        return dropped;
      } finally {
        monitor.exit();
      }
    }

    // ---- the queue ----

    @Override
    boolean mayGrant(QueuedWait head) {
      return isEnded || !elements.isEmpty();
    }

    @Override
    void take(QueuedWait granted) {
      Object element = granted.amount == LOOKS ? elements.peek() : elements.poll();
      granted.result = element == null ? END : element;
    }

    @Override
    void settle() {
      grantHeads(); // this is not among the subscriptions any more where it has failed
      BroadcastState.this.settle();
    }

    @Override
    void giveBack(QueuedWait refused) {
      QueuedWait woken;
      monitor.enterEnsured();
      try {
        Object element = refused.result;
        if (refused.amount == TAKES && element != null && element != END && !isCancelled) {
          elements.addFirst(element);
        }
        settle();
        woken = monitor.take();
      } finally {
        monitor.exit();
      }
      Wakeups.deliver(woken);
    }

    @Override
    void finish(QueuedWait ended, Carrier carrier) {
      boolean isEnd = ended.result == END;
      if (ended.amount == TAKES) {
        if (isEnd) {
          throw ended();
        }
        carrier.putObject(ended.result);
      } else {
        if (isEnd) {
          throwFailure("hasNext");
        }
        carrier.putInt(isEnd ? 0 : 1);
      }
    }
  }
}
