package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Completing against completing, subscribing and unsubscribing. */
public class CompletionTests {

  @JCStressTest
  @Outcome(id = "true, false, value, value", expect = Expect.ACCEPTABLE, desc = "the value")
  @Outcome(id = "false, true, failed, failed", expect = Expect.ACCEPTABLE, desc = "the failure")
  public static class FirstOutcomeWins {
    @Actor
    public void completes(Result result, LLLL_Result r) {
      result.subscribe(result.one);
      r.r1 = result.completeWith("value");
    }

    @Actor
    public void fails(Result result, LLLL_Result r) {
      r.r2 = result.failWith("failed");
    }

    @Arbiter
    public void outcome(Result result, LLLL_Result r) {
      r.r3 = result.outcome();
      r.r4 = result.one.told == 1 ? result.one.seen : "told " + result.one.told;
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each told once")
  public static class SubscribeAgainstComplete {
    @Actor
    public void subscribes(Result result) {
      result.subscribe(result.one);
      result.subscribe(result.two);
    }

    @Actor
    public void completes(Result result) {
      result.completeWith("value");
    }

    @Arbiter
    public void told(Result result, II_Result r) {
      r.r1 = result.one.told;
      r.r2 = result.two.told;
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each told once")
  public static class TwoSubscribersAndComplete {
    @Actor
    public void subscribes(Result result) {
      result.subscribe(result.one);
    }

    @Actor
    public void subscribesToo(Result result) {
      result.subscribe(result.two);
    }

    @Actor
    public void completes(Result result) {
      result.completeWith("value");
    }

    @Arbiter
    public void told(Result result, II_Result r) {
      r.r1 = result.one.told;
      r.r2 = result.two.told;
    }
  }

  @JCStressTest
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "forgotten in time")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "told before")
  public static class UnsubscribeAgainstComplete {
    @Actor
    public void subscribes(Result result) {
      result.subscribe(result.one);
      result.subscribe(result.two);
      result.unsubscribe(result.one);
    }

    @Actor
    public void completes(Result result) {
      result.completeWith("value");
    }

    @Arbiter
    public void told(Result result, II_Result r) {
      r.r1 = result.one.told;
      r.r2 = result.two.told;
    }
  }

  @JCStressTest
  @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "one forgotten, the other told")
  public static class UnsubscribeAgainstSubscribe {
    @Actor
    public void unsubscribes(Result result) {
      result.subscribe(result.one);
      result.unsubscribe(result.one);
    }

    @Actor
    public void subscribes(Result result) {
      result.subscribe(result.two);
    }

    @Arbiter
    public void told(Result result, III_Result r) {
      r.r3 = result.completeWith("value") ? 1 : 0;
      r.r1 = result.one.told;
      r.r2 = result.two.told;
    }
  }

  /** What a waiter sees is the whole result, also where its fields are plain. */
  @JCStressTest
  @Outcome(id = "null, null", expect = Expect.ACCEPTABLE, desc = "not yet")
  @Outcome(id = "done, 42", expect = Expect.ACCEPTABLE, desc = "whole")
  public static class Publication {
    @Actor
    public void completes(Result result) {
      result.completeWith(new int[] {42});
    }

    @Actor
    public void looks(Result result, LL_Result r) {
      if (result.isDone()) {
        r.r1 = "done";
        r.r2 = ((int[]) result.outcome())[0];
      }
    }
  }
}
