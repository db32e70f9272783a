package lambdas;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** References to suspending methods as ordinary functions: each call runs to its end. */
public final class BlockingReferences {

  private static Probe probe = Probe.plain();

  @Async
  private static int increment(int n) {
    return n + await(probe.later(1));
  }

  @Async
  private String join(Object a, long b) {
    return a + await(probe.later("-")) + b;
  }

  /** What is ready does not suspend, so these calls are allowed on an event loop's thread too. */
  @Async
  public static Object run(Probe p) throws Exception {
    IntUnaryOperator operator = BlockingReferences::increment;
    p.log(operator.andThen(BlockingReferences::increment).applyAsInt(1));
    Function<Integer, Integer> boxed = BlockingReferences::increment;
    p.log(List.of(1, 2, 3).stream().map(boxed).toList().toString());
    Supplier<BlockingReferences> maker = BlockingReferences::new;
    BiFunction<Object, Long, String> bound = maker.get()::join;
    p.log(bound.apply("a", 3L));
    await(p.later(0));
    p.log(await(CompletableFuture.supplyAsync(() -> increment(40))));
    return await(CompletableFuture.supplyAsync(() -> bound.apply("b", 4L)));
  }

  /** Unwoven, what another thread computes cannot be awaited. */
  public static Object expected(Probe p) {
    p.log(3);
    p.log("[2, 3, 4]");
    p.log("a-3");
    p.log(41);
    return "b-4";
  }
}
