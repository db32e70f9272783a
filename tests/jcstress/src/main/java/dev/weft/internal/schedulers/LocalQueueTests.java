package dev.weft.internal.schedulers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The steps that a thread keeps, and another one takes away. */
public class LocalQueueTests {

  /** A step whose content is seen by whoever gets it, if it is handed over properly. */
  static final class Item implements Runnable {
    private int digit;

    Item(int number) {
      digit = (int) Math.pow(10, number);
    }

    @Override
    public void run() {}
  }

  /**
   * A queue with three steps; a digit of the sum for each of five, which counts how often it came.
   */
  @State
  public static class Kept {
    final LocalQueue queue = new LocalQueue(LocalQueue.CAPACITY - 2);
    final List<Runnable> taken = new ArrayList<>();
    int polled;

    public Kept() {
      for (int i = 0; i < 3; i++) {
        queue.add(new Item(i));
      }
    }

    void poll() {
      Runnable step = queue.poll();
      polled += step == null ? 0 : ((Item) step).digit;
    }

    void pollLast(int count) {
      var last = new Runnable[count];
      int moved = queue.pollLast(count, last);
      polled += sum(Arrays.asList(last).subList(0, moved));
    }

    int sumOfAll() {
      for (int size = queue.size(); size > 0; size = queue.size()) {
        poll();
      }
      return polled + sum(taken);
    }

    private static int sum(List<Runnable> steps) {
      return steps.stream().mapToInt(step -> ((Item) step).digit).sum();
    }
  }

  /** What is polled, what is added meanwhile, and what is taken away. */
  @Outcome(id = "11111", expect = Expect.ACCEPTABLE, desc = "each once")
  public static class EachOnce {

    @JCStressTest
    @JCStressMeta(EachOnce.class)
    public static class Oldest {
      @Actor
      public void owner(Kept kept) {
        kept.poll();
        kept.queue.add(new Item(3));
        kept.queue.add(new Item(4));
        kept.poll();
      }

      @Actor
      public void taker(Kept kept) {
        kept.queue.take(0, kept.taken);
      }

      @Arbiter
      public void rest(Kept kept, I_Result r) {
        r.r1 = kept.sumOfAll();
      }
    }

    /** Places are used again at once: those that others may be looking at. */
    @JCStressTest
    @JCStressMeta(EachOnce.class)
    public static class Youngest {
      @Actor
      public void owner(Kept kept) {
        kept.pollLast(2);
        kept.queue.add(new Item(3));
        kept.queue.add(new Item(4));
      }

      @Actor
      public void taker(Kept kept) {
        kept.queue.take(1, kept.taken);
      }

      @Arbiter
      public void rest(Kept kept, I_Result r) {
        r.r1 = kept.sumOfAll();
      }
    }

    @JCStressTest
    @JCStressMeta(EachOnce.class)
    public static class TwoTakers {
      @Actor
      public void owner(Kept kept) {
        kept.queue.add(new Item(3));
        kept.poll();
        kept.queue.add(new Item(4));
      }

      @Actor
      public void taker(Kept kept) {
        kept.queue.take(0, kept.taken);
      }

      @Actor
      public void another(Kept kept, I_Result r) {
        List<Runnable> taken = new ArrayList<>();
        kept.queue.take(1, taken);
        r.r1 = Kept.sum(taken);
      }

      @Arbiter
      public void rest(Kept kept, I_Result r) {
        r.r1 += kept.sumOfAll();
      }
    }
  }

  /** Who keeps a step then asks whether somebody looks; who stops to look says so, then looks. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both see it")
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the owner has others look")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "it is found at the last look")
  @State
  public static class LastLook {
    private final LocalQueue queue = new LocalQueue(0);
    private volatile boolean watched = true;

    @Actor
    public void owner(ZZ_Result r) {
      queue.add(new Item(0));
      r.r1 = !watched;
    }

    @Actor
    public void looking(ZZ_Result r) {
      watched = false;
      r.r2 = queue.hasAny();
    }
  }
}
