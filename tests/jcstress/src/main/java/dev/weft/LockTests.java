package dev.weft;

import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncSemaphore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A hand-over against a cancellation: a lock, or a permit, is somebody's, and one's only. */
public class LockTests {

  /** A permit that somebody has, and a coroutine that waits for it. */
  @State
  public static class Permit {
    final AsyncSemaphore semaphore = new AsyncSemaphore(0);
    final Steps scheduler = new Steps();
    final Task<Object> task = scheduler.start(semaphore, "acquire");

    /** One that is suspended. */
    public Permit() {
      scheduler.run();
    }

    String finish() {
      scheduler.run();
      return Steps.end(task)
          + "; permits "
          + semaphore.availablePermits()
          + ", waiting "
          + semaphore.getQueueLength();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, done; permits 0, waiting 0",
      expect = Expect.ACCEPTABLE,
      desc = "handed over first")
  @Outcome(
      id = "true, true, cancelled; permits 1, waiting 0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; the permit is there for others")
  public static class ReleaseAgainstCancel {
    @Actor
    public void releases(Permit state, ZZL_Result r) {
      state.semaphore.release();
      r.r1 = true;
    }

    @Actor
    public void cancels(Permit state, ZZL_Result r) {
      r.r2 = state.task.cancel(false);
    }

    @Arbiter
    public void end(Permit state, ZZL_Result r) {
      r.r3 = state.finish();
    }
  }

  /** A lock, and a coroutine that is about to take it. */
  @State
  public static class Lock {
    final AsyncLock lock = new AsyncLock();
    final Steps scheduler = new Steps();
    final Task<Object> task = scheduler.start(lock, "lock");

    String finish() {
      scheduler.run();
      return Steps.end(task) + "; " + (lock.isLocked() ? "locked" : "free") + lock.getQueueLength();
    }
  }

  @JCStressTest
  @Outcome(id = "true, true, done; locked0", expect = Expect.ACCEPTABLE, desc = "handed over first")
  @Outcome(
      id = "true, true, cancelled; free0",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first; the lock is free")
  public static class UnlockAgainstCancel {
    @Actor
    public void unlocks(Lock state, ZZL_Result r) {
      r.r1 = state.lock.tryLock();
      state.scheduler.run(); // the coroutine waits
      state.lock.unlock();
    }

    @Actor
    public void cancels(Lock state, ZZL_Result r) {
      r.r2 = state.task.cancel(false);
    }

    @Arbiter
    public void end(Lock state, ZZL_Result r) {
      r.r3 = state.finish();
    }
  }

  @JCStressTest
  @Outcome(
      id = "true, true, done; locked0",
      expect = Expect.ACCEPTABLE,
      desc = "whoever was first, the coroutine has it in the end")
  public static class UnlockAgainstArrival {
    @Actor
    public void unlocks(Lock state, ZZL_Result r) {
      if (state.lock.tryLock()) {
        state.lock.unlock();
      }
      r.r1 = true;
    }

    @Actor
    public void arrives(Lock state, ZZL_Result r) {
      state.scheduler.run();
      r.r2 = true;
    }

    @Arbiter
    public void end(Lock state, ZZL_Result r) {
      r.r3 = state.finish();
    }
  }
}
