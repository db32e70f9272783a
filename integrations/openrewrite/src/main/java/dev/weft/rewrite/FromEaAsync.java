package dev.weft.rewrite;

import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Option;
import org.openrewrite.Preconditions;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.search.UsesType;

/**
 * A recipe that moves sources from ea-async to Weft: {@code com.ea.async.Async.await} becomes
 * {@code Weft.await}, the methods that call it are marked {@code @Async}, and {@code Async.init()}
 * goes. A wait that Weft refuses, or that would end otherwise, is left as it is and gets a comment
 * with the reason and what to do; {@code compat=ea-async} runs both.
 */
public final class FromEaAsync extends Recipe {

  @Option(
      displayName = "Monitors are released",
      description =
          "Whether the classes are woven with `monitors=release`, so that waits inside"
              + " `synchronized` are rewritten, too. By default they are left.",
      required = false)
  private @Nullable Boolean monitorsReleased;

  /** The recipe for classes that are woven without {@code monitors=release}. */
  public FromEaAsync() {}

  /** The option of that name. */
  public @Nullable Boolean getMonitorsReleased() {
    return monitorsReleased;
  }

  /** Sets the option of that name, as what reads recipes from YAML does. */
  public void setMonitorsReleased(@Nullable Boolean monitorsReleased) {
    this.monitorsReleased = monitorsReleased;
  }

  @Override
  public String getDisplayName() {
    return "Move from ea-async to Weft";
  }

  @Override
  public String getDescription() {
    return "`com.ea.async.Async.await` becomes `Weft.await`, in methods that are marked `@Async`;"
        + " `Async.init()` is removed. Waits that Weft refuses, and those in a `try` that would"
        + " catch something else afterwards, are left as they are, with a comment.";
  }

  @Override
  public TreeVisitor<?, ExecutionContext> getVisitor() {
    return Preconditions.check(
        new UsesType<>(Names.EA_ASYNC, false),
        new EaAsyncVisitor(Boolean.TRUE.equals(monitorsReleased)));
  }
}
