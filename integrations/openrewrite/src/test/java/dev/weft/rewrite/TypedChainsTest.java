package dev.weft.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains whose types javac infers: as code they compile, and give the same. */
class TypedChainsTest {

  private static final String SOURCE =
      """
      import java.util.ArrayList;
      import java.util.List;
      import java.util.Map;
      import java.util.Optional;
      import java.util.concurrent.CompletableFuture;
      import java.util.concurrent.CompletionStage;
      import java.util.function.Supplier;

      public class Typed {
          public static CompletableFuture<Number> wider(CompletableFuture<Integer> a) {
              return a.thenApply(x -> x);
          }

          public static CompletableFuture<Long> conditional(CompletableFuture<Integer> a) {
              return a.thenApply(x -> x > 2 ? x : 5L).thenApply(y -> y.longValue() + 1);
          }

          public static CompletableFuture<List<? extends Number>> wildcards(CompletableFuture<? extends Number> a) {
              return a.thenApply(x -> List.of(x, 2));
          }

          public static CompletableFuture<String> inferred(CompletableFuture<Integer> a) {
              return a.thenApply(x -> new ArrayList<>(List.of(x, 1)))
                      .thenApply(y -> Map.of("k", y))
                      .thenCompose(z -> CompletableFuture.completedFuture(Optional.of(z.get("k").size())))
                      .thenApply(w -> w.map(v -> "n" + v).orElse("none"));
          }

          public static CompletionStage<Object> erased(CompletableFuture<Integer> a) {
              return a.thenCompose(x -> x > 2 ? CompletableFuture.completedFuture(x) : CompletableFuture.completedFuture("s"));
          }

          public static CompletableFuture<String> functions(CompletableFuture<Integer> a) {
              return ((CompletableFuture<Supplier<Integer>>) supplied(a)).thenApply(s -> s.get()).thenApply(Object::toString);
          }

          public static CompletableFuture<Supplier<Integer>> supplied(CompletableFuture<Integer> a) {
              return a.thenApply(x -> () -> x + 1);
          }

          public static CompletableFuture<Integer> overloaded(CompletableFuture<Integer> a) {
              return a.thenApply(x -> x * 1000).thenApply(Typed::same).thenApply(y -> y == 1 ? 1 : 2);
          }

          public static <T extends Comparable<T>> CompletableFuture<T> generic(CompletableFuture<T> a) {
              return a.thenCombine(a.thenApply(x -> x), (y, z) -> y.compareTo(z) > 0 ? y : z);
          }

          public static CompletableFuture<int[]> arrays(CompletableFuture<Integer> a) {
              return a.thenApply(x -> new int[] {x, 1}).thenApply(y -> y.clone());
          }

          public static CompletableFuture<Object> nothing(CompletableFuture<Integer> a) {
              return a.thenApply(x -> null);
          }

          private static int same(int value) {
              return 1;
          }

          private static int same(Integer value) {
              return 2;
          }

          private static int same(Object value) {
              return 3;
          }
      }
      """;

  @TempDir Path folder;

  @Test
  void compileAndGiveTheSame() throws Exception {
    try (var program = RewrittenProgram.of("Typed", SOURCE, new ThenComposeToAwait(), folder)) {
      assertThat(results(program.rewritten())).hasSize(11).isEqualTo(results(program.original()));
    }
  }

  private static List<String> results(Class<?> type) throws ReflectiveOperationException {
    Method[] methods = type.getMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    var results = new ArrayList<String>();
    for (Method each : methods) {
      if (each.getDeclaringClass() == type && !each.isSynthetic()) {
        var given = new CompletableFuture<Integer>();
        var stage = (CompletionStage<?>) each.invoke(null, given);
        given.complete(3);
        results.add(each.getName() + " " + text(stage.toCompletableFuture().join()));
      }
    }
    return results;
  }

  private static String text(Object result) {
    if (result instanceof int[] array) {
      return Arrays.toString(array);
    }
    return result instanceof Supplier<?> supplier
        ? "supplies " + supplier.get()
        : String.valueOf(result);
  }
}
