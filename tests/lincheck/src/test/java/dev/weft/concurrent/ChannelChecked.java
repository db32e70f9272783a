package dev.weft.concurrent;

import dev.weft.lincheck.CheckedCalls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** A channel of any kind: each element is somebody's, in order, whoever is cancelled. */
public abstract class ChannelChecked extends CheckedCalls {

  private final List<Integer> undelivered = new CopyOnWriteArrayList<>();
  private final Channel<Integer> channel;

  ChannelChecked(Function<Consumer<Integer>, Channel<Integer>> kind) {
    channel = kind.apply(undelivered::add);
  }

  @Operation
  public String trySend(@Param(gen = IntGen.class, conf = "1:9") int element) {
    try {
      return channel.trySend(element) ? "sent" : "full";
    } catch (ChannelClosedException closed) {
      return "closed";
    }
  }

  @Operation
  public Integer tryReceive() {
    return channel.tryReceive();
  }

  @Operation
  public void send(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "1:9") int element) {
    calls.begin(
        thread,
        () -> {
          channel.send(element);
          return "sent";
        });
  }

  @Operation
  public void receive(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(thread, () -> channel.receiveOrNull());
  }

  @Operation
  public boolean close() {
    return channel.close();
  }

  @Operation
  public void cancel() {
    channel.cancel();
  }

  @Operation
  public int size() {
    return channel.size();
  }

  @Override
  public String end() {
    String ended = calls.toString();
    var left = new StringBuilder();
    for (Integer each = channel.tryReceive(); each != null; each = channel.tryReceive()) {
      left.append(' ').append(each);
    }
    return ended + "; left" + left + "; undelivered " + sorted(undelivered);
  }

  /** Without a stream, whose many classes Lincheck would have to look into first. */
  static List<Integer> sorted(Collection<Integer> elements) {
    var sorted = new ArrayList<>(elements);
    Collections.sort(sorted);
    return sorted;
  }
}
