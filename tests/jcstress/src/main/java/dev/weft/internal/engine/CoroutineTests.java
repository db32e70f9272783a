package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/**
 * Waking against cancelling, waking again, and suspending. The last result tells how often the
 * coroutine was dispatched, what it met at its two suspension points, and how often the event was
 * told that nobody waits any more.
 */
public class CoroutineTests {

  @JCStressTest
  @Outcome(
      id = "true, false, 1 dispatched: a end; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "the first woke it")
  @Outcome(
      id = "false, true, 1 dispatched: b end; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "the second woke it")
  public static class ResumeTwice {
    @Actor
    public void first(Suspended coroutine, ZZL_Result r) {
      r.r1 = coroutine.resume(coroutine.signal, "a", null);
    }

    @Actor
    public void second(Suspended coroutine, ZZL_Result r) {
      r.r2 = coroutine.resume(coroutine.signal, "b", null);
    }

    @Arbiter
    public void end(Suspended coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, 1 dispatched: a cancelled; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "woken, then cancelled at its next suspension point")
  @Outcome(
      id = "false, true, 1 dispatched: cancelled end; disarmed 1",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled where it waited")
  public static class ResumeAgainstCancel {
    @Actor
    public void resumes(Suspended coroutine, ZZL_Result r) {
      r.r1 = coroutine.resume(coroutine.signal, "a", null);
    }

    @Actor
    public void cancels(Suspended coroutine, ZZL_Result r) {
      r.r2 = coroutine.cancel();
    }

    @Arbiter
    public void end(Suspended coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, 1 dispatched: cancelled end; disarmed 1",
      expect = Expect.ACCEPTABLE,
      desc = "both are accepted; the first has not been met, and stands for both")
  public static class CancelTwice {
    @Actor
    public void first(Suspended coroutine, ZZL_Result r) {
      r.r1 = coroutine.cancel();
    }

    @Actor
    public void second(Suspended coroutine, ZZL_Result r) {
      r.r2 = coroutine.cancel();
    }

    @Arbiter
    public void end(Suspended coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "false, true, 0 dispatched: ; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled before it had begun")
  @Outcome(
      id = "false, true, 0 dispatched: cancelled end; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled before it was suspended")
  @Outcome(
      id = "false, true, 1 dispatched: cancelled end; disarmed 1",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled where it waits")
  public static class SuspendAgainstCancel {
    @Actor
    public void suspends(NotBegun coroutine) {
      coroutine.run();
    }

    @Actor
    public void cancels(NotBegun coroutine, ZZL_Result r) {
      r.r2 = coroutine.cancel();
    }

    @Arbiter
    public void end(NotBegun coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "false, false, 0 dispatched: end end; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "too early: it did not wait yet")
  @Outcome(
      id = "true, false, 1 dispatched: a end; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "woken")
  public static class SuspendAgainstResume {
    @Actor
    public void suspends(NotBegun coroutine) {
      coroutine.run();
    }

    @Actor
    public void resumes(NotBegun coroutine, ZZL_Result r) {
      r.r1 = coroutine.resume(coroutine.signal, "a", null);
    }

    @Arbiter
    public void end(NotBegun coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, false, 1 dispatched: a cancelled; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "the first woke it")
  @Outcome(
      id = "false, true, 1 dispatched: b cancelled; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "the second woke it")
  @Outcome(
      id = "false, false, 1 dispatched: cancelled end; disarmed 1",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled where it waited")
  public static class ResumeTwiceAgainstCancel {
    @Actor
    public void first(Suspended coroutine, ZZL_Result r) {
      r.r1 = coroutine.resume(coroutine.signal, "a", null);
    }

    @Actor
    public void second(Suspended coroutine, ZZL_Result r) {
      r.r2 = coroutine.resume(coroutine.signal, "b", null);
    }

    @Actor
    public void cancels(Suspended coroutine) {
      coroutine.cancel();
    }

    @Arbiter
    public void end(Suspended coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }
}
