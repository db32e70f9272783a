package generators;

import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;

import dev.weft.Generator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;

/** Generators made by lambdas, method references and overrides of an interface of the program. */
public final class GeneratorLambdas {

  interface Sequence<T> {
    @Async
    Generator<T> elements(int n);

    @Async
    default Generator<T> twice(int n) {
      emitAll(elements(n));
      return elements(n);
    }
  }

  private static final class Odd implements Sequence<Integer> {
    @Override
    public Generator<Integer> elements(int n) {
      for (int i = 1; i < n; i += 2) {
        emit(i);
      }
      return null;
    }
  }

  @Async
  private static Generator<Integer> range(int n) {
    for (int i = 0; i < n; i++) {
      emit(i);
    }
    return null;
  }

  @Async
  private static <T> Generator<T> limit(Generator<T> all, int n) {
    try (all) {
      for (int i = 0; i < n && all.hasNext(); i++) {
        emit(all.next());
      }
    }
    return null;
  }

  private static String all(Generator<?> generator) {
    List<Object> list = new ArrayList<>();
    generator.forEachRemaining(list::add);
    return list.toString();
  }

  public static Object run(Probe p) {
    p.log(all(new Odd().elements(6)) + all(new Odd().twice(4)));
    String captured = "c";
    long offset = 100;
    Sequence<Object> lambda =
        n -> {
          for (int i = 0; i < n; i++) {
            emit(captured + (i + offset));
          }
          return null;
        };
    p.log(all(lambda.elements(2)) + all(lambda.twice(1)));
    Sequence<Integer> reference = GeneratorLambdas::range;
    p.log(all(reference.twice(2)));
    Sequence<Integer> expression = n -> range(n + 1);
    p.log(all(expression.elements(2)));
    p.log(all(limit(limit(range(10), 5), 3)));
    return null;
  }

  public static Object expected(Probe p) {
    p.log("[1, 3, 5][1, 3, 1, 3]");
    p.log("[c100, c101][c100, c100]");
    p.log("[0, 1, 0, 1]");
    p.log("[0, 1, 2]");
    p.log("[0, 1, 2]");
    return null;
  }
}
