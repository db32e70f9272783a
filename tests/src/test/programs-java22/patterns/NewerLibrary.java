package patterns;

import static dev.weft.Weft.await;

import dev.weft.AsyncCallable;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;

/** Unnamed variables and patterns, sequenced collections, records in enhanced loops. */
public final class NewerLibrary {

  record Point(int x, int y) {}

  interface Visitor<R> {
    @Async
    R visit(Object node, int depth) throws Exception;
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(unnamed(p));
    p.log(sequenced(p));
    Visitor<String> visitor = (_, depth) -> "depth " + await(p.later(depth));
    p.log(visitor.visit("x", 3));
    AsyncCallable<Object> nested =
        () -> switch (await(p.later((Object) new Point(1, 2)))) {
          case Point(int x, _) when x > await(p.later(0)) -> x + await(p.later(10));
          default -> "none";
        };
    return nested.call();
  }

  @Async
  private static int unnamed(Probe p) {
    int count = 0;
    for (var _ : List.of(1, 2, 3)) {
      count += await(p.later(1));
    }
    try {
      int _ = await(p.<Integer>fail(new IllegalStateException()));
    } catch (IllegalStateException _) {
      count += await(p.later(10));
    }
    return count;
  }

  @Async
  private static String sequenced(Probe p) {
    var list = new ArrayList<>(List.of("a", "b", "c"));
    list.addFirst(await(p.later("first")));
    return list.reversed() + await(p.later(list)).getLast() + list.removeFirst();
  }
}
