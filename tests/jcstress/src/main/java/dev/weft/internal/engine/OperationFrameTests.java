package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/**
 * Waking an operation against waking it again, cancelling its caller, and suspending in it once
 * more. The last result tells what the caller met at its two calls, and how often the operation was
 * given up.
 */
public class OperationFrameTests {

  @JCStressTest
  @Outcome(
      id = {"true, false, woken woken; abandoned 0", "false, true, woken woken; abandoned 0"},
      expect = Expect.ACCEPTABLE,
      desc = "woken once")
  public static class WakeTwice {
    @Actor
    public void first(Operating coroutine, ZZL_Result r) {
      r.r1 = coroutine.operation.wake();
    }

    @Actor
    public void second(Operating coroutine, ZZL_Result r) {
      r.r2 = coroutine.operation.wake();
    }

    @Arbiter
    public void end(Operating coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, cancelled woken; abandoned 0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled before it tried again; nothing has been taken")
  @Outcome(
      id = "false, true, cancelled woken; abandoned 1",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled in its first call")
  public static class WakeAgainstCancel {
    @Actor
    public void wakes(Operating coroutine, ZZL_Result r) {
      r.r1 = coroutine.operation.wake();
    }

    @Actor
    public void cancels(Operating coroutine, ZZL_Result r) {
      r.r2 = coroutine.cancel();
    }

    @Arbiter
    public void end(Operating coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  /** One thread wakes it and runs its step, which suspends in the same operation again. */
  @JCStressTest
  @Outcome(
      id = {"true, true, woken woken; abandoned 0", "true, false, woken woken; abandoned 0"},
      expect = Expect.ACCEPTABLE,
      desc = "the other woke it in its second call, or was too early")
  @Outcome(
      id = "false, true, woken woken; abandoned 0",
      expect = Expect.ACCEPTABLE,
      desc = "the other was first")
  public static class WakeAgainstTheNextCall {
    @Actor
    public void wakesAndRuns(Operating coroutine, ZZL_Result r) {
      r.r1 = coroutine.operation.wake();
      if (r.r1) {
        coroutine.step();
      }
    }

    @Actor
    public void wakes(Operating coroutine, ZZL_Result r) {
      r.r2 = coroutine.operation.wake();
    }

    @Arbiter
    public void end(Operating coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  /** The same against a canceller. */
  @JCStressTest
  @Outcome(
      id = "true, true, woken cancelled; abandoned 1",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled in its second call")
  @Outcome(
      id = "true, true, woken cancelled; abandoned 0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled while it ran")
  @Outcome(
      id = "true, true, cancelled woken; abandoned 0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled before it tried again")
  @Outcome(
      id = "false, true, cancelled woken; abandoned 1",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled in its first call")
  public static class CancelAgainstTheNextCall {
    @Actor
    public void wakesAndRuns(Operating coroutine, ZZL_Result r) {
      r.r1 = coroutine.operation.wake();
      if (r.r1) {
        coroutine.step();
      }
    }

    @Actor
    public void cancels(Operating coroutine, ZZL_Result r) {
      r.r2 = coroutine.cancel();
    }

    @Arbiter
    public void end(Operating coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }
}
