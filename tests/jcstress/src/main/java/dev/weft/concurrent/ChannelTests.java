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
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Hand-overs against cancellations, closing and one another. */
public class ChannelTests {

  /** A coroutine that waits to receive. */
  @State
  public static class Receiving {
    final Steps steps = new Steps();
    final AtomicInteger handedBack = new AtomicInteger();
    final Channel<String> channel = Channel.rendezvous(back -> handedBack.incrementAndGet());
    final Task<Object> task = steps.start(channel, "receiveOrNull");

    /** One that is suspended. */
    public Receiving() {
      steps.run();
    }

    String finish() {
      steps.run();
      return Steps.end(task) + ", back " + handedBack + ", next " + channel.trySend("next");
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, x, back 0, next false",
      expect = Expect.ACCEPTABLE,
      desc = "handed over first; it ends before it could meet the cancellation")
  @Outcome(
      id = "false, true, cancelled, back 0, next false",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; the element is its sender's")
  public static class HandOverAgainstCancel {
    @Actor
    public void sends(Receiving r, ZZL_Result result) {
      result.r1 = r.channel.trySend("x");
    }

    @Actor
    public void cancels(Receiving r, ZZL_Result result) {
      result.r2 = r.task.cancel(false);
    }

    @Arbiter
    public void end(Receiving r, ZZL_Result result) {
      result.r3 = r.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = {"true, false, x, back 0, next false", "false, true, y, back 0, next false"},
      expect = Expect.ACCEPTABLE,
      desc = "one of them has found it")
  public static class TwoHandOvers {
    @Actor
    public void one(Receiving r, ZZL_Result result) {
      result.r1 = r.channel.trySend("x");
    }

    @Actor
    public void two(Receiving r, ZZL_Result result) {
      result.r2 = r.channel.trySend("y");
    }

    @Arbiter
    public void end(Receiving r, ZZL_Result result) {
      result.r3 = r.finish();
    }
  }

  /** A coroutine that begins to receive while others do something. */
  @State
  public static class Beginning {
    final Steps steps = new Steps();
    final Channel<String> channel = Channel.buffered(1);
    final Task<Object> task = steps.start(channel, "receiveOrNull");
  }

  @JCStressTest
  @Outcome(
      id = "true, true, x",
      expect = Expect.ACCEPTABLE,
      desc = "received, or cancelled too late")
  @Outcome(
      id = "true, true, cancelled, left x",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; the element is there still")
  public static class SuspendingAgainstSendAndCancel {
    @Actor
    public void receives(Beginning r) {
      r.steps.run();
    }

    @Actor
    public void sends(Beginning r, ZZL_Result result) {
      result.r1 = r.channel.trySend("x");
    }

    @Actor
    public void cancels(Beginning r, ZZL_Result result) {
      result.r2 = r.task.cancel(false) || r.task.isDone();
    }

    @Arbiter
    public void end(Beginning r, ZZL_Result result) {
      r.steps.run();
      String left = r.channel.tryReceive();
      result.r3 = Steps.end(r.task) + (left == null ? "" : ", left " + left);
    }
  }

  /** A coroutine that waits for two channels. */
  @State
  public static class Selecting {
    final Steps steps = new Steps();
    final Channel<String> one = Channel.rendezvous();
    final Channel<String> two = Channel.rendezvous();
    final Task<Object> task =
        steps.start(
            Select.<Object>of()
                .onReceiveOrNull(one, v -> "one " + v)
                .onReceiveOrNull(two, v -> "two " + v),
            "await");

    /** One that is suspended. */
    public Selecting() {
      steps.run();
    }

    String finish() {
      steps.run();
      boolean left = one.toString().contains("1 receiving") || two.toString().contains("1 rec");
      return Steps.end(task) + (left ? ", left behind" : "");
    }
  }

  @JCStressTest
  @Outcome(id = "true, true, two x", expect = Expect.ACCEPTABLE, desc = "sent first")
  @Outcome(id = "false, true, one null", expect = Expect.ACCEPTABLE, desc = "closed first")
  public static class SelectAgainstClose {
    @Actor
    public void sends(Selecting s, ZZL_Result result) {
      result.r1 = s.two.trySend("x");
    }

    @Actor
    public void closes(Selecting s, ZZL_Result result) {
      result.r2 = s.one.close();
    }

    @Arbiter
    public void end(Selecting s, ZZL_Result result) {
      result.r3 = s.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = {"true, false, one x", "false, true, two y"},
      expect = Expect.ACCEPTABLE,
      desc = "one of them has been taken, the other one stays with its sender")
  public static class SelectAgainstTwoSends {
    @Actor
    public void one(Selecting s, ZZL_Result result) {
      result.r1 = s.one.trySend("x");
    }

    @Actor
    public void two(Selecting s, ZZL_Result result) {
      result.r2 = s.two.trySend("y");
    }

    @Arbiter
    public void end(Selecting s, ZZL_Result result) {
      result.r3 = s.finish();
    }
  }

  /** Two selects that begin to wait, each for what the other one offers on two channels. */
  @State
  public static class Meeting {
    final Steps first = new Steps();
    final Steps second = new Steps();
    final Channel<String> one = Channel.rendezvous();
    final Channel<String> two = Channel.rendezvous();
    final Task<Object> a =
        first.start(
            Select.<Object>inOrder()
                .onSend(one, "x", () -> "sent x")
                .onReceive(two, v -> "received " + v),
            "await");
    final Task<Object> b =
        second.start(
            Select.<Object>inOrder()
                .onSend(two, "y", () -> "sent y")
                .onReceive(one, v -> "received " + v),
            "await");
  }

  @JCStressTest
  @Outcome(
      id = {"true, true, sent x; received x", "true, true, received y; sent y"},
      expect = Expect.ACCEPTABLE,
      desc = "they have met on one of the two")
  public static class SelectsThatMeet {
    @Actor
    public void first(Meeting m, ZZL_Result result) {
      m.first.run();
      result.r1 = true;
    }

    @Actor
    public void second(Meeting m, ZZL_Result result) {
      m.second.run();
      result.r2 = true;
    }

    @Arbiter
    public void end(Meeting m, ZZL_Result result) {
      m.first.run();
      m.second.run();
      m.first.run();
      result.r3 = Steps.end(m.a) + "; " + Steps.end(m.b);
    }
  }
}
