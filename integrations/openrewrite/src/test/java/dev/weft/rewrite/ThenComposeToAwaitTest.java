package dev.weft.rewrite;

import static org.openrewrite.java.Assertions.java;

import org.junit.jupiter.api.Test;
import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

/** What becomes of chains of stages that can be written as code. */
class ThenComposeToAwaitTest implements RewriteTest {

  @Override
  public void defaults(RecipeSpec spec) {
    spec.recipe(new ThenComposeToAwait())
        .parser(JavaParser.fromJavaVersion().classpath("weft-runtime", "weft-annotations"));
  }

  /** A class with the given members, before and after. */
  private void rewrites(String before, String after) {
    rewriteRun(java(source("", before), source(IMPORTS, after)));
  }

  private static final String IMPORTS =
      """
      import dev.weft.Weft;
      import dev.weft.annotations.Async;

      """;

  private static String source(String imports, String members) {
    return imports
        + """
        import java.util.List;
        import java.util.concurrent.CompletableFuture;
        import java.util.concurrent.CompletionStage;

        abstract class A {
            abstract CompletableFuture<Integer> a();

            abstract CompletableFuture<Integer> b(int x);

            abstract CompletionStage<Integer> stage(int x);

        """
        + members.indent(4)
        + "}\n";
  }

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
}
