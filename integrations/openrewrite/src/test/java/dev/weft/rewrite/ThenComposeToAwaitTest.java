package dev.weft.rewrite;

import org.junit.jupiter.api.Test;

/** What becomes of chains whose stages follow one another. */
class ThenComposeToAwaitTest implements ChainTest {

  @Test
  void composedAndApplied() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            return a().thenCompose(x -> b(x)).thenApply(y -> y + 1);
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            var x = Weft.await(a());
            var y = Weft.await(b(x));
            return CompletableFuture.completedFuture(y + 1);
        }
        """);
  }

  @Test
  void endsWithAStage() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            return a().thenCompose(x -> b(x));
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            var x = Weft.await(a());
            return b(x);
        }
        """);
  }

  @Test
  void aStageThatIsNoFutureIsAwaited() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            return a().thenCompose(x -> stage(x));
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            var x = Weft.await(a());
            return CompletableFuture.completedFuture(Weft.await(stage(x)));
        }
        """);
  }

  @Test
  void stagesToo() {
    rewrites(
        """
        CompletionStage<String> m() {
            return stage(1).thenCompose(x -> stage(x + 1)).thenApply(y -> "n" + y);
        }
        """,
        """
        @Async
        CompletionStage<String> m() {
            var x = Weft.await(stage(1));
            var y = Weft.await(stage(x + 1));
            return CompletableFuture.completedFuture("n" + y);
        }
        """);
  }

  @Test
  void primitiveResultsAreBoxedAsInAStage() {
    rewrites(
        """
        CompletableFuture<String> m() {
            return a().thenApply(x -> x + 1).thenApply(y -> y.toString()).thenApply(z -> z + "!");
        }
        """,
        """
        @Async
        CompletableFuture<String> m() {
            var x = Weft.await(a());
            Integer y = x + 1;
            var z = y.toString();
            return CompletableFuture.completedFuture(z + "!");
        }
        """);
  }

  @Test
  void accepted() {
    rewrites(
        """
        CompletableFuture<Void> m() {
            return a().thenAccept(x -> System.out.println(x));
        }
        """,
        """
        @Async
        CompletableFuture<Void> m() {
            var x = Weft.await(a());
            System.out.println(x);
            return CompletableFuture.completedFuture(null);
        }
        """);
  }

  @Test
  void runAndUnusedParameters() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            return a().thenAccept(x -> System.out.println(x))
                    .thenCompose(nothing -> b(1))
                    .thenRun(() -> System.out.println("ran"))
                    .thenApply(nothing2 -> 3);
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            var x = Weft.await(a());
            System.out.println(x);
            Weft.await(b(1));
            System.out.println("ran");
            return CompletableFuture.completedFuture(3);
        }
        """);
  }

  @Test
  void declaredTypesOfParametersStay() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            return a().thenApply((final Integer x) -> x + 1).thenApply((var y) -> y.hashCode());
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            final Integer x = Weft.await(a());
            Integer y = x + 1;
            return CompletableFuture.completedFuture(y.hashCode());
        }
        """);
  }

  @Test
  void valuesThatNobodyNeedsAreEvaluated() {
    rewrites(
        """
        CompletableFuture<Void> m() {
            return a().thenApply(x -> x.hashCode()).thenRun(() -> System.out.println("ran"));
        }
        """,
        """
        @Async
        CompletableFuture<Void> m() {
            var x = Weft.await(a());
            x.hashCode();
            System.out.println("ran");
            return CompletableFuture.completedFuture(null);
        }
        """);
  }
}
