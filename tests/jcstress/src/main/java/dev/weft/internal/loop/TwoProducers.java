package dev.weft.internal.loop;

import dev.weft.internal.loop.Handed.Item;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads put, then the consumer takes: both elements come out, each once. */
@Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "first came first")
@Outcome(id = "21", expect = Expect.ACCEPTABLE, desc = "second came first")
public class TwoProducers {

  @JCStressTest
  @JCStressMeta(TwoProducers.class)
  public static class Middle {
    @Actor
    public void first(Handed state) {
      state.queue.put(new Item(1));
    }

    @Actor
    public void second(Handed state) {
      state.queue.put(new Item(2));
    }

    @Arbiter
    public void rest(Handed state, I_Result r) {
      state.takeRest();
      r.r1 = state.digits;
    }
  }

  @JCStressTest
  @JCStressMeta(TwoProducers.class)
  public static class AtBorder {
    @Actor
    public void first(HandedAtBorder state) {
      state.queue.put(new Item(1));
    }

    @Actor
    public void second(HandedAtBorder state) {
      state.queue.put(new Item(2));
    }

    @Arbiter
    public void rest(HandedAtBorder state, I_Result r) {
      state.takeRest();
      r.r1 = state.digits;
    }
  }

  @JCStressTest
  @JCStressMeta(TwoProducers.class)
  public static class Full {
    @Actor
    public void first(HandedFull state) {
      state.queue.put(new Item(1));
    }

    @Actor
    public void second(HandedFull state) {
      state.queue.put(new Item(2));
    }

    @Arbiter
    public void rest(HandedFull state, I_Result r) {
      state.takeRest();
      r.r1 = state.digits;
    }
  }
}
