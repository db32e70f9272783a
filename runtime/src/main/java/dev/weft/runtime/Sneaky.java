package dev.weft.runtime;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Exceptions as they were thrown: unwrapped, rethrown whether checked or not, and none lost. */
public final class Sneaky {

  private Sneaky() {}

  /** Throws {@code failure} itself; declared to return so that callers can write {@code throw}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  /** Runs {@code first} and then {@code second}; throws what either throws, see {@link #join}. */
  public static void runBoth(Runnable first, Runnable second) {
    Throwable failure = null;
    try {
      first.run();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    try {
      second.run();
    } catch (Throwable thrown) {
      failure = join(failure, thrown);
    }
    if (failure != null) {
      throw sneaky(failure);
    }
  }

  /**
   * One failure for two: the first, which has the second suppressed.
   *
   * @param first null if there is none yet
   */
  static Throwable join(@Nullable Throwable first, Throwable second) {
    if (first == null) {
      return second;
    }
    if (first != second) { // the JVM may throw the same one again
      first.addSuppressed(second);
    }
    return first;
  }

  /**
   * What lies inside the wrappers that {@code CompletableFuture} and {@code Future} put around it.
   */
  public static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
