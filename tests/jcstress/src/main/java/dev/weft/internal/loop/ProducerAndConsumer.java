package dev.weft.internal.loop;

import dev.weft.internal.loop.Handed.Item;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;

/** One puts two elements while the consumer takes: they come in order, fully written. */
public class ProducerAndConsumer {

  @JCStressTest
  @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "both, in order")
  public static class Middle {
    @Actor
    public void producer(Handed state) {
      state.queue.put(new Item(1));
      state.queue.put(new Item(2));
    }

    @Actor
    public void consumer(Handed state) {
      state.take();
      state.take();
    }

    @Arbiter
    public void rest(Handed state, I_Result r) {
      state.takeRest();
      r.r1 = state.digits;
    }
  }

  @JCStressTest
  @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "both, in order")
  public static class AtBorder {
    @Actor
    public void producer(HandedAtBorder state) {
      state.queue.put(new Item(1));
      state.queue.put(new Item(2));
    }

    @Actor
    public void consumer(HandedAtBorder state) {
      state.take();
      state.take();
    }

    @Arbiter
    public void rest(HandedAtBorder state, I_Result r) {
      state.takeRest();
      r.r1 = state.digits;
    }
  }

  @JCStressTest
  @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "both, in order")
  public static class Full {
    @Actor
    public void producer(HandedFull state) {
      state.queue.put(new Item(1));
      state.queue.put(new Item(2));
    }

    @Actor
    public void consumer(HandedFull state) {
      state.take();
      state.take();
    }

    @Arbiter
    public void rest(HandedFull state, I_Result r) {
      state.takeRest();
      r.r1 = state.digits;
    }
  }
}
