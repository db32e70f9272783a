package lambdas;

import static dev.weft.Weft.await;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lambdas that suspend: capturing, nested, in fields, passed on, started as coroutines. */
public final class Lambdas {

  private final String name;
  private final Probe p;
  private final AsyncCallable<String> inField =
      () -> "field " + this.name() + await(this.p().later(1));
  private static final AsyncCallable<Integer> IN_STATIC = () -> await(Task.completed(42));

  private Lambdas(Probe p, String name) {
    this.p = p;
    this.name = name;
  }

  private String name() {
    return name;
  }

  private Probe p() {
    return p;
  }

  @Async
  private static <T> T twice(Probe p, AsyncCallable<T> body) throws Exception {
    T first = body.call();
    await(p.later(0));
    T second = body.call();
    p.log(first + "/" + second);
    return second;
  }

  @Async
  public static Object run(Probe p) throws Exception {
    int[] counter = {0};
    twice(p, () -> ++counter[0] + await(p.later(10)));
    twice(p, () -> "constant");
    twice(p, IN_STATIC);
    p.log(new Lambdas(p, "n").inField.call());
    p.log(new Lambdas(p, "m").capturing("x", 5L));
    AsyncRunnable effect = () -> p.log("effect " + await(p.later(1)));
    effect.run();
    nested(p, "outer");
    inCollection(p);
    p.log(await(Weft.start(() -> "started " + await(p.later(2)))));
    p.log(await(Weft.start(() -> p.log("also " + await(p.later(3))))));
    taskLambda(p);
    checked(p);
    return recursion(p, 5);
  }

  @Async
  private String capturing(String s, long l) throws Exception {
    String local = await(p.later("local"));
    double d = await(p.later(1.5));
    AsyncCallable<String> body =
        () -> name + s + l + local + d + await(p.later(d)) + capturingMore(await(p.later('c')));
    return body.call() + twice(p, body);
  }

  @Async
  private String capturingMore(char c) {
    return name + c + await(p.later(c));
  }

  @Async
  private static void nested(Probe p, String outer) throws Exception {
    AsyncCallable<AsyncCallable<String>> maker =
        () -> {
          String middle = await(p.later("middle"));
          return () -> {
            AsyncCallable<String> innermost = () -> outer + middle + await(p.later("innermost"));
            return innermost.call() + await(p.later("inner"));
          };
        };
    p.log(maker.call().call());
  }

  @Async
  private static void inCollection(Probe p) throws Exception {
    List<AsyncCallable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int captured = i;
      all.add(() -> captured * await(p.later(captured)));
    }
    int sum = 0;
    for (AsyncCallable<Integer> each : all) {
      sum += each.call();
    }
    p.log(sum);
  }

  @Async
  private static void taskLambda(Probe p) throws Exception {
    Function<Integer, Task<String>> function =
        n -> Task.completed("task lambda " + n + await(p.later(n + 1)));
    p.log(await(function.apply(1)));
    Supplier<Task<Integer>> supplier =
        () -> {
          int sum = 0;
          for (int i = 0; i < 3; i++) {
            sum += await(p.later(i));
          }
          return Task.completed(sum);
        };
    Task<Integer> stored = supplier.get();
    p.log(await(stored));
    Supplier<Task<Integer>> plain = () -> p.laterTask(9);
    p.log(await(plain.get()));
  }

  @Async
  private static void checked(Probe p) {
    AsyncCallable<String> failing =
        () -> {
          try {
            return await(p.fail(new java.io.IOException("in lambda")));
          } finally {
            p.log("finally in lambda " + await(p.later(0)));
          }
        };
    try {
      failing.call();
    } catch (Exception e) {
      p.log(e.toString());
    }
  }

  @Async
  private static int recursion(Probe p, int n) throws Exception {
    AsyncCallable<Integer> next = () -> n == 0 ? 0 : await(p.later(n)) + recursion(p, n - 1);
    return next.call();
  }
}
