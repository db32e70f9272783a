package dev.weft.rewrite;

import static org.openrewrite.java.Assertions.java;

import org.junit.jupiter.api.Test;
import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

/** What becomes of a program that was written for ea-async. */
class FromEaAsyncTest implements RewriteTest {

  @Override
  public void defaults(RecipeSpec spec) {
    spec.recipe(new FromEaAsync())
        .parser(
            JavaParser.fromJavaVersion().classpath("ea-async", "weft-runtime", "weft-annotations"));
  }

  @Test
  void byStaticImport() {
    rewriteRun(
        java(
            """
            import static com.ea.async.Async.await;

            import com.ea.async.Async;
            import java.util.concurrent.CompletableFuture;

            class Store {
              static {
                Async.init();
              }

              CompletableFuture<Integer> twice(CompletableFuture<Integer> price) {
                return CompletableFuture.completedFuture(await(price) * 2);
              }

              int other() {
                return 1;
              }
            }
            """,
            """
            import dev.weft.annotations.Async;

            import java.util.concurrent.CompletableFuture;

            import static dev.weft.Weft.await;

            class Store {
              @Async
              CompletableFuture<Integer> twice(CompletableFuture<Integer> price) {
                return CompletableFuture.completedFuture(await(price) * 2);
              }

              int other() {
                return 1;
              }
            }
            """));
  }

  @Test
  void qualifiedCallsAndStarImports() {
    rewriteRun(
        java(
            """
            import static com.ea.async.Async.*;

            class A {
              /** What it says. */
              @Deprecated
              static <T> T value(java.util.concurrent.CompletionStage<T> stage) {
                return com.ea.async.Async.await(stage);
              }

              static <T> T other(java.util.concurrent.CompletionStage<T> stage) {
                return await(stage);
              }
            }
            """,
            """
            import dev.weft.Weft;
            import dev.weft.annotations.Async;

            import static dev.weft.Weft.await;

            class A {
              /** What it says. */
              @Deprecated
              @Async
              static <T> T value(java.util.concurrent.CompletionStage<T> stage) {
                return Weft.await(stage);
              }

              @Async
              static <T> T other(java.util.concurrent.CompletionStage<T> stage) {
                return await(stage);
              }
            }
            """));
  }

  @Test
  void monitorsMayBeReleased() {
    rewriteRun(
        spec ->
            spec.recipeFromYaml(
                """
                type: specs.openrewrite.org/v1beta/recipe
                name: com.example.FromEaAsync
                displayName: From ea-async, monitors released
                description: As it is woven here.
                recipeList:
                  - dev.weft.rewrite.FromEaAsync:
                      monitorsReleased: true
                """,
                "com.example.FromEaAsync"),
        java(
            """
            import com.ea.async.Async;
            import java.util.concurrent.CompletableFuture;

            class A {
              synchronized int guarded(CompletableFuture<Integer> f) {
                return Async.await(f);
              }
            }
            """,
            """
            import dev.weft.Weft;
            import dev.weft.annotations.Async;

            import java.util.concurrent.CompletableFuture;

            class A {
              @Async
              synchronized int guarded(CompletableFuture<Integer> f) {
                return Weft.await(f);
              }
            }
            """));
  }

  @Test
  void lambdasThatReturnFuturesAreCoroutines() {
    rewriteRun(
        java(
            """
            import static com.ea.async.Async.await;

            import java.util.concurrent.CompletableFuture;
            import java.util.function.Supplier;

            class A {
              Supplier<CompletableFuture<Integer>> later(CompletableFuture<Integer> f) {
                return () -> CompletableFuture.completedFuture(await(f) + 1);
              }
            }
            """,
            """
            import java.util.concurrent.CompletableFuture;
            import java.util.function.Supplier;

            import static dev.weft.Weft.await;

            class A {
              Supplier<CompletableFuture<Integer>> later(CompletableFuture<Integer> f) {
                return () -> CompletableFuture.completedFuture(await(f) + 1);
              }
            }
            """));
  }

  @Test
  void aCatchOfAllGoesAlong() {
    rewriteRun(
        java(
            """
            import static com.ea.async.Async.await;

            import java.util.concurrent.CompletableFuture;

            class A {
              boolean works(CompletableFuture<String> f) {
                try {
                  return await(f) != null;
                } catch (Exception e) {
                  return false;
                } finally {
                  await(f);
                }
              }
            }
            """,
            """
            import dev.weft.annotations.Async;

            import java.util.concurrent.CompletableFuture;

            import static dev.weft.Weft.await;

            class A {
              @Async
              boolean works(CompletableFuture<String> f) {
                try {
                  return await(f) != null;
                } catch (Exception e) {
                  return false;
                } finally {
                  await(f);
                }
              }
            }
            """));
  }

  @Test
  void whatIsMarkedStaysMarkedOnce() {
    rewriteRun(
        java(
            """
            import dev.weft.annotations.Async;
            import java.util.concurrent.CompletableFuture;

            class A {
              @Async
              int value(CompletableFuture<Integer> f) {
                return com.ea.async.Async.await(f);
              }
            }
            """,
            """
            import dev.weft.Weft;
            import dev.weft.annotations.Async;
            import java.util.concurrent.CompletableFuture;

            class A {
              @Async
              int value(CompletableFuture<Integer> f) {
                return Weft.await(f);
              }
            }
            """));
  }

  @Test
  void otherCodeIsLeftAlone() {
    rewriteRun(
        java(
            """
            class A {
              static int await(int x) {
                return await(x - 1);
              }
            }
            """));
  }
}
