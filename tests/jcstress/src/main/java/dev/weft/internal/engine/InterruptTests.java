package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The failure of a scope against a result, a cancellation and the coroutine's next suspension: it
 * is met once, and nothing is lost by it. What the coroutine met at its two suspensions is the
 * result; a failure counts as "cancelled" there.
 */
public class InterruptTests {

  @JCStressTest
  @Outcome(
      id = "1 dispatched: one cancelled; disarmed 0",
      expect = Expect.ACCEPTABLE,
      desc = "the result came first; the failure is met next")
  @Outcome(
      id = "1 dispatched: cancelled end; disarmed 1",
      expect = Expect.ACCEPTABLE,
      desc = "the failure came first; the result came too late")
  public static class AgainstResult {
    @Actor
    public void fails(Scoped coroutine) {
      coroutine.fail();
    }

    @Actor
    public void resumes(Scoped coroutine) {
      coroutine.resume(coroutine.signal, "one", null);
    }

    @Arbiter
    public void end(Scoped coroutine, L_Result r) {
      r.r1 = coroutine.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "1 dispatched: cancelled cancelled; disarmed 1",
      expect = Expect.ACCEPTABLE,
      desc = "both are met, one after the other")
  public static class AgainstCancel {
    @Actor
    public void fails(Scoped coroutine) {
      coroutine.fail();
    }

    @Actor
    public void cancels(Scoped coroutine) {
      coroutine.cancel();
    }

    @Arbiter
    public void end(Scoped coroutine, L_Result r) {
      r.r1 = coroutine.finish();
    }
  }

  /** One thread runs the step that suspends for the second time. */
  @JCStressTest
  @Outcome(
      id = {"0 dispatched: one cancelled; disarmed 0", "1 dispatched: one cancelled; disarmed 1"},
      expect = Expect.ACCEPTABLE,
      desc = "met at the second suspension, before or after it")
  @Outcome(
      id = "1 dispatched: cancelled end; disarmed 1",
      expect = Expect.ACCEPTABLE,
      desc = "met at the first")
  public static class AgainstTheNextSuspension {
    @Actor
    public void fails(Scoped coroutine) {
      coroutine.fail();
    }

    @Actor
    public void resumesAndRuns(Scoped coroutine) {
      if (coroutine.resume(coroutine.signal, "one", null)) {
        coroutine.dispatched.getAndSet(0);
        coroutine.run();
      }
    }

    @Arbiter
    public void end(Scoped coroutine, L_Result r) {
      r.r1 = coroutine.finish();
    }
  }
}
