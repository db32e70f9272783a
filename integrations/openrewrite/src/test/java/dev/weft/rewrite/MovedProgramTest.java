package dev.weft.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that was written for ea-async suspends when the recipe has rewritten it. */
class MovedProgramTest {

  private static final String SOURCE =
      """
      import com.ea.async.Async;
      import static com.ea.async.Async.await;

      import java.util.concurrent.CompletableFuture;
      import java.util.function.Function;

      public class Store {
          static {
              Async.init();
          }

          public static CompletableFuture<Integer> twice(CompletableFuture<Integer> price) {
              Function<Integer, CompletableFuture<Integer>> more =
                      x -> CompletableFuture.completedFuture(Async.await(price) + x);
              return CompletableFuture.completedFuture(await(more.apply(sum(price))));
          }

          private static int sum(CompletableFuture<Integer> price) {
              int sum = 0;
              for (int i = 0; i < 3; i++) {
                  sum += await(price);
              }
              return sum;
          }
      }
      """;

  @TempDir Path folder;

  @Test
  void suspendsInMethodsAndLambdas() throws Exception {
    try (var program = RewrittenProgram.of("Store", SOURCE, new FromEaAsync(), folder)) {
      var price = new CompletableFuture<Integer>();
      CompletableFuture<?> result = twice(program, price);
      assertThat(result).isNotDone();
      price.complete(4);
      assertThat(result.join()).isEqualTo(16);

      var failing = new CompletableFuture<Integer>();
      CompletableFuture<?> failed = twice(program, failing);
      failing.completeExceptionally(new IOException("no price"));
      assertThatThrownBy(failed::get).cause().isInstanceOf(IOException.class);
    }
  }

  private static CompletableFuture<?> twice(
      RewrittenProgram program, CompletableFuture<Integer> price)
      throws ReflectiveOperationException {
    return (CompletableFuture<?>)
        program.rewritten().getMethod("twice", CompletableFuture.class).invoke(null, price);
  }
}
