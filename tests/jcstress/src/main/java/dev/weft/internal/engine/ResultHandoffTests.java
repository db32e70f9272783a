package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A result that is put down against being taken and abandoned: exactly one has it in the end. */
public class ResultHandoffTests {

  /** One result on its way. */
  @State
  public static class OnItsWay {
    final ResultHandoff<String> delivery = new ResultHandoff<>();
  }

  /** The maker has it if it could not put it down; r3 is what is left there. */
  @JCStressTest
  @Outcome(id = "put, result, null", expect = Expect.ACCEPTABLE, desc = "abandoned after the put")
  @Outcome(id = "kept, null, null", expect = Expect.ACCEPTABLE, desc = "abandoned before the put")
  public static class PutAgainstGiveUp {
    @Actor
    public void puts(OnItsWay state, LLL_Result r) {
      r.r1 = state.delivery.put("result") ? "put" : "kept";
    }

    @Actor
    public void givesUp(OnItsWay state, LLL_Result r) {
      r.r2 = state.delivery.abandon();
    }

    @Arbiter
    public void left(OnItsWay state, LLL_Result r) {
      r.r3 = state.delivery.abandon();
    }
  }

  @JCStressTest
  @Outcome(id = "result, null, null", expect = Expect.ACCEPTABLE, desc = "taken")
  @Outcome(id = "null, result, null", expect = Expect.ACCEPTABLE, desc = "abandoned")
  public static class TakeAgainstGiveUp {
    @Actor
    public void takes(PutDown state, LLL_Result r) {
      r.r1 = state.delivery.take();
    }

    @Actor
    public void givesUp(PutDown state, LLL_Result r) {
      r.r2 = state.delivery.abandon();
    }

    @Arbiter
    public void left(PutDown state, LLL_Result r) {
      r.r3 = state.delivery.abandon();
    }
  }

  @JCStressTest
  @Outcome(id = "result, null, null", expect = Expect.ACCEPTABLE, desc = "by the first")
  @Outcome(id = "null, result, null", expect = Expect.ACCEPTABLE, desc = "by the second")
  public static class GiveUpTwice {
    @Actor
    public void first(PutDown state, LLL_Result r) {
      r.r1 = state.delivery.abandon();
    }

    @Actor
    public void second(PutDown state, LLL_Result r) {
      r.r2 = state.delivery.abandon();
    }

    @Arbiter
    public void left(PutDown state, LLL_Result r) {
      r.r3 = state.delivery.take();
    }
  }

  /** A result that has been put down. */
  @State
  public static class PutDown extends OnItsWay {
    public PutDown() {
      boolean unused = delivery.put("result");
    }
  }
}
