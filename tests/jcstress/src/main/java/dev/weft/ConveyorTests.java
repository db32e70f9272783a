package dev.weft;

import dev.weft.internal.engine.Woven;
import dev.weft.woven.WovenCarrier;
import java.util.function.Function;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** What those who run ahead of an async generator hand to it. */
public class ConveyorTests {

  /** A coroutine that makes one call. */
  @Woven
  private static final class Body implements AsyncCallable<Object> {
    private final Function<WovenCarrier, Object> body;

    Body(Function<WovenCarrier, Object> body) {
      this.body = body;
    }

    private static void weft$woven() {}

    @Override
    public Object call() {
      throw new UnsupportedOperationException("its body is called");
    }

    /** The body. */
    public Object call(int room, WovenCarrier carrier) {
      return body.apply(carrier);
    }
  }

  /** A consumer that has not begun, and two producers. */
  @State
  public static class Consuming {
    final Conveyor conveyor = new Conveyor(2);
    final Steps steps = new Steps();
    final Task<Object> consumer = Weft.start(steps, new Body(conveyor::take));

    public Consuming() {
      conveyor.begins();
      conveyor.begins();
    }

    String finish() {
      steps.run();
      boolean atEnd =
          consumer.state() == Task.State.SUCCESS && consumer.resultNow() == Conveyor.END;
      return atEnd ? "end" : Steps.end(consumer);
    }
  }

  @JCStressTest
  @Outcome(id = "x", expect = Expect.ACCEPTABLE, desc = "taken")
  public static class TakeAgainstAdd {
    @Actor
    public void takes(Consuming s) {
      s.steps.run();
    }

    @Actor
    public void adds(Consuming s) {
      s.conveyor.add("x");
      s.conveyor.ends(null);
    }

    @Arbiter
    public void end(Consuming s, L_Result r) {
      r.r1 = s.finish();
    }
  }

  @JCStressTest
  @Outcome(id = "end", expect = Expect.ACCEPTABLE, desc = "both have ended")
  public static class BothEnd {
    @Actor
    public void takesAndEnds(Consuming s) {
      s.steps.run();
      s.conveyor.ends(null);
    }

    @Actor
    public void ends(Consuming s) {
      s.conveyor.ends(null);
    }

    @Arbiter
    public void end(Consuming s, L_Result r) {
      r.r1 = s.finish();
    }
  }

  @JCStressTest
  @Outcome(id = "cancelled", expect = Expect.ACCEPTABLE, desc = "cancelled, or not begun")
  @Outcome(id = "x", expect = Expect.ACCEPTABLE, desc = "there before it could wait")
  public static class AddAgainstCancel {
    @Actor
    public void takesAndAdds(Consuming s) {
      s.steps.run();
      s.conveyor.add("x");
      s.steps.run();
    }

    @Actor
    public void cancels(Consuming s) {
      s.consumer.cancel(false);
    }

    @Arbiter
    public void end(Consuming s, L_Result r) {
      r.r1 = s.finish();
    }
  }

  /** One place, which is taken, and a producer that has not begun. */
  @State
  public static class Producing {
    final Conveyor conveyor = new Conveyor(1);
    final Steps first = new Steps();
    final Steps steps = new Steps();
    final Task<Object> holder = reserve(first);
    final Task<Object> producer = reserve(steps);

    public Producing() {
      first.run();
    }

    Task<Object> reserve(Steps by) {
      return Weft.start(
          by,
          new Body(
              carrier -> {
                conveyor.reserve(carrier);
                return null;
              }));
    }

    /** Whether the producer has the place, and whether one that comes now gets it. */
    void finish(LL_Result r) {
      steps.run();
      Task<Object> next = reserve(first);
      first.run();
      r.r1 = Steps.end(producer);
      r.r2 = Steps.end(next);
    }
  }

  @JCStressTest
  @Outcome(id = "done, waits", expect = Expect.ACCEPTABLE, desc = "it has the place")
  public static class ReserveAgainstRelease {
    @Actor
    public void reserves(Producing s) {
      s.steps.run();
    }

    @Actor
    public void releases(Producing s) {
      s.conveyor.release();
    }

    @Arbiter
    public void end(Producing s, LL_Result r) {
      s.finish(r);
    }
  }

  /** The producer waits. */
  @State
  public static class Queued extends Producing {
    public Queued() {
      steps.run();
    }
  }

  @JCStressTest
  @Outcome(id = "done, waits", expect = Expect.ACCEPTABLE, desc = "given the place first")
  @Outcome(id = "cancelled, done", expect = Expect.ACCEPTABLE, desc = "cancelled; it is free")
  public static class ReleaseAgainstCancel {
    @Actor
    public void releases(Queued s) {
      s.conveyor.release();
    }

    @Actor
    public void cancels(Queued s) {
      s.producer.cancel(false);
    }

    @Arbiter
    public void end(Queued s, LL_Result r) {
      s.finish(r);
    }
  }
}
