package dev.weft.concurrent;

import dev.weft.Steps;
import dev.weft.Task;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Senders and receivers that begin to wait while the other side comes, and the end of a channel.
 */
public class ChannelSuspendTests {

  /** A sender and a receiver, neither of which has begun. */
  @State
  public static class Both {
    final Steps sending = new Steps();
    final Steps receiving = new Steps();
    final Channel<String> channel = Channel.rendezvous();
    final Task<Object> sender = sending.start(channel, "send", "x");
    final Task<Object> receiver = receiving.start(channel, "receiveOrNull");

    void finish(LLL_Result r) {
      for (int i = 0; i < 2; i++) { // one may wake the other
        sending.run();
        receiving.run();
      }
      r.r1 = Steps.end(sender);
      r.r2 = Steps.end(receiver);
      r.r3 = channel.tryReceive();
    }
  }

  @JCStressTest
  @Outcome(id = "done, x, null", expect = Expect.ACCEPTABLE, desc = "they have met")
  public static class SendAgainstReceive {
    @Actor
    public void sends(Both s, LLL_Result r) {
      s.sending.run();
    }

    @Actor
    public void receives(Both s, LLL_Result r) {
      s.receiving.run();
    }

    @Arbiter
    public void end(Both s, LLL_Result r) {
      s.finish(r);
    }
  }

  /** The receiver waits. */
  @State
  public static class Waiting extends Both {
    public Waiting() {
      receiving.run();
    }
  }

  @JCStressTest
  @Outcome(id = "done, x, null", expect = Expect.ACCEPTABLE, desc = "handed over first")
  @Outcome(
      id = "waits, cancelled, x",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; the sender waits for the next")
  public static class SendAgainstCancelledReceive {
    @Actor
    public void sends(Waiting s, LLL_Result r) {
      s.sending.run();
    }

    @Actor
    public void cancels(Waiting s, LLL_Result r) {
      s.receiver.cancel(false);
    }

    @Arbiter
    public void end(Waiting s, LLL_Result r) {
      s.finish(r);
    }
  }

  /** A receiver that has not begun. */
  @State
  public static class Arriving {
    final Steps steps = new Steps();
    final Channel<String> channel = Channel.buffered(1);
    final Task<Object> receiver = steps.start(channel, "receiveOrNull");
  }

  @JCStressTest
  @Outcome(id = "true, x, null", expect = Expect.ACCEPTABLE, desc = "received")
  public static class ReceiveAgainstSend {
    @Actor
    public void receives(Arriving s, LLL_Result r) {
      s.steps.run();
    }

    @Actor
    public void sends(Arriving s, LLL_Result r) {
      r.r1 = s.channel.trySend("x");
    }

    @Arbiter
    public void end(Arriving s, LLL_Result r) {
      s.steps.run();
      r.r2 = Steps.end(s.receiver);
      r.r3 = s.channel.tryReceive();
    }
  }

  /** Also where it is cancelled before it has come to wait. */
  @JCStressTest
  @Outcome(
      id = "true, cancelled, true",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled; nothing is left behind")
  public static class ReceiveAgainstCancel {
    @Actor
    public void receives(Arriving s, LLL_Result r) {
      s.steps.run();
    }

    @Actor
    public void cancels(Arriving s, LLL_Result r) {
      r.r1 = s.receiver.cancel(false);
    }

    @Arbiter
    public void end(Arriving s, LLL_Result r) {
      s.steps.run();
      r.r2 = Steps.end(s.receiver);
      r.r3 = s.channel.trySend("x") && s.channel.size() == 1;
    }
  }

  @JCStressTest
  @Outcome(id = "true, done, true", expect = Expect.ACCEPTABLE, desc = "it has found the end")
  public static class ReceiveAgainstClose {
    @Actor
    public void receives(Arriving s, LLL_Result r) {
      s.steps.run();
    }

    @Actor
    public void closes(Arriving s, LLL_Result r) {
      r.r1 = s.channel.close();
    }

    @Arbiter
    public void end(Arriving s, LLL_Result r) {
      s.steps.run();
      r.r2 = Steps.end(s.receiver);
      r.r3 = s.channel.isDrained();
    }
  }

  /** A sender that has not begun, and a channel that is full. */
  @State
  public static class Full {
    final Steps steps = new Steps();
    final Channel<String> channel = Channel.buffered(1);
    final Task<Object> sender = steps.start(channel, "send", "b");

    public Full() {
      channel.trySend("a");
    }
  }

  @JCStressTest
  @Outcome(id = "a, done, b", expect = Expect.ACCEPTABLE, desc = "it has found room")
  public static class SendAgainstRoom {
    @Actor
    public void sends(Full s, LLL_Result r) {
      s.steps.run();
    }

    @Actor
    public void receives(Full s, LLL_Result r) {
      r.r1 = s.channel.tryReceive();
    }

    @Arbiter
    public void end(Full s, LLL_Result r) {
      s.steps.run();
      r.r2 = Steps.end(s.sender);
      r.r3 = s.channel.tryReceive();
    }
  }

  /** A channel with room for one, whose undelivered elements are counted. */
  @State
  public static class Empty {
    final AtomicInteger undelivered = new AtomicInteger();
    final Channel<String> channel = Channel.buffered(1, element -> undelivered.incrementAndGet());

    Object trySend() {
      try {
        return channel.trySend("x");
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }
  }

  @JCStressTest
  @Outcome(id = "true, true, x", expect = Expect.ACCEPTABLE, desc = "sent first; it is received")
  @Outcome(id = "closed, true, null", expect = Expect.ACCEPTABLE, desc = "closed first")
  public static class SendAgainstClose {
    @Actor
    public void sends(Empty s, LLL_Result r) {
      r.r1 = s.trySend();
    }

    @Actor
    public void closes(Empty s, LLL_Result r) {
      r.r2 = s.channel.close();
    }

    @Arbiter
    public void end(Empty s, LLL_Result r) {
      r.r3 = s.channel.tryReceive();
    }
  }

  @JCStressTest
  @Outcome(id = "true, 1, null", expect = Expect.ACCEPTABLE, desc = "sent first, and given up")
  @Outcome(id = "closed, 0, null", expect = Expect.ACCEPTABLE, desc = "cancelled first")
  public static class SendAgainstChannelCancel {
    @Actor
    public void sends(Empty s, LLL_Result r) {
      r.r1 = s.trySend();
    }

    @Actor
    public void cancels(Empty s, LLL_Result r) {
      s.channel.cancel();
    }

    @Arbiter
    public void end(Empty s, LLL_Result r) {
      r.r2 = s.undelivered.get();
      r.r3 = s.channel.tryReceive();
    }
  }

  /** A channel that keeps the last element, and has one. */
  @State
  public static class Latest {
    final AtomicInteger undelivered = new AtomicInteger();
    final Channel<String> channel = Channel.latest(element -> undelivered.incrementAndGet());

    public Latest() {
      channel.trySend("a");
    }
  }

  @JCStressTest
  @Outcome(id = "a, b, 0", expect = Expect.ACCEPTABLE, desc = "received first")
  @Outcome(id = "b, null, 1", expect = Expect.ACCEPTABLE, desc = "replaced first")
  public static class ReplaceAgainstReceive {
    @Actor
    public void replaces(Latest s, LLL_Result r) {
      s.channel.trySend("b");
    }

    @Actor
    public void receives(Latest s, LLL_Result r) {
      r.r1 = s.channel.tryReceive();
    }

    @Arbiter
    public void end(Latest s, LLL_Result r) {
      r.r2 = s.channel.tryReceive();
      r.r3 = s.undelivered.get();
    }
  }

  /** A select and a sender that have not begun. */
  @State
  public static class Selecting {
    final Steps selecting = new Steps();
    final Steps sending = new Steps();
    final Channel<String> one = Channel.rendezvous();
    final Channel<String> two = Channel.rendezvous();
    final Task<Object> select =
        selecting.start(
            Select.<Object>of()
                .onReceive(one, element -> "one " + element)
                .onReceive(two, element -> "two " + element),
            "await");
    final Task<Object> sender = sending.start(two, "send", "x");

    void finish(LLL_Result r) {
      for (int i = 0; i < 2; i++) {
        sending.run();
        selecting.run();
      }
      r.r1 = Steps.end(select);
      r.r2 = Steps.end(sender);
      r.r3 = one.toString().contains("1 receiving") || two.toString().contains("1 receiving");
    }
  }

  @JCStressTest
  @Outcome(id = "two x, done, false", expect = Expect.ACCEPTABLE, desc = "they have met")
  public static class SelectAgainstSend {
    @Actor
    public void selects(Selecting s, LLL_Result r) {
      s.selecting.run();
    }

    @Actor
    public void sends(Selecting s, LLL_Result r) {
      s.sending.run();
    }

    @Arbiter
    public void end(Selecting s, LLL_Result r) {
      s.finish(r);
    }
  }

  @JCStressTest
  @Outcome(
      id = "two x, done, false",
      expect = Expect.ACCEPTABLE,
      desc = "it had begun and was handed the element")
  @Outcome(
      id = "cancelled, waits, false",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; nothing is left behind")
  public static class SelectAgainstCancel {
    @Actor
    public void selects(Selecting s, LLL_Result r) {
      s.selecting.run();
      s.sending.run();
    }

    @Actor
    public void cancels(Selecting s, LLL_Result r) {
      s.select.cancel(false);
    }

    @Arbiter
    public void end(Selecting s, LLL_Result r) {
      s.finish(r);
    }
  }
}
