package asyncgenerators;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;

import dev.weft.AsyncGenerator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Async generators made by lambdas, method references and overrides. */
public final class Lambdas {

  interface Sequence<T> {
    @Async
    AsyncGenerator<T> elements(int n);

    @Async
    default AsyncGenerator<T> twice(int n) {
      emitAll(elements(n));
      return elements(n);
    }
  }

  private record Odd(Probe p) implements Sequence<Integer> {
    @Override
    public AsyncGenerator<Integer> elements(int n) {
      for (int i = 1; i < n; i += 2) {
        emit(await(p.later(i)));
      }
      return null;
    }
  }

  @Async
  private static AsyncGenerator<Integer> range(int n) {
    for (int i = 0; i < n; i++) {
      emit(i);
    }
    return null;
  }

  @Async
  private static <T> AsyncGenerator<T> limit(AsyncGenerator<T> all, int n) {
    try (all) {
      for (int i = 0; i < n && all.hasNext(); i++) {
        emit(all.next());
      }
    }
    return null;
  }

  @Async
  private static String all(AsyncGenerator<?> elements) {
    String text = "";
    for (Object each : elements) {
      text += each + " ";
    }
    return text;
  }

  @Async
  public static Object run(Probe p) {
    p.log(all(new Odd(p).elements(6)) + all(new Odd(p).twice(4)));
    String captured = "c";
    long offset = 100;
    Sequence<Object> lambda =
        n -> {
          for (int i = 0; i < n; i++) {
            emit(captured + (await(p.later(i)) + offset));
          }
          return null;
        };
    p.log(all(lambda.elements(2)) + all(lambda.twice(1)));
    Sequence<Integer> reference = Lambdas::range;
    p.log(all(reference.twice(2)));
    Sequence<Integer> expression = n -> range(n + 1);
    p.log(all(expression.elements(2)));
    p.log(all(limit(limit(range(10), 5), 3)));
    return null;
  }

  public static Object expected(Probe p) {
    p.log("1 3 5 1 3 1 3 ");
    p.log("c100 c101 c100 c100 ");
    p.log("0 1 0 1 ");
    p.log("0 1 2 ");
    p.log("0 1 2 ");
    return null;
  }
}
