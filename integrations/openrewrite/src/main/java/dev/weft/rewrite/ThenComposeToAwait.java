package dev.weft.rewrite;

import org.openrewrite.ExecutionContext;
import org.openrewrite.Preconditions;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.search.UsesMethod;

/**
 * A recipe that writes methods which return chains of {@code thenApply}, {@code thenCompose},
 * {@code thenAccept}, {@code thenRun} and {@code thenCombine} as {@code @Async} methods that await.
 *
 * <p>Only where the code is run in the same order, under the same conditions, and whatever it
 * throws ends in the future as before; every other method is left as it is.
 */
public final class ThenComposeToAwait extends Recipe {

  /** The recipe. */
  public ThenComposeToAwait() {}

  @Override
  public String getDisplayName() {
    return "Write chains of `CompletableFuture` with `Weft.await`";
  }

  @Override
  public String getDescription() {
    return "Methods that return chains of `thenApply`, `thenCompose`, `thenAccept`, `thenRun` and"
        + " `thenCombine` become `@Async` methods that await each stage. A method with anything"
        + " else in a chain it returns (`handle`, `exceptionally`, `whenComplete`, executors), or"
        + " with names that would clash, is left as it is.";
  }

  @Override
  public TreeVisitor<?, ExecutionContext> getVisitor() {
    return Preconditions.check(
        new UsesMethod<>(Names.STAGE + " then*(..)", true), new ChainVisitor());
  }
}
