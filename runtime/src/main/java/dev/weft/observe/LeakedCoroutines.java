package dev.weft.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coroutines that were lost at one place: they were suspended, and the collector has found that
 * nothing referred to them any more, so that nothing could ever have woken them.
 *
 * @param count how many
 * @param numbers of the first hundred
 * @param name what they were named; null if they were not, or are of very many names
 * @param stack where they stood, the innermost call first; if they were collected before {@link
 *     Coroutines#findLeaks} was called, only that call; empty if they had not begun
 * @param waitedFor what they waited for; empty if that was the innermost call itself
 * @param origin where they were made, if that {@linkplain Coroutines#observeWithOrigins was kept};
 *     else empty
 * @param deadlock if they waited for one another in a circle, and a dump or a search has seen that:
 *     each of them, what it waited for and where; else empty
 */
public record LeakedCoroutines(
    long count,
    List<Long> numbers,
    @Nullable String name,
    List<StackTraceElement> stack,
    String waitedFor,
    List<StackTraceElement> origin,
    List<String> deadlock) {

  @Override
  public String toString() {
    var text = new StringBuilder();
    DumpText.describe(this, text);
    return text.toString();
  }
}
