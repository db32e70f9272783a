package dev.weft.internal.util;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Rethrows exceptions as they were thrown: unwrapped, and whether checked or not. */
public final class SneakyThrow {

  private SneakyThrow() {}

  /** Throws {@code failure} itself; declared to return so that callers can write {@code throw}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
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
