package dev.weft.internal.loop;

import dev.weft.internal.loop.Handed.Item;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two producers meet a close: what was accepted comes out once, nothing else does. */
@Outcome(id = "true, true, 12", expect = Expect.ACCEPTABLE, desc = "closed after both")
@Outcome(id = "true, true, 21", expect = Expect.ACCEPTABLE, desc = "closed after both")
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "closed between them")
@Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "closed between them")
@Outcome(id = "false, false, 0", expect = Expect.ACCEPTABLE, desc = "closed before")
public class CloseAgainstTwoPuts {

  @JCStressTest
  @JCStressMeta(CloseAgainstTwoPuts.class)
  public static class Middle {
    @Actor
    public void first(Handed state, ZZI_Result r) {
      r.r1 = state.queue.put(new Item(1));
    }

    @Actor
    public void second(Handed state, ZZI_Result r) {
      r.r2 = state.queue.put(new Item(2));
    }

    @Actor
    public void close(Handed state) {
      state.queue.close(state::note);
    }

    @Arbiter
    public void rest(Handed state, ZZI_Result r) {
      state.takeRest();
      r.r3 = state.digits;
    }
  }

  @JCStressTest
  @JCStressMeta(CloseAgainstTwoPuts.class)
  public static class AtBorder {
    @Actor
    public void first(HandedAtBorder state, ZZI_Result r) {
      r.r1 = state.queue.put(new Item(1));
    }

    @Actor
    public void second(HandedAtBorder state, ZZI_Result r) {
      r.r2 = state.queue.put(new Item(2));
    }

    @Actor
    public void close(HandedAtBorder state) {
      state.queue.close(state::note);
    }

    @Arbiter
    public void rest(HandedAtBorder state, ZZI_Result r) {
      state.takeRest();
      r.r3 = state.digits;
    }
  }

  @JCStressTest
  @JCStressMeta(CloseAgainstTwoPuts.class)
  public static class Full {
    @Actor
    public void first(HandedFull state, ZZI_Result r) {
      r.r1 = state.queue.put(new Item(1));
    }

    @Actor
    public void second(HandedFull state, ZZI_Result r) {
      r.r2 = state.queue.put(new Item(2));
    }

    @Actor
    public void close(HandedFull state) {
      state.queue.close(state::note);
    }

    @Arbiter
    public void rest(HandedFull state, ZZI_Result r) {
      state.takeRest();
      r.r3 = state.digits;
    }
  }
}
