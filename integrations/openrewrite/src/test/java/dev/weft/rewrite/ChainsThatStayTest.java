package dev.weft.rewrite;

import org.junit.jupiter.api.Test;

/** Chains that would mean something else as code, and stay. */
class ChainsThatStayTest implements ChainTest {

  @Test
  void handledStays() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().thenApply(x -> x + 1).handle((y, e) -> y);
        }
        """);
  }

  @Test
  void exceptionallyBelowStays() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().exceptionally(e -> 0).thenApply(x -> x + 1);
        }
        """);
  }

  @Test
  void whenCompleteStays() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().thenApply(x -> x + 1).whenComplete((x, e) -> System.out.println(x));
        }
        """);
  }

  @Test
  void combinedWithWhatIsHandledStays() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().exceptionally(e -> 0).thenCombine(b(1), (x, y) -> x + y);
        }
        """);
  }

  @Test
  void executorsStay() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().thenApplyAsync(x -> x + 1);
        }
        """);
  }

  @Test
  void timeLimitsStay() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().orTimeout(1, java.util.concurrent.TimeUnit.SECONDS).thenApply(x -> x + 1);
        }
        """);
  }

  @Test
  void clashingParametersStay() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().thenApply(x -> x + 1).thenApply(x -> x + 2);
        }
        """);
  }

  @Test
  void aHiddenFieldStays() {
    leaves(
        """
        int x = 7;

        CompletableFuture<Integer> m() {
            return a().thenApply(x -> x + 1).thenApply(y -> y + x);
        }
        """);
  }

  @Test
  void aNestedParameterOfThatNameStays() {
    leaves(
        """
        CompletableFuture<Integer> m(List<Integer> all) {
            return a().thenApply(x -> x + 1).thenApply(y -> all.stream().mapToInt(x -> x + y).sum());
        }
        """);
  }

  @Test
  void functionsThatAreValuesStay() {
    leaves(
        """
        CompletableFuture<Integer> m(java.util.function.Function<Integer, Integer> f) {
            return a().thenApply(f);
        }
        """);
  }

  @Test
  void receiversThatAreEvaluatedBeforeStay() {
    leaves(
        """
        CompletableFuture<Boolean> m() {
            return a().thenApply(List.of(1)::contains);
        }
        """);
  }

  @Test
  void constructorsStay() {
    leaves(
        """
        CompletableFuture<StringBuilder> m() {
            return a().thenApply(StringBuilder::new);
        }
        """);
  }

  @Test
  void explicitTypesStay() {
    leaves(
        """
        CompletableFuture<Number> m() {
            return a().<Number>thenApply(x -> x + 1);
        }
        """);
  }

  @Test
  void combinedStagesThatAreNoFuturesStay() {
    leaves(
        """
        CompletionStage<Integer> m() {
            return stage(1).thenCombine(stage(2), (x, y) -> x + y);
        }
        """);
  }

  @Test
  void valuesThatAreNoStatementsStay() {
    leaves(
        """
        CompletableFuture<Void> m() {
            return a().thenApply(x -> x + 1).thenRun(() -> System.out.println("ran"));
        }
        """);
  }
}
