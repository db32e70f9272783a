package dev.weft.rewrite;

import static org.openrewrite.java.Assertions.java;

import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

/** A test of a class that has stages, and members which are rewritten or stay. */
interface ChainTest extends RewriteTest {

  String IMPORTS =
      """
      import dev.weft.Weft;
      import dev.weft.annotations.Async;

      """;

  @Override
  default void defaults(RecipeSpec spec) {
    spec.recipe(new ThenComposeToAwait())
        .parser(JavaParser.fromJavaVersion().classpath("weft-runtime", "weft-annotations"));
  }

  /** The members become these, with the imports that they need. */
  default void rewrites(String before, String after) {
    rewriteRun(java(source("", before), source(IMPORTS, after)));
  }

  /** The members stay as they are. */
  default void leaves(String members) {
    rewriteRun(java(source("", members)));
  }

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
}
