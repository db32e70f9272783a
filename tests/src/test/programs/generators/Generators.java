package generators;

import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;

import dev.weft.Generator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Generators: loops, delegation, tail returns, helpers, failures, closing early, recursion. */
public final class Generators {

  record Tree(int value, Tree left, Tree right) {}

  @Async
  private static Generator<Integer> range(int from, int to) {
    for (int i = from; i < to; i++) {
      emit(i);
    }
    return null;
  }

  @Async
  private static Generator<Integer> nested(int depth) {
    emit(depth);
    if (depth > 0) {
      emitAll(nested(depth - 1));
      emit(-depth);
      emitAll(range(0, depth));
    }
    return null;
  }

  @Async
  private static Generator<Integer> tail(int n) {
    emit(n);
    if (n == 0) {
      return Generator.empty();
    }
    return tail(n - 1);
  }

  @Async
  private static Generator<Integer> walk(Tree tree) {
    if (tree != null) {
      emitAll(walk(tree.left));
      emit(tree.value);
      emitAll(walk(tree.right));
    }
    return null;
  }

  @Async
  private static void helper(String prefix, long n) {
    for (long i = 0; i < n; i++) {
      emit(prefix + i);
    }
  }

  @Async
  private static int counting(int n) {
    emit("count " + n);
    return n == 0 ? 0 : 1 + counting(n - 1);
  }

  @Async
  private static Generator<String> withHelpers() {
    helper("a", 2);
    emit("got " + counting(2));
    helper("b", 1L);
    return null;
  }

  @Async
  private static Generator<Integer> failing(Probe p) {
    try {
      emit(1);
      emit(2);
      throw new IllegalStateException("in the generator");
    } finally {
      p.log("finally");
    }
  }

  @Async
  private static Generator<Integer> withFinally(Probe p, int n) {
    try {
      for (int i = 0; i < n; i++) {
        try {
          emit(i);
        } finally {
          p.log("inner " + i);
        }
      }
    } finally {
      p.log("outer");
    }
    return null;
  }

  @Async
  private static Generator<Object> ofAllSorts(byte b, long l, float f, double d, char c, int[] a) {
    boolean flag = l > 3;
    emit(b + l);
    emit(f * d);
    emit(flag ? c : 'x');
    emit(a[0] + (emitted(b) ? l : 1));
    emit(null);
    return null;
  }

  @Async
  private static boolean emitted(byte b) {
    emit((int) b);
    return true;
  }

  @Async
  private static Generator<Long> fibonacci() {
    long a = 0;
    long b = 1;
    while (true) {
      emit(a);
      long next = a + b;
      a = b;
      b = next;
    }
  }

  private static <T> List<T> all(Generator<T> generator) {
    List<T> list = new ArrayList<>();
    for (T each : generator) {
      list.add(each);
    }
    return list;
  }

  public static Object run(Probe p) throws Exception {
    p.log("" + all(range(0, 3)) + "" + all(range(3, 3)));
    p.log("" + all(nested(3)));
    p.log("" + all(tail(3)));
    Tree tree = new Tree(4, new Tree(2, new Tree(1, null, null), null), new Tree(5, null, null));
    p.log("" + all(walk(tree)));
    p.log("" + all(withHelpers()));
    p.log("" + all(ofAllSorts((byte) 1, 4L, 2f, 2.5, 'c', new int[] {7})));
    Generator<Long> endless = fibonacci();
    for (int i = 0; i < 50; i++) {
      endless.next();
    }
    p.log(endless.next());
    failures(p);
    closing(p);
    p.log("" + all(new Generators().member(2)));
    return "done";
  }

  private final int field = 10;

  @Async
  private Generator<Integer> member(int n) {
    for (int i = 0; i < n; i++) {
      emit(field + i);
    }
    return range(field, field + 1);
  }

  private static void failures(Probe p) {
    Generator<Integer> failing = failing(p);
    p.log(failing.next() + failing.next());
    try {
      failing.next();
    } catch (IllegalStateException e) {
      p.log(e.getMessage());
    }
    p.log(failing.hasNext());
    try {
      failing.next();
    } catch (NoSuchElementException e) {
      p.log("at the end");
    }
  }

  private static void closing(Probe p) {
    try (Generator<Integer> early = withFinally(p, 5)) {
      p.log(early.next() + early.next());
    }
    withFinally(p, 5).close();
    p.log("" + all(withFinally(p, 1)));
    Generator<Integer> closed = withFinally(p, 3);
    p.log(closed.hasNext());
    closed.close();
    p.log(closed.hasNext());
  }

  public static Object expected(Probe p) {
    p.log("[0, 1, 2][]");
    p.log("[3, 2, 1, 0, -1, 0, -2, 0, 1, -3, 0, 1, 2]");
    p.log("[3, 2, 1, 0]");
    p.log("[1, 2, 4, 5]");
    p.log("[a0, a1, count 2, count 1, count 0, got 2, b0]");
    p.log("[5, 5.0, c, 1, 11, null]");
    p.log(12586269025L);
    p.log(3);
    p.log("finally");
    p.log("in the generator");
    p.log(false);
    p.log("at the end");
    p.log("inner 0");
    p.log(1);
    p.log("inner 1");
    p.log("outer");
    p.log("inner 0");
    p.log("outer");
    p.log("[0]");
    p.log(true);
    p.log("inner 0");
    p.log("outer");
    p.log(false);
    p.log("[10, 11, 10]");
    return "done";
  }
}
