package asyncgenerators;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Generators whose bodies wait: lazy, asked one by one, closed early, put together. */
public final class AsyncGenerators {

  @Async
  private static AsyncGenerator<Integer> count(Probe p, int n) {
    p.log("begins");
    try {
      for (int i = 0; i < n; i++) {
        emit(await(p.later(i)));
        p.log("emitted " + i);
      }
    } finally {
      p.log("ends " + await(p.later("well")));
    }
    return null;
  }

  /** Suspends, and emits for who calls it. */
  @Async
  private static void twice(Probe p, int value) {
    emit(value);
    int again = await(p.later(value));
    emit(again);
  }

  @Async
  private static Generator<Integer> plain() {
    emit(7);
    emit(8);
    return null;
  }

  @Async
  private static Generator<Integer> plainAndRest() {
    emit(9);
    return plain();
  }

  @Async
  private static AsyncGenerator<Integer> together(Probe p) {
    twice(p, 1);
    emitAll(count(p, 2));
    emitAll(plain());
    emitAll(plainAndRest());
    AsyncGenerator<Integer> asked = count(p, 2);
    p.log("asked " + asked.hasNext());
    emitAll(asked);
    Generator<Integer> rest = plain();
    rest.next();
    emitAll(rest);
    return await(p.later(true)) ? count(p, 1) : null;
  }

  @Async
  private static AsyncGenerator<String> tree(Probe p, int depth) {
    if (depth > 0) {
      emitAll(tree(p, depth - 1));
      emit(await(p.later("at " + depth)));
      return tree(p, depth - 1);
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Long> wide(Probe p, long a, double b, String c) {
    long sum = a;
    while (sum < 40) {
      emit(sum + (long) (b * await(p.later(2))) + c.length());
      sum += a;
    }
    return null;
  }

  @Async
  private static String all(AsyncGenerator<?> elements) {
    var text = new StringBuilder();
    while (elements.hasNext()) {
      text.append(elements.next()).append(' ');
    }
    return text.toString();
  }

  @Async
  public static Object run(Probe p) {
    AsyncGenerator<Integer> lazy = count(p, 3);
    p.log("made");
    p.log(lazy.next() + lazy.next());
    lazy.close();
    p.log(lazy.hasNext());
    try (var never = count(p, 1)) {
      p.log("not asked");
    }
    p.log(all(together(p)));
    p.log(all(tree(p, 3)));
    p.log(all(wide(p, 10, 1.5, "xy")));
    p.log(all(AsyncGenerator.empty()));
    return null;
  }

  @Async
  private static void counted(Probe p, int n) {
    p.log("begins");
    for (int i = 0; i < n; i++) {
      p.log("emitted " + i);
    }
    p.log("ends well");
  }

  public static Object expected(Probe p) {
    p.log("made");
    p.log("begins");
    p.log("emitted 0");
    p.log(1);
    p.log("ends well");
    p.log(false);
    p.log("not asked");
    counted(p, 2);
    p.log("begins");
    p.log("asked true");
    p.log("emitted 0");
    p.log("emitted 1");
    p.log("ends well");
    counted(p, 1);
    p.log("1 1 0 1 7 8 9 7 8 0 1 8 0 ");
    p.log("at 1 at 2 at 1 at 3 at 1 at 2 at 1 ");
    p.log("15 25 35 ");
    p.log("");
    return null;
  }
}
