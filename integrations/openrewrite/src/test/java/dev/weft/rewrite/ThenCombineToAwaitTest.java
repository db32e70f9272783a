package dev.weft.rewrite;

import org.junit.jupiter.api.Test;

/** What becomes of stages that are combined, of blocks, references and several returns. */
class ThenCombineToAwaitTest implements ChainTest {

  @Test
  void combinedAfterBothAreStarted() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            return a().thenApply(x -> x + 1).thenCombine(b(2), (y, z) -> y * z).thenApply(w -> w - 1);
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            var yStage = a().thenApply(x -> x + 1);
            var zStage = b(2);
            Weft.await(CompletableFuture.allOf(yStage, zStage));
            var y = Weft.await(yStage);
            var z = Weft.await(zStage);
            Integer w = y * z;
            return CompletableFuture.completedFuture(w - 1);
        }
        """);
  }

  @Test
  void combinedVariablesNeedNoOthers() {
    rewrites(
        """
        CompletableFuture<Integer> m(CompletableFuture<Integer> left, CompletableFuture<Integer> right) {
            return left.thenCombine(right, (x, y) -> x - y);
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m(CompletableFuture<Integer> left, CompletableFuture<Integer> right) {
            Weft.await(CompletableFuture.allOf(left, right));
            var x = Weft.await(left);
            var y = Weft.await(right);
            return CompletableFuture.completedFuture(x - y);
        }
        """);
  }

  @Test
  void blocksOfStatements() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            // what for
            return a().thenCompose(x -> {
                // twice
                int twice = x * 2;
                if (twice > 3) {
                    System.out.println(twice);
                }
                return b(twice);
            }).thenApply((Integer y) -> y + 1);
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            // what for
            var x = Weft.await(a());
            // twice
            int twice = x * 2;
            if (twice > 3) {
                System.out.println(twice);
            }
            Integer y = Weft.await(b(twice));
            return CompletableFuture.completedFuture(y + 1);
        }
        """);
  }

  @Test
  void references() {
    rewrites(
        """
        CompletableFuture<String> m() {
            return a().thenCompose(this::b).thenApply(String::valueOf).thenApply(String::trim);
        }
        """,
        """
        @Async
        CompletableFuture<String> m() {
            var value = Weft.await(a());
            var value2 = Weft.await(b(value));
            var value3 = String.valueOf(value2);
            return CompletableFuture.completedFuture(value3.trim());
        }
        """);
  }

  @Test
  void severalReturns() {
    rewrites(
        """
        public <T> CompletableFuture<Integer> m(boolean known, boolean small) {
            if (known) {
                return CompletableFuture.completedFuture(1);
            }
            if (small)
                return a().thenApply(x -> x + 1);
            return b(3).thenApply(y -> y + 2);
        }
        """,
        """
        @Async
        public <T> CompletableFuture<Integer> m(boolean known, boolean small) {
            if (known) {
                return CompletableFuture.completedFuture(1);
            }
            if (small) {
                var x = Weft.await(a());
                return CompletableFuture.completedFuture(x + 1);
            }
            var y = Weft.await(b(3));
            return CompletableFuture.completedFuture(y + 2);
        }
        """);
  }

  @Test
  void otherMethodsOfTheClassStay() {
    rewrites(
        """
        CompletableFuture<Integer> m() {
            return a().thenApply(x -> x + 1);
        }

        CompletableFuture<Integer> n() {
            return a().exceptionally(e -> 0);
        }
        """,
        """
        @Async
        CompletableFuture<Integer> m() {
            var x = Weft.await(a());
            return CompletableFuture.completedFuture(x + 1);
        }

        CompletableFuture<Integer> n() {
            return a().exceptionally(e -> 0);
        }
        """);
  }
}
