package dev.weft.concurrent;

import dev.weft.Steps;
import dev.weft.Task;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Latches, events, barriers and the like against those who come just then, or are cancelled. */
public class SignalTests {

  @State
  public static class Permit {
    final AsyncSemaphore semaphore = new AsyncSemaphore(0);
    final Steps steps = new Steps();
    final Task<Object> task = steps.start(semaphore, "acquire");

    String finish() {
      steps.run();
      return Steps.end(task);
    }
  }

  @JCStressTest
  @Outcome(
      id = "done, 0",
      expect = Expect.ACCEPTABLE,
      desc = "whoever was first, it has the permit")
  public static class ReleaseAgainstArrival {
    @Actor
    public void arrives(Permit s, LL_Result r) {
      s.steps.run();
    }

    @Actor
    public void releases(Permit s, LL_Result r) {
      s.semaphore.release();
    }

    @Arbiter
    public void end(Permit s, LL_Result r) {
      r.r1 = s.finish();
      r.r2 = s.semaphore.availablePermits();
    }
  }

  @State
  public static class Latch {
    final AsyncLatch latch = new AsyncLatch(1);
    final Steps steps = new Steps();
    final Task<Object> task = steps.start(latch, "await");

    String finish() {
      steps.run();
      return Steps.end(task);
    }
  }

  @JCStressTest
  @Outcome(id = "done, 0", expect = Expect.ACCEPTABLE, desc = "let through")
  public static class CountDownAgainstArrival {
    @Actor
    public void arrives(Latch s, LL_Result r) {
      s.steps.run();
    }

    @Actor
    public void countsDown(Latch s, LL_Result r) {
      s.latch.countDown();
    }

    @Arbiter
    public void end(Latch s, LL_Result r) {
      r.r1 = s.finish();
      r.r2 = s.latch.getCount();
    }
  }

  @State
  public static class Signal {
    final AsyncEvent event = new AsyncEvent();
    final Steps steps = new Steps();
    final Task<Object> task = steps.start(event, "await");

    String finish() {
      steps.run();
      return Steps.end(task);
    }
  }

  @JCStressTest
  @Outcome(id = "done, true", expect = Expect.ACCEPTABLE, desc = "let through")
  public static class SetAgainstArrival {
    @Actor
    public void arrives(Signal s, LL_Result r) {
      s.steps.run();
    }

    @Actor
    public void sets(Signal s, LL_Result r) {
      s.event.set();
    }

    @Arbiter
    public void end(Signal s, LL_Result r) {
      r.r1 = s.finish();
      r.r2 = s.event.isSet();
    }
  }

  @State
  public static class Value {
    final StateValue<String> value = new StateValue<>("a");
    final Steps steps = new Steps();
    final Task<Object> task = steps.start(value, "awaitNext", "a");

    String finish() {
      steps.run();
      return Steps.end(task);
    }
  }

  @JCStressTest
  @Outcome(id = "b, b", expect = Expect.ACCEPTABLE, desc = "it has seen the change")
  public static class ChangeAgainstArrival {
    @Actor
    public void arrives(Value s, LL_Result r) {
      s.steps.run();
    }

    @Actor
    public void changes(Value s, LL_Result r) {
      s.value.set("b");
    }

    @Arbiter
    public void end(Value s, LL_Result r) {
      r.r1 = s.finish();
      r.r2 = s.value.get();
    }
  }

  /** A lock that is read, and a writer. */
  @State
  public static class Writing {
    final AsyncReadWriteLock lock = new AsyncReadWriteLock();
    final Steps steps = new Steps();
    final Task<Object> writer = steps.start(lock.writeLock(), "lock");

    public Writing() {
      lock.readLock().tryLock();
    }
  }

  @JCStressTest
  @Outcome(id = "done, false", expect = Expect.ACCEPTABLE, desc = "it writes")
  public static class UnlockAgainstWriter {
    @Actor
    public void arrives(Writing s, LL_Result r) {
      s.steps.run();
    }

    @Actor
    public void unlocks(Writing s, LL_Result r) {
      s.lock.readLock().unlock();
    }

    @Arbiter
    public void end(Writing s, LL_Result r) {
      s.steps.run();
      r.r1 = Steps.end(s.writer);
      r.r2 = s.lock.toString().contains("1 wait") || !s.lock.isWriteLocked();
    }
  }

  /** Two that come to a barrier. Their indices, which are ints, are not kept as results here. */
  @State
  public static class Barrier {
    final AsyncBarrier barrier = new AsyncBarrier(2);
    final Steps first = new Steps();
    final Steps second = new Steps();
    final Task<Object> one = first.start(barrier, "await");
    final Task<Object> two = second.start(barrier, "await");

    void finish(LL_Result r) {
      for (int i = 0; i < 2; i++) { // the last one wakes the other
        first.run();
        second.run();
      }
      r.r1 = Steps.end(one);
      r.r2 = Steps.end(two);
    }
  }

  @JCStressTest
  @Outcome(id = "done, done", expect = Expect.ACCEPTABLE, desc = "both have passed")
  public static class TwoArrivals {
    @Actor
    public void one(Barrier s, LL_Result r) {
      s.first.run();
    }

    @Actor
    public void two(Barrier s, LL_Result r) {
      s.second.run();
    }

    @Arbiter
    public void end(Barrier s, LL_Result r) {
      s.finish(r);
    }
  }

  /** The first one waits. */
  @State
  public static class OneWaits extends Barrier {
    public OneWaits() {
      first.run();
    }
  }

  @JCStressTest
  @Outcome(id = "done, done", expect = Expect.ACCEPTABLE, desc = "complete first")
  @Outcome(
      id = "cancelled, BrokenBarrierException",
      expect = Expect.ACCEPTABLE,
      desc = "cancelled first")
  public static class ArrivalAgainstCancel {
    @Actor
    public void arrives(OneWaits s, LL_Result r) {
      s.second.run();
    }

    @Actor
    public void cancels(OneWaits s, LL_Result r) {
      s.one.cancel(false);
    }

    @Arbiter
    public void end(OneWaits s, LL_Result r) {
      s.finish(r);
    }
  }

  /** A lock around two plain fields. */
  @State
  public static class Guarded extends BriefLock {
    private int one;
    private int two;

    int add() {
      lock();
      one++;
      int seen = one + two;
      two++;
      unlock();
      return seen;
    }
  }

  @JCStressTest
  @Outcome(
      id = {"1, 3", "3, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "one after the other")
  public static class BriefLockIsExclusive {
    @Actor
    public void one(Guarded s, LL_Result r) {
      r.r1 = s.add();
    }

    @Actor
    public void two(Guarded s, LL_Result r) {
      r.r2 = s.add();
    }

    @Arbiter
    public void end(Guarded s, LL_Result r) {
      s.lock();
      if (s.one != 2 || s.two != 2) {
        r.r1 = "lost";
      }
      s.unlock();
    }
  }
}
