package dev.weft.rewrite;

import org.junit.jupiter.api.Test;

/** Methods that would be different as coroutines, and stay. */
class MethodsThatStayTest implements ChainTest {

  @Test
  void returnsInATryStay() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            try {
                return a().thenApply(x -> x + 1);
            } catch (RuntimeException e) {
                return CompletableFuture.completedFuture(0);
            }
        }
        """);
  }

  @Test
  void monitorsStay() {
    leaves(
        """
        synchronized CompletableFuture<Integer> m() {
            return a().thenApply(x -> x + 1);
        }

        CompletableFuture<Integer> n() {
            synchronized (this) {
                return a().thenApply(x -> x + 1);
            }
        }
        """);
  }

  @Test
  void whatThrowsToItsCallerStays() {
    leaves(
        """
        CompletableFuture<Integer> m(int n) {
            if (n < 0) {
                throw new IllegalArgumentException();
            }
            return a().thenApply(x -> x + 1);
        }

        CompletableFuture<Integer> n(String s) {
            java.util.Objects.requireNonNull(s);
            return a().thenApply(x -> x + 1);
        }

        CompletableFuture<Integer> o() throws java.io.IOException {
            return a().thenApply(x -> x + 1);
        }
        """);
  }

  @Test
  void anotherFutureThatIsReturnedStays() {
    leaves(
        """
        CompletableFuture<Integer> m(CompletableFuture<Integer> known) {
            if (known.isDone()) {
                return known;
            }
            return a().thenApply(x -> x + 1);
        }
        """);
  }

  @Test
  void returnsInsideFunctionsStay() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a().thenCompose(x -> {
                if (x > 1) {
                    return a();
                }
                return b(x);
            });
        }
        """);
  }

  @Test
  void commentsThatWouldBeLostStay() {
    leaves(
        """
        CompletableFuture<Integer> m() {
            return a() // first
                    .thenApply(x -> x + 1);
        }
        """);
  }

  @Test
  void endlessFunctionsStay() {
    leaves(
        """
        CompletableFuture<Void> m() {
            return a().thenAccept(x -> {
                throw new IllegalStateException();
            });
        }
        """);
  }

  @Test
  void otherResultsStay() {
    leaves(
        """
        Object m() {
            return a().thenApply(x -> x + 1);
        }
        """);
  }

  @Test
  void whatIsNotReturnedStays() {
    leaves(
        """
        void m() {
            a().thenAccept(x -> System.out.println(x));
        }
        """);
  }

  @Test
  void lambdasStay() {
    leaves(
        """
        java.util.function.Supplier<CompletableFuture<Integer>> m() {
            return () -> {
                return a().thenApply(x -> x + 1);
            };
        }
        """);
  }
}
