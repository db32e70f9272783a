package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.CheckedCalls;
import dev.weft.lincheck.SequentialCalls;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * Selects over two channels without room: some receive from either, some send to the first or
 * receive from the second, and some the other way round, so that they meet one another.
 */
public class SelectTest extends CheckedCalls {

  private final List<Channel<Integer>> channels =
      List.of(Channel.rendezvous(), Channel.rendezvous());

  @Operation
  public boolean trySend(
      @Param(gen = IntGen.class, conf = "0:1") int channel,
      @Param(gen = IntGen.class, conf = "1:9") int element) {
    return channels.get(channel).trySend(element);
  }

  @Operation
  public Integer tryReceive(@Param(gen = IntGen.class, conf = "0:1") int channel) {
    return channels.get(channel).tryReceive();
  }

  @Operation
  public void receiveFromEither(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(
        thread,
        () ->
            Select.<Object>inOrder()
                .onReceive(channels.get(0), element -> "0:" + element)
                .onReceive(channels.get(1), element -> "1:" + element)
                .await());
  }

  @Operation
  public void exchange(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "0:1") int sending,
      @Param(gen = IntGen.class, conf = "1:9") int element) {
    calls.begin(
        thread,
        () ->
            Select.<Object>inOrder()
                .onSend(channels.get(sending), element, () -> "sent")
                .onReceive(channels.get(1 - sending), got -> (1 - sending) + ":" + got)
                .await());
  }

  @Override
  public String end() {
    return calls + "; " + channels;
  }

  /** The same for one thread. */
  public static class Sequential {

    /** A clause; it sends if it has an element. */
    private record Clause(int place, int channel, Integer element) {}

    private final SequentialCalls calls = new SequentialCalls();
    private final List<Clause> waiting = new ArrayList<>();

    public boolean trySend(int channel, int element) {
      Clause receiver = other(channel, false);
      if (receiver != null) {
        end(receiver, element);
      }
      return receiver != null;
    }

    public Integer tryReceive(int channel) {
      Clause sender = other(channel, true);
      if (sender != null) {
        end(sender, null);
      }
      return sender == null ? null : sender.element;
    }

    public void receiveFromEither(int thread) {
      int place = calls.begin(thread);
      select(new Clause(place, 0, null), new Clause(place, 1, null));
    }

    public void exchange(int thread, int sending, int element) {
      int place = calls.begin(thread);
      select(new Clause(place, sending, element), new Clause(place, 1 - sending, null));
    }

    private void select(Clause... clauses) {
      for (Clause each : clauses) {
        Clause met = each.place < 0 ? null : other(each.channel, each.element == null);
        if (met != null) {
          end(met, each.element);
          end(each, met.element);
          return;
        }
      }
      if (clauses[0].place >= 0) {
        waiting.addAll(List.of(clauses));
      }
    }

    private Clause other(int channel, boolean sends) {
      for (Clause each : waiting) {
        if (each.channel == channel && (each.element != null) == sends) {
          return each;
        }
      }
      return null;
    }

    private void end(Clause clause, Integer received) {
      calls.end(clause.place, clause.element == null ? clause.channel + ":" + received : "sent");
      waiting.removeIf(each -> each.place == clause.place);
    }

    public void cancelCall(int thread, int number) {
      int place = Calls.placeOf(thread, number);
      if (calls.cancel(place)) {
        waiting.removeIf(each -> each.place == place);
      }
    }

    public String end() {
      var text = new StringBuilder();
      for (int channel = 0; channel < 2; channel++) {
        text.append(channel == 0 ? "[" : ", ")
            .append("Channel[rendezvous, 0 elements, ")
            .append(count(channel, false))
            .append(" receiving, ")
            .append(count(channel, true))
            .append(" sending]");
      }
      return calls + "; " + text + "]";
    }

    private long count(int channel, boolean sends) {
      return waiting.stream()
          .filter(each -> each.channel == channel && (each.element != null) == sends)
          .count();
    }
  }
}
