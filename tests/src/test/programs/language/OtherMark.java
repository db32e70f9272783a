package language;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.annotations.Coroutine;
import dev.weft.tests.conformance.Probe;

/** Coroutines that are marked by the other name, alone and beside {@code @Async}. */
public final class OtherMark {

  /** No other mark in the class file. */
  static class Alone {
    @Coroutine
    static int suspending(Probe p, int n) {
      int kept = n * 2;
      return kept + await(p.later(n));
    }

    @Coroutine
    static Task<String> task(Probe p, String text) {
      return Task.completed(text + suspending(p, text.length()));
    }
  }

  interface Step {
    @Coroutine
    int apply(int n);
  }

  static class Base {
    @Async
    String name(Probe p) {
      return "base " + await(p.later(1));
    }
  }

  static class Derived extends Base {
    @Override
    @Coroutine
    String name(Probe p) {
      String above = super.name(p);
      return "derived " + await(p.later(2)) + " of " + above;
    }
  }

  @Coroutine
  static int thrice(Step step, int n) {
    return step.apply(step.apply(step.apply(n)));
  }

  @Coroutine
  public static Object run(Probe p) {
    p.log(Alone.suspending(p, 3));
    p.log(await(Alone.task(p, "four")));
    p.log(thrice(n -> n + await(p.later(n)), 5));
    Base both = new Derived();
    return both.name(p);
  }
}
