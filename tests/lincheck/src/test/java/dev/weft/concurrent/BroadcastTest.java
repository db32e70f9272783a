package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.CheckedCalls;
import dev.weft.lincheck.SequentialCalls;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** A broadcast to two subscribers with room for one element each, for which publishers wait. */
public class BroadcastTest extends CheckedCalls {

  private final Broadcast<Integer> broadcast = new Broadcast<>(1, Broadcast.OnOverflow.SUSPEND);
  private final Broadcast.Subscription<Integer> first = broadcast.subscribe();
  private final Broadcast.Subscription<Integer> second = broadcast.subscribe();

  @Operation
  public String tryPublish(@Param(gen = IntGen.class, conf = "1:9") int element) {
    try {
      return broadcast.tryPublish(element) ? "published" : "full";
    } catch (IllegalStateException closed) {
      return "closed";
    }
  }

  @Operation
  public void publish(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "1:9") int element) {
    calls.begin(
        thread,
        () -> {
          broadcast.publish(element);
          return "published";
        });
  }

  @Operation
  public String tryReceive(@Param(gen = IntGen.class, conf = "0:1") int subscriber) {
    try {
      return String.valueOf(subscription(subscriber).tryReceive());
    } catch (NoSuchElementException ended) {
      return "ended";
    }
  }

  @Operation
  public void receive(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "0:1") int subscriber) {
    calls.begin(thread, () -> subscription(subscriber).receive());
  }

  private Broadcast.Subscription<Integer> subscription(int number) {
    return number == 0 ? first : second;
  }

  @Operation
  public void close() {
    broadcast.close();
  }

  @Operation
  public void unsubscribe() {
    second.close();
  }

  @Override
  public String end() {
    return calls + "; " + tryReceive(0) + ", " + tryReceive(1) + ", " + broadcast;
  }

  /** The same for one thread. */
  public static class Sequential {

    private record Publisher(int place, int element) {}

    private static final class Subscriber {
      private final Deque<Integer> buffer = new ArrayDeque<>();
      private final Deque<Integer> receivers = new ArrayDeque<>();
      private boolean ended;

      boolean hasRoom() {
        return ended || buffer.isEmpty();
      }
    }

    private final SequentialCalls calls = new SequentialCalls();
    private final Subscriber[] subscribers = {new Subscriber(), new Subscriber()};
    private final Deque<Publisher> publishers = new ArrayDeque<>();
    private boolean closed;

    public String tryPublish(int element) {
      if (closed) {
        return "closed";
      }
      if (!publishers.isEmpty() || !hasRoom()) {
        return "full";
      }
      give(element);
      return "published";
    }

    private boolean hasRoom() {
      return subscribers[0].hasRoom() && subscribers[1].hasRoom();
    }

    private void give(int element) {
      for (Subscriber each : subscribers) {
        if (!each.ended && !each.receivers.isEmpty()) {
          calls.end(each.receivers.poll(), element);
        } else if (!each.ended) {
          each.buffer.add(element);
        }
      }
    }

    public void publish(int thread, int element) {
      int place = calls.begin(thread);
      if (place < 0) {
        return;
      }
      if (closed) {
        calls.end(place, "IllegalStateException");
      } else {
        publishers.add(new Publisher(place, element));
        serve();
      }
    }

    private void serve() {
      while (!publishers.isEmpty() && hasRoom()) {
        Publisher next = publishers.poll();
        give(next.element);
        calls.end(next.place, "published");
      }
    }

    public String tryReceive(int number) {
      Subscriber subscriber = subscribers[number];
      Integer element = subscriber.buffer.poll();
      if (element == null) {
        return closed || subscriber.ended ? "ended" : "null";
      }
      serve();
      return String.valueOf(element);
    }

    public void receive(int thread, int number) {
      int place = calls.begin(thread);
      if (place < 0) {
        return;
      }
      String received = tryReceive(number);
      if (received.equals("null")) {
        subscribers[number].receivers.add(place);
      } else {
        calls.end(place, received.equals("ended") ? "NoSuchElementException" : received);
      }
    }

    public void cancelCall(int thread, int number) {
      int place = Calls.placeOf(thread, number);
      if (calls.cancel(place)) {
        publishers.removeIf(each -> each.place == place);
        for (Subscriber each : subscribers) {
          each.receivers.remove(place);
        }
        serve();
      }
    }

    public void close() {
      closed = true;
      while (!publishers.isEmpty()) {
        calls.end(publishers.poll().place, "IllegalStateException");
      }
      endReceivers(subscribers[0]);
      endReceivers(subscribers[1]);
    }

    private void endReceivers(Subscriber subscriber) {
      while (!subscriber.receivers.isEmpty()) {
        calls.end(subscriber.receivers.poll(), "NoSuchElementException");
      }
    }

    public void unsubscribe() {
      subscribers[1].ended = true;
      subscribers[1].buffer.clear();
      endReceivers(subscribers[1]);
      serve();
    }

    public String end() {
      String ended = calls + "; " + tryReceive(0) + ", " + tryReceive(1);
      int open = closed ? 0 : subscribers[1].ended ? 1 : 2;
      return ended + ", Broadcast[" + open + " subscribers" + (closed ? ", closed]" : "]");
    }
  }
}
