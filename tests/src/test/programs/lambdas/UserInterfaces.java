package lambdas;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Functional interfaces of the program whose methods are marked: suspending and task ones. */
public final class UserInterfaces {

  interface Suspending<T> {
    @Async
    T apply(T input, long n) throws Exception;

    @Async
    default T applyTwice(T input, long n) throws Exception {
      return apply(apply(input, n), n + 1);
    }
  }

  interface Effect {
    @Async
    void accept(int a, double b, String c);
  }

  interface Tasks<T> {
    @Async
    Task<T> make(T value);
  }

  interface Stages {
    @Async
    CompletionStage<Integer> make(int n);
  }

  interface Futures {
    @Async
    CompletableFuture<String> make();
  }

  interface Special extends Suspending<String> {}

  @Async
  public static Object run(Probe p) throws Exception {
    Suspending<String> repeat = (s, n) -> s.repeat((int) n) + await(p.later("."));
    p.log(repeat.apply("a", 2) + repeat.applyTwice("b", 2));
    Special special = (s, n) -> await(p.later(s)) + n;
    p.log(special.applyTwice("c", 3));
    Suspending<Integer> ready = (i, n) -> i + (int) n;
    p.log(ready.applyTwice(1, 1));
    Effect effect = (a, b, c) -> p.log(a + b + c + await(p.later("e")));
    effect.accept(1, 2.5, "x");
    Tasks<String> tasks = value -> Task.completed(value + await(p.later("t")));
    p.log(await(tasks.make("1")));
    Task<String> stored = tasks.make("2");
    p.log(await(stored));
    Stages stages =
        n -> n > 0 ? p.later(n + await(p.later(1))) : CompletableFuture.completedStage(0);
    p.log(await(stages.make(5)) + await(stages.make(0)));
    Futures futures = () -> CompletableFuture.completedFuture("f" + await(p.later(1)));
    p.log(await(futures.make()));
    return null;
  }
}
