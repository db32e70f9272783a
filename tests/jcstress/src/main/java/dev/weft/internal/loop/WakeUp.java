package dev.weft.internal.loop;

import dev.weft.internal.loop.Handed.Item;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * The event loop's rule of sleep: it says that it sleeps and looks once more; whoever puts looks
 * whether it sleeps. Results: whether it slept, how often it was woken, and how many elements it
 * had found or was woken for.
 *
 * <p>An element may lie behind a place that is claimed and not written yet; so whoever puts must
 * look, whatever it is that was put.
 */
public class WakeUp {

  @State
  public static class Loop {
    final MpscQueue<Item> queue = new MpscQueue<>();
    final AtomicBoolean asleep = new AtomicBoolean();
    final AtomicInteger wakeUps = new AtomicInteger();
    boolean slept;

    void put() {
      queue.put(new Item(1));
      wake();
    }

    void wake() {
      if (asleep.get() && asleep.compareAndSet(true, false)) {
        wakeUps.incrementAndGet();
      }
    }

    /** Falls asleep, and if woken for nothing, once more. */
    void sleepTwice() {
      for (int i = 0; i < 2; i++) {
        asleep.set(true);
        if (!queue.isEmpty()) {
          asleep.set(false);
          return;
        }
        if (asleep.get()) {
          return; // until woken
        }
      }
    }

    void sleep() {
      asleep.set(true);
      slept = queue.isEmpty();
    }

    void result(ZII_Result r) {
      r.r1 = slept;
      r.r2 = slept ? wakeUps.get() : 0;
      r.r3 = 0;
      while (queue.take() != null) {
        r.r3++;
      }
    }
  }

  @JCStressTest
  @Outcome(id = "true, 1, 1", expect = Expect.ACCEPTABLE, desc = "slept, woken once")
  @Outcome(id = "false, 0, 1", expect = Expect.ACCEPTABLE, desc = "found the element")
  public static class OneProducer {
    @Actor
    public void producer(Loop loop) {
      loop.put();
    }

    @Actor
    public void consumer(Loop loop) {
      loop.sleep();
    }

    @Arbiter
    public void result(Loop loop, ZII_Result r) {
      loop.result(r);
    }
  }

  /** Another's element stands before the one that was put while the loop was awake. */
  @JCStressTest
  @Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "slept, woken by the other")
  @Outcome(id = "false, 0, 2", expect = Expect.ACCEPTABLE, desc = "found an element")
  public static class BehindAnother {
    @Actor
    public void other(Loop loop) {
      loop.put();
    }

    @Actor
    public void producerThenConsumer(Loop loop) {
      loop.put();
      loop.sleep();
    }

    @Arbiter
    public void result(Loop loop, ZII_Result r) {
      loop.result(r);
    }
  }

  @JCStressTest
  @Outcome(id = "true, 1, 2", expect = Expect.ACCEPTABLE, desc = "slept, woken once")
  @Outcome(id = "false, 0, 2", expect = Expect.ACCEPTABLE, desc = "found an element")
  public static class TwoProducers {
    @Actor
    public void first(Loop loop) {
      loop.put();
    }

    @Actor
    public void second(Loop loop) {
      loop.put();
    }

    @Actor
    public void consumer(Loop loop) {
      loop.sleep();
    }

    @Arbiter
    public void result(Loop loop, ZII_Result r) {
      loop.result(r);
    }
  }

  /**
   * The producer wakes the loop before it puts, too, while it still may fail. Results: whether the
   * loop sleeps in the end, and how many elements there are.
   */
  @JCStressTest
  @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "found the element, or woken")
  public static class WokenBefore {
    @Actor
    public void producer(Loop loop) {
      loop.wake();
      loop.put();
    }

    @Actor
    public void consumer(Loop loop) {
      loop.sleepTwice();
    }

    @Arbiter
    public void result(Loop loop, ZI_Result r) {
      r.r1 = loop.asleep.get();
      r.r2 = 0;
      while (loop.queue.take() != null) {
        r.r2++;
      }
    }
  }
}
