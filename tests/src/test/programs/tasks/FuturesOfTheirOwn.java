package tasks;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Task methods that return a class of the program that extends CompletableFuture. */
public final class FuturesOfTheirOwn {

  static class Job<T> extends CompletableFuture<T> {
    static <T> Job<T> done(T value) {
      Job<T> job = new Job<>();
      job.complete(value);
      return job;
    }

    static <T> Job<T> failed(Throwable failure) {
      Job<T> job = new Job<>();
      job.completeExceptionally(failure);
      return job;
    }
  }

  static final class Narrow extends Job<String> {}

  interface Worker<A> {
    @Async
    Job<A> work(A input) throws Exception;
  }

  static class Base {
    final Probe p;

    Base(Probe p) {
      this.p = p;
    }

    @Async
    Job<String> describe(String text) {
      int length = text.length();
      return Job.done(text + await(p.later(length)));
    }
  }

  static final class Derived extends Base {
    Derived(Probe p) {
      super(p);
    }

    @Override
    Job<String> describe(String text) {
      String above = await(super.describe(text + "!"));
      return Job.done("<" + above + await(p.later(">")));
    }
  }

  @Async
  private static Job<Integer> sum(Probe p, int n) throws Exception {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(p.later(i));
    }
    return sum > 20 ? Job.<Integer>failed(new IllegalStateException("too much")) : Job.done(sum);
  }

  @Async
  private static Job<Integer> recursive(Probe p, int n) {
    return n == 0 ? Job.done(await(p.later(0))) : Job.done(1 + await(recursive(p, n - 1)));
  }

  @Async
  private static Job<String> throwing(Probe p) throws Exception {
    if (await(p.later(true))) {
      throw new Exception("checked");
    }
    return Job.done("never");
  }

  @Async
  private static Narrow narrow(Probe p) {
    Narrow result = new Narrow();
    result.complete(await(p.later("narrow")));
    return result;
  }

  private static <T, U> Job<U> apply(Job<T> job, Function<T, ? extends CompletionStage<U>> next) {
    Job<U> result = new Job<>();
    job.thenCompose(next)
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(failure);
              }
            });
    return result;
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(await(sum(p, 5)));
    Job<Integer> stored = sum(p, 6);
    p.log(stored.getClass().getSimpleName() + await(stored) + stored.isDone());
    for (int n = 6; n < 9; n++) {
      try {
        p.log(await(sum(p, n)));
      } catch (IllegalStateException e) {
        p.log(e.getMessage());
      }
    }
    p.log(await(recursive(p, 50)));
    p.log(await(new Base(p).describe("base")));
    Base derived = new Derived(p);
    p.log(await(derived.describe("derived")));
    Worker<String> worker = input -> Job.done(input + await(p.later("worked")));
    p.log(await(worker.work("lambda ")));
    p.log(await(apply(Job.done(20), x -> Job.done(x + await(p.later(1))))));
    p.log(await(narrow(p)).length());
    try {
      p.log(await(throwing(p)));
    } catch (Exception e) {
      p.log(e.getMessage());
    }
    Job<String> failing = throwing(p);
    try {
      p.log(await(failing));
    } catch (Exception e) {
      p.log(e.getMessage() + failing.isCompletedExceptionally());
    }
    return null;
  }

  /** Unwoven, what is thrown is not in a future. */
  public static Object expected(Probe p) throws Exception {
    p.log(10);
    p.log("Job15true");
    p.log(15);
    p.log("too much");
    p.log("too much");
    p.log(50);
    p.log("base4");
    p.log("<derived!8>");
    p.log("lambda worked");
    p.log(21);
    p.log(6);
    p.log("checked");
    p.log("checkedtrue");
    return null;
  }
}
