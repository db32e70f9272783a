package dev.weft.rewrite;

import static org.openrewrite.java.Assertions.java;

import org.junit.jupiter.api.Test;

/** How methods are marked that are marked already, or where the name means something else. */
class MarksTest implements ChainTest {

  @Test
  void anothersMarkStays() {
    rewriteRun(
        java(
            """
            package org.springframework.scheduling.annotation;

            public @interface Async {}
            """),
        java(
            """
            import org.springframework.scheduling.annotation.Async;

            import java.util.concurrent.CompletableFuture;

            class A {
                @Async
                CompletableFuture<Integer> m(CompletableFuture<Integer> a) {
                    return a.thenApply(x -> x + 1);
                }

                CompletableFuture<Integer> n(CompletableFuture<Integer> a) {
                    return a.thenApply(x -> x + 1);
                }
            }
            """,
            """
            import dev.weft.Weft;
            import org.springframework.scheduling.annotation.Async;

            import java.util.concurrent.CompletableFuture;

            class A {
                @Async
                CompletableFuture<Integer> m(CompletableFuture<Integer> a) {
                    return a.thenApply(x -> x + 1);
                }

                @dev.weft.annotations.Async
                CompletableFuture<Integer> n(CompletableFuture<Integer> a) {
                    var x = Weft.await(a);
                    return CompletableFuture.completedFuture(x + 1);
                }
            }
            """));
  }

  @Test
  void whatIsMarkedIsMarkedOnce() {
    rewriteRun(
        java(
            """
            import dev.weft.annotations.Async;

            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;

            class A {
                @Async
                static CompletionStage<Integer> m(CompletableFuture<Integer> a) {
                    return a.thenApply(x -> x + 1);
                }
            }
            """,
            """
            import dev.weft.Weft;
            import dev.weft.annotations.Async;

            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;

            class A {
                @Async
                static CompletionStage<Integer> m(CompletableFuture<Integer> a) {
                    var x = Weft.await(a);
                    return CompletableFuture.completedFuture(x + 1);
                }
            }
            """));
  }

  @Test
  void whatIsWrittenIsImported() {
    rewriteRun(
        java(
            """
            import java.util.concurrent.CompletionStage;

            class A {
                static CompletionStage<Integer> m(CompletionStage<Integer> a, int kind) {
                    switch (kind) {
                        case 1:
                            return a.thenApply(x -> x + 1);
                        default:
                            return a.thenApply(y -> y + 2);
                    }
                }
            }
            """,
            """
            import dev.weft.Weft;
            import dev.weft.annotations.Async;

            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;

            class A {
                @Async
                static CompletionStage<Integer> m(CompletionStage<Integer> a, int kind) {
                    switch (kind) {
                        case 1: {
                            var x = Weft.await(a);
                            return CompletableFuture.completedFuture(x + 1);
                        }
                        default: {
                            var y = Weft.await(a);
                            return CompletableFuture.completedFuture(y + 2);
                        }
                    }
                }
            }
            """));
  }
}
