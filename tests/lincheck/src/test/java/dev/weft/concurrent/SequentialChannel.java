package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.SequentialCalls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a channel is to one thread. */
public abstract class SequentialChannel {

  private record Sender(int place, int element) {}

  private final int capacity;
  private final boolean dropsOldest;
  private final SequentialCalls calls = new SequentialCalls();
  private final Deque<Integer> buffer = new ArrayDeque<>();
  private final Deque<Integer> receivers = new ArrayDeque<>();
  private final Deque<Sender> senders = new ArrayDeque<>();
  private final List<Integer> undelivered = new ArrayList<>();
  private boolean closed;

  SequentialChannel(int capacity, boolean dropsOldest) {
    this.capacity = capacity;
    this.dropsOldest = dropsOldest;
  }

  public String trySend(int element) {
    if (closed) {
      return "closed";
    }
    if (!receivers.isEmpty()) {
      calls.end(receivers.poll(), element);
      return "sent";
    }
    if (buffer.size() == capacity) {
      if (!dropsOldest) {
        return "full";
      }
      undelivered.add(buffer.poll());
    }
    buffer.add(element);
    return "sent";
  }

  public Integer tryReceive() {
    if (!senders.isEmpty()) {
      Sender sender = senders.poll();
      calls.end(sender.place, "sent");
      buffer.add(sender.element);
    }
    return buffer.poll();
  }

  public void send(int thread, int element) {
    int place = calls.begin(thread);
    if (place < 0) {
      return;
    }
    switch (trySend(element)) {
      case "sent" -> calls.end(place, "sent");
      case "closed" -> calls.end(place, "ChannelClosedException");
      default -> senders.add(new Sender(place, element));
    }
  }

  public void receive(int thread) {
    int place = calls.begin(thread);
    if (place < 0) {
      return;
    }
    Integer element = tryReceive();
    if (element != null || closed) {
      calls.end(place, element);
    } else {
      receivers.add(place);
    }
  }

  public void cancelCall(int thread, int number) {
    int place = Calls.placeOf(thread, number);
    if (calls.cancel(place)) {
      receivers.remove(place);
      senders.removeIf(each -> each.place == place);
    }
  }

  public boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    for (int each : receivers) {
      calls.end(each, null);
    }
    receivers.clear();
    return true;
  }

  public void cancel() {
    close();
    for (Sender each : senders) {
      calls.end(each.place, "ChannelClosedException");
    }
    senders.clear();
    undelivered.addAll(buffer);
    buffer.clear();
  }

  public int size() {
    return buffer.size();
  }

  public String end() {
    String ended = calls.toString();
    var left = new StringBuilder();
    for (Integer each = tryReceive(); each != null; each = tryReceive()) {
      left.append(' ').append(each);
    }
    return ended + "; left" + left + "; undelivered " + ChannelChecked.sorted(undelivered);
  }
}
