package dev.weft;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A resumption against a second one and a cancellation: a value is somebody's, and one's only. */
public class ResumptionTests {

  @JCStressTest
  @Outcome(
      id = {
        "true, false, one; actions 0, given back 0",
        "false, true, two; actions 0, given back 0"
      },
      expect = Expect.ACCEPTABLE,
      desc = "resumed once")
  public static class ResumeTwice {
    @Actor
    public void one(Resumed coroutine, ZZL_Result r) {
      r.r1 = coroutine.resume("one");
    }

    @Actor
    public void two(Resumed coroutine, ZZL_Result r) {
      r.r2 = coroutine.resume("two");
    }

    @Arbiter
    public void end(Resumed coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, one; actions 0, given back 0",
      expect = Expect.ACCEPTABLE,
      desc = "resumed first; it ends before it could meet the cancellation")
  @Outcome(
      id = "false, true, cancelled; actions 1, given back 0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; the value stays with its maker")
  public static class ResumeAgainstCancel {
    @Actor
    public void resumes(Resumed coroutine, ZZL_Result r) {
      r.r1 = coroutine.resume("one");
    }

    @Actor
    public void cancels(Resumed coroutine, ZZL_Result r) {
      r.r2 = coroutine.task.cancel(false);
    }

    @Arbiter
    public void end(Resumed coroutine, ZZL_Result r) {
      r.r3 = coroutine.finish();
    }
  }

  /** A reusable resumption, and whoever waits for it. */
  @State
  public static class Slot {
    final ReusableResumption<String> slot = new ReusableResumption<>();
    final Steps scheduler = new Steps();
    final Task<Object> task = scheduler.start(slot, "await");

    String finish() {
      scheduler.run();
      return Steps.end(task) + "; " + slot;
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, one; ReusableResumption[resumed]",
      expect = Expect.ACCEPTABLE,
      desc = "one was taken before the other came, which is kept")
  @Outcome(
      id = "true, false, one; ReusableResumption[empty]",
      expect = Expect.ACCEPTABLE,
      desc = "the second one was refused")
  public static class ReusedTwice {
    @Actor
    public void runs(Slot state) {
      state.scheduler.run();
    }

    @Actor
    public void resumes(Slot state, ZZL_Result r) {
      r.r1 = state.slot.resume("one");
      r.r2 = state.slot.resume("two");
    }

    @Arbiter
    public void end(Slot state, ZZL_Result r) {
      r.r3 = state.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, one; ReusableResumption[empty]",
      expect = Expect.ACCEPTABLE,
      desc = "resumed first; it ends before it could meet the cancellation")
  @Outcome(
      id = "true, true, cancelled; ReusableResumption[resumed]",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; the value is kept for who comes next")
  public static class ReusedAgainstCancel {
    @Actor
    public void resumes(Slot state, ZZL_Result r) {
      state.scheduler.run();
      r.r1 = state.slot.resume("one");
    }

    @Actor
    public void cancels(Slot state, ZZL_Result r) {
      r.r2 = state.task.cancel(false);
    }

    @Arbiter
    public void end(Slot state, ZZL_Result r) {
      r.r3 = state.finish();
    }
  }
}
