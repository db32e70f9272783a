package dev.weft.rewrite;

import static org.openrewrite.java.Assertions.java;

import org.junit.jupiter.api.Test;
import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

/** Awaits that Weft would refuse, or that would end otherwise: they stay, and say why. */
class AwaitsThatStayTest implements RewriteTest {

  @Override
  public void defaults(RecipeSpec spec) {
    spec.recipe(new FromEaAsync())
        .parser(
            JavaParser.fromJavaVersion().classpath("ea-async", "weft-runtime", "weft-annotations"));
  }

  @Test
  void whatIsRefusedStaysAndSaysWhy() {
    rewriteRun(
        java(
            """
            import java.util.List;
            import java.util.concurrent.CompletableFuture;

            import static com.ea.async.Async.await;

            class A {
              private final int first;

              A(CompletableFuture<Integer> f) {
                first = await(f);
              }

              int guarded(CompletableFuture<Integer> f) {
                synchronized (this) {
                  return await(f);
                }
              }

              synchronized int guardedMethod(CompletableFuture<Integer> f) {
                return await(f);
              }

              void each(List<CompletableFuture<Integer>> all) {
                all.forEach(each -> System.out.println(await(each)));
              }

              int free(CompletableFuture<Integer> f) {
                return await(f);
              }
            }
            """,
            """
            import dev.weft.Weft;
            import dev.weft.annotations.Async;

            import java.util.List;
            import java.util.concurrent.CompletableFuture;

            import static com.ea.async.Async.await;

            class A {
              private final int first;

              A(CompletableFuture<Integer> f) {
                first = /*~~(%1$s)~~>*/await(f);
              }

              int guarded(CompletableFuture<Integer> f) {
                synchronized (this) {
                  return /*~~(%2$s)~~>*/await(f);
                }
              }

              synchronized int guardedMethod(CompletableFuture<Integer> f) {
                return /*~~(%2$s)~~>*/await(f);
              }

              void each(List<CompletableFuture<Integer>> all) {
                all.forEach(each -> System.out.println(/*~~(%3$s)~~>*/await(each)));
              }

              @Async
              int free(CompletableFuture<Integer> f) {
                return Weft.await(f);
              }
            }
            """
                .formatted(AwaitSite.CONSTRUCTOR, AwaitSite.MONITOR, AwaitSite.LAMBDA)));
  }

  @Test
  void aCatchThatWouldMeetSomethingElseStays() {
    rewriteRun(
        java(
            """
            import static com.ea.async.Async.await;

            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionException;

            class A {
              CompletableFuture<String> name(CompletableFuture<String> f) {
                try {
                  return CompletableFuture.completedFuture(await(f));
                } catch (CompletionException e) {
                  return CompletableFuture.completedFuture(e.getCause().getMessage());
                }
              }

              CompletableFuture<String> cause(CompletableFuture<String> f) {
                try {
                  return CompletableFuture.completedFuture(await(f));
                } catch (Exception e) {
                  return CompletableFuture.completedFuture(e.getCause().getMessage());
                }
              }
            }
            """,
            """
            import static com.ea.async.Async.await;

            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionException;

            class A {
              CompletableFuture<String> name(CompletableFuture<String> f) {
                try {
                  return CompletableFuture.completedFuture(/*~~(%1$s)~~>*/await(f));
                } catch (CompletionException e) {
                  return CompletableFuture.completedFuture(e.getCause().getMessage());
                }
              }

              CompletableFuture<String> cause(CompletableFuture<String> f) {
                try {
                  return CompletableFuture.completedFuture(/*~~(%1$s)~~>*/await(f));
                } catch (Exception e) {
                  return CompletableFuture.completedFuture(e.getCause().getMessage());
                }
              }
            }
            """
                .formatted(AwaitSite.CATCH)));
  }

  @Test
  void referencesStay() {
    rewriteRun(
        java(
            """
            import com.ea.async.Async;

            import java.util.List;
            import java.util.concurrent.CompletableFuture;
            import java.util.stream.Stream;

            class A {
              static Object all(Stream<CompletableFuture<Integer>> all) {
                return all.map(Async::await);
              }

              static int one(CompletableFuture<Integer> one) {
                return Async.await(one);
              }
            }
            """,
            """
            import com.ea.async.Async;
            import dev.weft.Weft;

            import java.util.List;
            import java.util.concurrent.CompletableFuture;
            import java.util.stream.Stream;

            class A {
              static Object all(Stream<CompletableFuture<Integer>> all) {
                return all.map(/*~~(%s)~~>*/Async::await);
              }

              @dev.weft.annotations.Async
              static int one(CompletableFuture<Integer> one) {
                return Weft.await(one);
              }
            }
            """
                .formatted(AwaitSite.REFERENCE)));
  }

  @Test
  void commentsFromAnEarlierRunAreNotRepeated() {
    rewriteRun(
        java(
            """
            import com.ea.async.Async;
            import java.util.concurrent.CompletableFuture;

            class A {
              synchronized int guarded(CompletableFuture<Integer> f) {
                return /*~~(%s)~~>*/Async.await(f);
              }
            }
            """
                .formatted(AwaitSite.MONITOR)));
  }
}
